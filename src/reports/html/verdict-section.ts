import type { Outcome } from '../../core/result.js';
import type { Verdict } from '../../core/verdict.js';
import { formatSignificant, joinInterval } from '../../displays/format-number.js';
import { sayRecomputed, sayStatistic, sayVerdict } from '../../displays/tables/verdict-table.js';
import { type Html, type HtmlPiece, html } from './html.js';
import { countVerdicts, verdictChip, verdictIcon } from './verdict-marks.js';

/** The heart of the page: what was printed, what comes out, and the verdict; with buttons that filter by verdict. */
export function verdictSection(verdicts: readonly Verdict[], outcomes: readonly Outcome[]): Html {
  if (verdicts.length === 0) {
    return html`<section id="verdicts" aria-labelledby="verdicts-heading"><h2 id="verdicts-heading">Verdicts</h2>
<p>This study makes no claim: its analyses are shown without published figures beside them.</p></section>`;
  }
  const titles = new Map(outcomes.map(({ analysis, context }) => [analysis, context.title]));
  return html`<section id="verdicts" aria-labelledby="verdicts-heading">
<h2 id="verdicts-heading">Verdicts</h2>
${filters(verdicts)}
<table class="verdicts" role="table">
<caption>Published figures and what the data give when the analysis is run again</caption>
<thead role="rowgroup"><tr role="row">${['Claim', 'Published', 'Recomputed', 'Verdict', 'Why', 'Source'].map(
    (label) => html`<th scope="col" role="columnheader">${label}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${verdicts.map((verdict) => verdictRow(verdict, titles.get(verdict.analysis) ?? verdict.analysis))}</tbody>
</table>
</section>`;
}

/** Buttons start hidden: without a script they would do nothing. */
function filters(verdicts: readonly Verdict[]): Html {
  const counts = countVerdicts(verdicts);
  if (counts.length < 2) return html``;
  return html`<div class="filters" role="group" aria-label="Show verdicts" hidden data-filters>
<button type="button" aria-pressed="true" data-verdict="">All ${verdicts.length}</button>
${counts.map(
  ({ name, count }) =>
    html`<button type="button" aria-pressed="false" data-verdict="${name}">${verdictIcon(name)}${name} ${count}</button>\n`,
)}</div>
<p class="visually-hidden" role="status" data-filter-status></p>`;
}

function verdictRow(verdict: Verdict, title: string): Html {
  const { published, source } = verdict;
  const cell = (label: string, content: Html): Html =>
    html`<td role="cell" data-label="${label}"><div>${content}</div></td>`;
  return html`<tr role="row" data-verdict="${verdict.verdict}"><th scope="row" role="rowheader"><a href="#analysis-${
    verdict.analysis
  }">${title}</a><span class="statistic">${sayStatistic(verdict)}</span> <code class="claim">${verdict.claim}</code></th>${[
    cell('Published', html`<span class="figures">${published}</span>`),
    cell('Recomputed', recomputedCell(verdict)),
    cell('Verdict', verdictChip(verdict.verdict, sayVerdict(verdict))),
    cell('Why', html`${verdict.reason}`),
    cell('Source', sourceCell(source)),
  ]}</tr>
`;
}

/** The recomputed figures, those that disagree marked, and what the rounding of the inputs allows for these. */
export function recomputedCell(verdict: Verdict): Html {
  if (verdict.recomputed === null) return html`<span class="figures">${sayRecomputed(verdict)}</span>`;
  const ranges = verdict.figures.flatMap(({ figure, agrees, range }) =>
    agrees || range === undefined ? [] : [`${figureWords[figure]} ${sayRange(range)}`],
  );
  return html`<span class="figures">${markDisagreements(verdict.recomputed, verdict)}</span>${
    ranges.length > 0 && html`<span class="range">Rounded inputs allow ${ranges.join(', ')}.</span>`
  }`;
}

const figureWords = { value: 'estimate', lower: 'lower limit', upper: 'upper limit', p: 'p' } as const;

function sayRange([low, high]: readonly [number, number]): string {
  return joinInterval(formatSignificant(low, 4), formatSignificant(high, 4));
}

/** Walks through the printed line and marks each figure that is not the published one. */
function markDisagreements(text: string, { figures }: Verdict): readonly HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  let rest = text;
  for (const { recomputedText, agrees } of figures) {
    const at = rest.indexOf(recomputedText);
    if (at === -1 || recomputedText === '') continue;
    pieces.push(rest.slice(0, at), agrees ? recomputedText : html`<mark>${recomputedText}</mark>`);
    rest = rest.slice(at + recomputedText.length);
  }
  return [...pieces, rest];
}

function sourceCell({ citation, doi, where }: Verdict['source']): Html {
  return html`${where}<span class="citation">${doi === null ? citation : html`<a href="${doiAddress(doi)}" rel="noreferrer">${citation}</a>`}</span>`;
}

/** The address of a DOI. Anything that is not a DOI stays inside the path. */
export function doiAddress(doi: string): string {
  return `https://doi.org/${encodeURI(doi)}`;
}

/** A DOI as a link. The name is shown, so that it can be read in print. */
export function doiLink(doi: string): Html {
  return html`<a class="doi" href="${doiAddress(doi)}" rel="noreferrer">doi:${doi}</a>`;
}
