import type { Table } from '../../core/display.js';
import { formatIssue } from '../../core/errors.js';
import type { FailedAnalysis, Outcome, Result, ResultContext } from '../../core/result.js';
import { capitalise, formatCount } from '../../displays/format-number.js';
import { estimateRows, summaryRows, testRows } from '../../displays/result-parts.js';
import { sayResult } from '../../displays/say-result.js';
import { estimatesTable } from '../../displays/tables/estimates-table/estimates-table.js';
import { summaryTable } from '../../displays/tables/summary-table/summary-table.js';
import { testTable } from '../../displays/tables/test-table/test-table.js';
import { type Html, html } from './html.js';
import { renderTable } from './render-table.js';

/** Every analysis: what was asked, of whom, by which method with which conventions, and all its numbers. */
export function analysisSection(outcomes: readonly Outcome[]): Html {
  return html`<section id="analyses" aria-labelledby="analyses-heading"><h2 id="analyses-heading">Analyses</h2>
${outcomes.map((outcome) => (outcome.status === 'computed' ? computed(outcome) : failed(outcome)))}</section>`;
}

function computed(result: Result): Html {
  const headline = sayResult(result);
  return html`<article class="analysis" id="analysis-${result.analysis}">
<h3>${result.context.title}</h3>
${headline !== null && html`<p class="headline">${headline}</p>`}
${result.notices.map(
  ({ severity, message }) =>
    html`<p class="notice notice-${severity}"><strong>${capitalise(severity)}.</strong> ${message}</p>`,
)}<details data-print><summary>How it was computed, of whom, and all its numbers</summary>
${estimandList(result.context)}${factList(result)}${numberTables(result).map((table) => renderTable(table))}</details></article>
`;
}

function factList(result: Result): Html {
  const { exclusions } = result.populationAnalysed;
  return html`<dl class="facts">
${fact('Analysis', html`<code>${result.analysis}</code>`)}${contextFacts(result.context)}${fact(
  'Method',
  html`<code>${result.method}</code> on endpoint <code>${result.endpoint}</code>`,
)}${fact('Conventions', optionList(result.options))}${fact('Analysed', groupList(result))}${
  exclusions.length > 0 &&
  fact(
    'Left out',
    html`<ul>${exclusions.map(({ reason, n }) => html`<li>${formatCount(n)}: ${reason}</li>`)}</ul>`,
  )
}</dl>`;
}

function numberTables(result: Result): readonly Table[] {
  const estimates = estimateRows(result);
  const summaries = summaryRows(result);
  const tests = testRows(result);
  const { title } = result.context;
  return [
    ...(estimates.length > 0 ? [estimatesTable(`${title}: effects`, estimates)] : []),
    ...(summaries.length > 0 ? [summaryTable(`${title}: by group`, summaries)] : []),
    ...(tests.length > 0 ? [testTable(`${title}: tests`, tests)] : []),
  ];
}

function failed({ analysis, context, issues }: FailedAnalysis): Html {
  return html`<article class="analysis analysis-failed" id="analysis-${analysis}">
<h3>${context.title}</h3>
<p><strong>This analysis could not be computed.</strong> The others do not depend on it.</p>
${estimandList(context)}<dl class="facts">${fact('Analysis', html`<code>${analysis}</code>`)}${contextFacts(context)}</dl>
<ul class="issues">${issues.map((issue) => html`<li>${formatIssue(issue)}</li>`)}</ul>
</article>
`;
}

/** The five attributes of the estimand, ICH E9(R1); nothing where the specification names none. */
function estimandList({ population, variable, of, versus, ...context }: ResultContext): Html {
  const { intercurrentEvents = [], summary } = context;
  if (summary === undefined) return html``;
  const events =
    intercurrentEvents.length === 0
      ? html`none named`
      : html`<ul>${intercurrentEvents.map(({ event, strategy }) => html`<li>${event}: ${strategy}</li>`)}</ul>`;
  return html`<h4>Estimand</h4>
<dl class="facts estimand">
${fact('Population', html`${population ?? 'not named'}`)}${fact('Treatments', sayTreatments(of, versus))}${fact(
  'Variable',
  html`${variable ?? 'not named'}`,
)}${fact('Intercurrent events', events)}${fact('Summary', html`${summary}`)}</dl>
<h4>Computation</h4>
`;
}

function sayTreatments(of: string | null, versus: string | null): Html {
  if (of === null) return html`not named`;
  return versus === null ? html`${of}` : html`${of} versus ${versus}`;
}

/** What an analysis without an estimand says of its question; with one, the estimand says it. */
function contextFacts({
  population,
  variable,
  of,
  versus,
  benefit,
  summary,
}: ResultContext): readonly Html[] {
  const estimand = summary !== undefined;
  return [
    ...(population === null || estimand ? [] : [fact('Population', html`${population}`)]),
    ...(variable === null || estimand ? [] : [fact('Variable', html`${variable}`)]),
    ...(of === null || estimand ? [] : [fact('Comparison', sayTreatments(of, versus))]),
    ...(benefit === null ? [] : [fact('Better for the patient', html`the ${benefit} value`)]),
  ];
}

const fact = (name: string, content: Html): Html => html`<dt>${name}</dt><dd>${content}</dd>\n`;

/** Options after defaults: every convention that the numbers rest on. */
function optionList(options: Readonly<Record<string, unknown>>): Html {
  const entries = Object.entries(options);
  if (entries.length === 0) return html`none to choose`;
  return html`<ul class="options">${entries.map(
    ([name, value]) =>
      html`<li><code>${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}</code></li>`,
  )}</ul>`;
}

function groupList({ populationAnalysed: { label, groups } }: Result): Html {
  const sayGroup = ({ name, n, events }: (typeof groups)[number]): string =>
    `${name} ${formatCount(n)}${events === null ? '' : `, of whom ${formatCount(events)} with the event`}`;
  return html`${label}${groups.length > 0 && `: ${groups.map(sayGroup).join('; ')}`}`;
}
