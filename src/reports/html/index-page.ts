import type { StudyReport } from '../../core/study-report.js';
import { type Verdict, type VerdictName, verdictNames } from '../../core/verdict.js';
import { sayStatistic, sayVerdict } from '../../displays/tables/verdict-table.js';
import { type Html, html, trusted } from './html.js';
import { pageScript } from './page-script.js';
import { pageShell } from './page-shell.js';
import { areaName } from './study-page.js';
import { countVerdicts, verdictChip, verdictClass } from './verdict-marks.js';
import { recomputedCell } from './verdict-section.js';

/** The way in: what this is, how the claims came out, every study, and every claim that differs. */
export async function renderIndexPage(all: readonly StudyReport[]): Promise<string> {
  const reports = all.filter(({ invented }) => invented !== true);
  const demonstrations = all.filter(({ invented }) => invented === true);
  const verdicts = reports.flatMap((report) => report.verdicts);
  const versions = [...new Set(all.map(({ toolkitVersion }) => toolkitVersion))].join(', ');
  const differing = verdicts.filter(
    ({ verdict }) => verdict === 'differs' || verdict === 'inconsistent',
  ).length;
  return pageShell({
    title: 'IL-6 receptor antagonist trials, recomputed',
    description: `${verdicts.length} published figures of ${reports.length} studies, recomputed.`,
    printHeader: `IL-6 receptor antagonist trials, recomputed. il6r ${versions}`,
    header: html`<p class="version">il6r ${versions}</p>
<h1>IL-6 receptor antagonist trials, recomputed</h1>
<p class="subtitle">Published results of tocilizumab, sarilumab and satralizumab, run again from the numbers that were published, each figure beside what comes out.</p>`,
    contents: [
      { id: 'totals', label: 'Totals' },
      { id: 'studies', label: 'Studies' },
      ...(differing > 0 ? [{ id: 'differs', label: 'What differs' }] : []),
      { id: 'verdict-meanings', label: 'What verdicts mean' },
    ],
    main: html`${totals(reports, demonstrations)}
${studyTables(reports, demonstrations)}
${differences(reports)}
${meanings()}`,
    footer: html`<p>Computed by il6r ${versions}. These pages need no network.</p>`,
    script: pageScript,
    lateScripts: [],
  });
}

function totals(reports: readonly StudyReport[], demonstrations: readonly StudyReport[]): Html {
  const verdicts = reports.flatMap((report) => report.verdicts);
  const counts = countVerdicts(verdicts);
  return html`<section id="totals" aria-labelledby="totals-heading"><h2 id="totals-heading">Totals</h2>
<p><strong>${verdicts.length}</strong> published claims of <strong>${reports.length}</strong> ${reports.length === 1 ? 'study' : 'studies'}.</p>
${bar(counts, verdicts.length)}
<p class="tally">${counts.map(({ name, count }) => verdictChip(name, `${count} ${name}`))}</p>
${sayDifferences(verdicts)}${sayDemonstrations(demonstrations)}
</section>`;
}

function sayDifferences(verdicts: readonly Verdict[]): Html {
  const differing = verdicts.filter(({ verdict }) => verdict === 'differs');
  if (differing.length === 0) return html``;
  const unexplained = differing.filter(({ explained }) => !explained).length;
  return html`<p class="after-tally">Of the ${differing.length} that differ, ${
    differing.length - unexplained
  } have their reason in the specification, such as a published estimator that is adjusted, and ${unexplained} ${
    unexplained === 1 ? 'has' : 'have'
  } none.</p>`;
}

function sayDemonstrations(demonstrations: readonly StudyReport[]): Html {
  if (demonstrations.length === 0) return html``;
  const claims = demonstrations.flatMap(({ verdicts }) => verdicts);
  const counts = countVerdicts(claims).map(({ name, count }) => `${count} ${name}`);
  return html`<p class="after-tally">Counted apart: ${claims.length} claims on invented data, for demonstration (${counts.join(', ')}).</p>`;
}

/** A bar of all claims by verdict; the chips under it say the same in words. */
function bar(counts: readonly { readonly name: VerdictName; readonly count: number }[], total: number): Html {
  let x = 0;
  const rects = counts.map(({ name, count }) => {
    const width = (1000 * count) / total;
    const rect = `<rect class="${verdictClass(name)}" x="${x.toFixed(2)}" width="${Math.max(0, width - 2).toFixed(2)}" height="16"/>`;
    x += width;
    return rect;
  });
  return trusted(
    `<svg class="bar" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg>`,
  );
}

function studyTables(reports: readonly StudyReport[], demonstrations: readonly StudyReport[]): Html {
  const areas = [...new Set(reports.map(({ area }) => area))];
  const groups = [
    ...areas.map((area) => ({
      label: areaName(area),
      members: reports.filter((report) => report.area === area),
    })),
    ...(demonstrations.length === 0
      ? []
      : [{ label: 'Demonstrations on invented data', members: demonstrations }]),
  ];
  const used = verdictNames.filter((name) =>
    [...reports, ...demonstrations].some((report) => report.verdicts.some((v) => v.verdict === name)),
  );
  return html`<section id="studies" aria-labelledby="studies-heading"><h2 id="studies-heading">Studies</h2>
<div class="scroll" role="region" tabindex="0" aria-label="Studies"><table class="studies">
<caption>Claims of each study by verdict</caption>
<thead><tr><th scope="col">Study</th><th scope="col">Drug</th><th scope="col" class="right">Claims</th>${used.map(
    (name) => html`<th scope="col" class="right">${name}</th>`,
  )}</tr></thead>
${groups.map(
  ({ label, members }) => html`<tbody>
<tr><th scope="rowgroup" class="area" colspan="${3 + used.length}">${label}</th></tr>
${members.map((report) => studyRow(report, used))}</tbody>
`,
)}</table></div></section>`;
}

function studyRow(report: StudyReport, used: readonly VerdictName[]): Html {
  const failed = report.outcomes.filter(({ status }) => status === 'failed').length;
  return html`<tr><th scope="row"><a href="${encodeURI(report.id)}.html">${report.study}</a><span class="citation">${report.title}${
    failed > 0 && `; ${failed} of ${report.outcomes.length} analyses failed`
  }</span></th><td>${report.drug}</td><td class="right">${report.verdicts.length}</td>${used.map((name) => {
    const these = report.verdicts.filter(({ verdict }) => verdict === name);
    const unexplained = these.filter(({ verdict, explained }) => verdict === 'differs' && !explained).length;
    if (these.length === 0) return html`<td class="right"><span class="none">0</span></td>`;
    return html`<td class="right">${these.length}${
      unexplained > 0 && html`<span class="citation">${unexplained} unexplained</span>`
    }</td>`;
  })}</tr>
`;
}

function differences(reports: readonly StudyReport[]): Html {
  const rows = reports.flatMap((report) =>
    report.verdicts
      .filter(({ verdict }) => verdict === 'differs' || verdict === 'inconsistent')
      .map((verdict) => ({ report, verdict })),
  );
  if (rows.length === 0) return html``;
  const sorted = [
    ...rows.filter(({ verdict }) => !verdict.explained),
    ...rows.filter(({ verdict }) => verdict.explained),
  ];
  return html`<section id="differs" aria-labelledby="differs-heading"><h2 id="differs-heading">What differs</h2>
<p>Every claim whose recomputed figure is not the printed one. Those that nothing explains come first.</p>
<table class="verdicts differences" role="table">
<caption>Claims that differ</caption>
<thead role="rowgroup"><tr role="row">${['Study', 'Published', 'Recomputed', 'Verdict', 'Why'].map(
    (label) => html`<th scope="col" role="columnheader">${label}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${sorted.map(({ report, verdict }) => {
  const cell = (label: string, content: Html): Html =>
    html`<td role="cell" data-label="${label}"><div>${content}</div></td>`;
  const title = report.outcomes.find(({ analysis }) => analysis === verdict.analysis)?.context.title;
  return html`<tr role="row"><th scope="row" role="rowheader"><a href="${encodeURI(report.id)}.html#analysis-${
    verdict.analysis
  }">${report.study}</a><span class="statistic">${title ?? verdict.analysis}: ${sayStatistic(verdict)}</span></th>${[
    cell('Published', html`<span class="figures">${verdict.published}</span>`),
    cell('Recomputed', recomputedCell(verdict)),
    cell('Verdict', verdictChip(verdict.verdict, sayVerdict(verdict))),
    cell('Why', html`${verdict.reason}`),
  ]}</tr>
`;
})}</tbody></table></section>`;
}

const verdictMeanings: Record<VerdictName, string> = {
  reproduced: 'Every recomputed figure rounds to the printed one.',
  'within rounding': 'The inputs were printed rounded, and their rounding allows the printed figures.',
  'depends on method':
    'Some documented choices give the printed figures and others do not; the publication names none.',
  differs:
    'The recomputed figure is another one. The reason says why it must be, or that nothing explains it.',
  inconsistent: 'The printed figures contradict each other.',
  'not computable': 'What is missing is named; the nearest figure that can be computed stands beside it.',
};

function meanings(): Html {
  return html`<section id="verdict-meanings" aria-labelledby="meanings-heading"><h2 id="meanings-heading">What verdicts mean</h2>
<p>Verdicts are decided by rule from the digits as printed, never by hand.</p>
<dl class="meanings">${verdictNames.map(
    (name) => html`<dt>${verdictChip(name, name)}</dt><dd>${verdictMeanings[name]}</dd>\n`,
  )}</dl></section>`;
}
