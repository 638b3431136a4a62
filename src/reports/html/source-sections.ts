import type { StudyReport } from '../../core/study-report.js';
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

/** Digests of what was read and the version that computed: enough to tell whether a re-run had the same inputs. */
export function provenanceSection({ data, outcomes, toolkitVersion }: StudyReport): Html {
  const specs = new Set(
    outcomes.flatMap((outcome) => (outcome.status === 'computed' ? [outcome.provenance.specSha256] : [])),
  );
  const rows = [
    ...data.map(({ name, file, sha256 }) => ({ what: `Data: ${name}`, file, sha256 })),
    ...[...specs].map((sha256) => ({ what: 'Specification', file: 'analysis.yaml', sha256 })),
  ];
  return html`<section id="provenance" aria-labelledby="provenance-heading"><h2 id="provenance-heading">Provenance</h2>
<p>Computed by il6r ${toolkitVersion}. The same files and the same version give this page byte for byte.</p>
${
  rows.length > 0 &&
  renderTable({
    title: 'Files and their SHA-256 digests',
    columns: [
      { id: 'what', label: 'Role', align: 'left' },
      { id: 'file', label: 'File', align: 'left' },
      { id: 'sha256', label: 'SHA-256', align: 'left' },
    ],
    rows,
    footnotes: [],
  })
}</section>`;
}

/** The specification as its author wrote it. */
export function specificationSection({ specText }: StudyReport): Html {
  return html`<section id="specification" aria-labelledby="specification-heading"><h2 id="specification-heading">Specification</h2>
<details data-print><summary>The file that was run</summary><div class="scroll" role="region" tabindex="0" aria-label="Specification"><pre><code>${specText}</code></pre></div></details>
</section>`;
}
