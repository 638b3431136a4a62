import { type DisplayOutput, type Figure, isFigure, type Table } from '../../core/display.js';
import { TrialError } from '../../core/errors.js';
import type { Outcome, Result } from '../../core/result.js';
import type { PlannedDisplay, StudyReport } from '../../core/study-report.js';
import { displays } from '../../displays/registry.js';
import { escapeJson } from '../escape-html.js';
import { renderFigure, type VegaSpec } from '../svg/render-svg.js';
import { formatJson } from './format-json.js';
import { type Html, html, trusted } from './html.js';
import { renderTable } from './render-table.js';

export interface DisplaySection {
  readonly markup: Html;
  /** `Figures`, `Tables` or both; null where there is neither. */
  readonly label: string | null;
  /** How many figures can come to life; a page without any does not carry the runtime. */
  readonly figures: number;
}

/**
 * Every planned display. A figure is the picture in two widths, the same in words, as numbers and as a specification; a
 * table is printed open. Each kind has its own numbers.
 */
export async function displaySection(report: StudyReport): Promise<DisplaySection> {
  const blocks: Html[] = [];
  let figures = 0;
  let tables = 0;
  for (const planned of report.displays) {
    const built = buildDisplay(planned, report.outcomes);
    if (typeof built === 'string') {
      blocks.push(html`<div class="figure-failed"><h3>${planned.title}</h3><p>${built}</p></div>`);
    } else if (isFigure(built.output)) {
      figures += 1;
      blocks.push(await figureBlock(built.output, figures, built.missing));
    } else {
      tables += 1;
      blocks.push(tableBlock(built.output, tables, built.missing));
    }
  }
  if (blocks.length === 0) return { markup: html``, label: null, figures };
  const label = tables === 0 ? 'Figures' : figures === 0 ? 'Tables' : 'Figures and tables';
  return {
    markup: html`<section id="figures" aria-labelledby="figures-heading"><h2 id="figures-heading">${label}</h2>
${blocks}</section>`,
    label,
    figures,
  };
}

/** The display and which analyses are missing from it, or in words why there is none. */
function buildDisplay(
  planned: PlannedDisplay,
  outcomes: readonly Outcome[],
): { readonly output: DisplayOutput; readonly missing: readonly string[] } | string {
  const display = displays.find(({ id }) => id === planned.display);
  if (display === undefined) return `There is no display "${planned.display}".`;
  const wanted = planned.analyses.map((id) => outcomes.find(({ analysis }) => analysis === id));
  const results = wanted.filter((outcome): outcome is Result => outcome?.status === 'computed');
  const missing = planned.analyses.filter((id) => !results.some(({ analysis }) => analysis === id));
  if (results.length === 0) return `Not drawn: ${missing.join(', ')} could not be computed.`;
  const options = display.options.safeParse(planned.options);
  if (!options.success) return `Not drawn: ${options.error.issues.map(({ message }) => message).join('; ')}.`;
  try {
    const build = display.build as (results: readonly Result[], options: object) => DisplayOutput;
    return { output: build(results, { ...options.data, title: planned.title }), missing };
  } catch (error) {
    if (error instanceof TrialError) return `Not drawn. ${error.message}`;
    throw error;
  }
}

function tableBlock(table: Table, number: number, missing: readonly string[]): Html {
  const id = `table-${number}`;
  return html`<article id="${id}" class="figure" aria-labelledby="${id}-heading">
<h3 id="${id}-heading"><span class="number">Table ${number}</span> ${table.title}</h3>
${renderTable(table, { captionShown: false })}${missingNote(missing)}</article>
`;
}

function missingNote(missing: readonly string[]): Html {
  if (missing.length === 0) return html``;
  return html`<p class="note">Missing, because they could not be computed: ${missing.join(', ')}.</p>`;
}

/** A longer table of a figure's numbers, such as one row a subject, stays on the screen. */
const mostPrintedRows = 80;

async function figureBlock(figure: Figure, number: number, missing: readonly string[]): Promise<Html> {
  const id = `figure-${number}`;
  const heading = `Figure ${number}. ${figure.title}`;
  const variants: Html[] = [];
  for (const variant of ['wide', 'narrow'] as const) {
    const text = { id: `${id}-${variant}`, title: heading, description: figure.summary };
    const { svg, vega } = await renderFigure(figure[variant], text);
    variants.push(plot(`${id}-${variant}`, variant, svg, vega));
  }
  return html`<article id="${id}" class="figure" aria-labelledby="${id}-heading">
<h3 id="${id}-heading"><span class="number">Figure ${number}</span> ${figure.title}</h3>
<figure>
${variants}<figcaption>
<p class="summary">${figure.summary}</p>
${missingNote(missing)}
<p class="note">${figure.footnotes.join(' ')}</p>
</figcaption>
</figure>
<details${figure.table.rows.length <= mostPrintedRows && html` data-print`}><summary>Numbers of this figure</summary>${renderTable(figure.table)}</details>
<details><summary>Vega-Lite specification</summary>
<p class="buttons" hidden data-downloads><button type="button" data-download="${id}">Download specification (JSON)</button> <button type="button" data-download-svg="${id}">Download figure (SVG)</button></p>
<div class="scroll" role="region" tabindex="0" aria-label="Vega-Lite specification of figure ${number}"><pre id="${id}-spec"><code>${formatJson(
    figure.wide,
  )}</code></pre></div></details>
</article>
`;
}

function plot(id: string, variant: 'wide' | 'narrow', svg: string, vega: VegaSpec): Html {
  return html`<div class="plot plot-${variant}" data-plot="${id}">${trusted(svg)}</div>
<script type="application/json" id="${id}-vega">${trusted(escapeJson(vega))}</script>
`;
}
