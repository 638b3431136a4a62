import type { Table } from '../../core/display.js';
import type { StudyReport } from '../../core/study-report.js';
import { formatCount } from '../../displays/format-number.js';
import { type Html, html } from './html.js';
import { renderTable } from './render-table.js';
import { doiLink } from './verdict-section.js';

/** What was recomputed from what, and the publications that the figures were printed in. */
export function notesSection({ notes, sources }: StudyReport): Html {
  return html`${
    notes.length > 0 &&
    html`<section id="notes" aria-labelledby="notes-heading"><h2 id="notes-heading">What was recomputed, and from what</h2>
${notes.map((note) => html`<p>${note}</p>\n`)}</section>`
  }
<section id="sources" aria-labelledby="sources-heading"><h2 id="sources-heading">Sources</h2>
<ol>${sources.map(({ citation, doi }) => html`<li>${citation}${doi === null ? null : html` ${doiLink(doi)}`}</li>`)}</ol>
</section>`;
}

/** Digests of what was read, what reading changed, and the version that computed. */
export function provenanceSection({ data, outcomes, toolkitVersion }: StudyReport): Html {
  const specs = new Set(
    outcomes.flatMap((outcome) => (outcome.status === 'computed' ? [outcome.provenance.specSha256] : [])),
  );
  const files = [
    ...data.map(({ name, file, sha256 }) => ({ what: `Data: ${name}`, file, sha256 })),
    ...[...specs].map((sha256) => ({ what: 'Specification', file: 'analysis.yaml', sha256 })),
  ];
  return html`<section id="provenance" aria-labelledby="provenance-heading"><h2 id="provenance-heading">Provenance</h2>
<p>Computed by il6r ${toolkitVersion}. The same files and the same version give this page byte for byte.</p>
${files.length > 0 && renderTable(fileTable(files))}
${data.some(({ ledger }) => (ledger ?? []).length > 0) && renderTable(ledgerTable(data))}</section>`;
}

function fileTable(rows: Table['rows']): Table {
  return {
    title: 'Files and their SHA-256 digests',
    columns: [
      { id: 'what', label: 'Role', align: 'left' },
      { id: 'file', label: 'File', align: 'left' },
      { id: 'sha256', label: 'SHA-256', align: 'left' },
    ],
    rows,
    footnotes: [],
  };
}

/** Every conversion that changed a value, and every declaration of a file that does not hold. */
function ledgerTable(data: StudyReport['data']): Table {
  return {
    title: 'What reading the files changed or found',
    columns: [
      { id: 'dataset', label: 'Data', align: 'left' },
      { id: 'column', label: 'Column', align: 'left' },
      { id: 'message', label: 'What', align: 'left' },
      { id: 'count', label: 'Cells', align: 'right' },
      { id: 'rows', label: 'First rows', align: 'left' },
    ],
    rows: data.flatMap(({ name, ledger }) =>
      (ledger ?? []).map(({ column, message, count, rows }) => ({
        dataset: name,
        column,
        message,
        count: formatCount(count),
        rows: rows.join(', '),
      })),
    ),
    footnotes: [],
  };
}

/** The specification as its author wrote it. */
export function specificationSection({ specText }: StudyReport): Html {
  return html`<section id="specification" aria-labelledby="specification-heading"><h2 id="specification-heading">Specification</h2>
<details data-print><summary>The file that was run</summary><div class="scroll" role="region" tabindex="0" aria-label="Specification"><pre><code>${specText}</code></pre></div></details>
</section>`;
}
