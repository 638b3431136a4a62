import type { StudyReport } from '../../core/study-report.js';
import { analysisSection } from './analysis-section.js';
import { displaySection } from './display-section.js';
import { html } from './html.js';
import { interpreterScript } from './interpreter-script.js';
import { pageScript } from './page-script.js';
import { pageShell } from './page-shell.js';
import type { ReportAssets } from './report-assets.js';
import { notesSection, provenanceSection, specificationSection } from './source-sections.js';
import { countVerdicts, verdictChip } from './verdict-marks.js';
import { doiLink, verdictSection } from './verdict-section.js';

/** One study: verdicts first, then figures, then everything that the numbers rest on. */
export async function renderStudyPage(report: StudyReport, assets: ReportAssets): Promise<string> {
  const figures = await displaySection(report);
  const alive = figures.figures > 0;
  const first = report.sources[0];
  return pageShell({
    title: `${report.study}: ${report.title}`,
    description: `${report.title}. ${sayCounts(report)}`,
    printHeader: `${report.study}. il6r ${report.toolkitVersion}`,
    header: html`<nav aria-label="Breadcrumb"><a href="index.html">All studies</a></nav>
<p class="kicker">${areaName(report.area)} · ${report.drug}</p>
<h1>${report.study}</h1>
<p class="subtitle">${report.title}</p>
${
  report.invented === true &&
  html`<p class="notice notice-warning"><strong>Invented data.</strong> This is a demonstration: no patient stands behind its numbers, and its claims are counted apart.</p>`
}
${first !== undefined && html`<p class="citation">${first.citation}${first.doi === null ? null : html` ${doiLink(first.doi)}`}</p>`}
${
  report.verdicts.length > 0 &&
  html`<p class="tally">${countVerdicts(report.verdicts).map(({ name, count }) => verdictChip(name, `${count} ${name}`))}</p>`
}`,
    contents: [
      { id: 'verdicts', label: 'Verdicts' },
      ...(figures.label === null ? [] : [{ id: 'figures', label: figures.label }]),
      ...(report.notes.length > 0 ? [{ id: 'notes', label: 'What was recomputed' }] : []),
      { id: 'sources', label: 'Sources' },
      { id: 'analyses', label: 'Analyses' },
      { id: 'provenance', label: 'Provenance' },
      { id: 'specification', label: 'Specification' },
    ],
    main: html`${verdictSection(report.verdicts, report.outcomes)}
${figures.markup}
${notesSection(report)}
${analysisSection(report.outcomes)}
${provenanceSection(report)}
${specificationSection(report)}`,
    footer: html`<p>${report.study}, computed by il6r ${report.toolkitVersion}. Published figures stand as printed; recomputed ones are rounded to the same digits. This page needs no network.</p>`,
    script: pageScript,
    lateScripts: alive
      ? [
          { id: 'vega-runtime', code: assets.vegaScript },
          { id: 'vega-interpreter', code: interpreterScript(assets.interpreterScript) },
        ]
      : [],
  });
}

/** `covid-19` as `Covid-19`, `giant-cell-arteritis` as `Giant cell arteritis`. */
export function areaName(area: string): string {
  const words = /\d/.test(area) ? area : area.replaceAll('-', ' ');
  return words.length <= 5 && !words.includes(' ')
    ? words.toUpperCase()
    : words.replace(/^covid/, 'COVID').replace(/^./, (letter) => letter.toUpperCase());
}

function sayCounts({ verdicts }: StudyReport): string {
  return `${countVerdicts(verdicts)
    .map(({ name, count }) => `${count} ${name}`)
    .join(', ')}.`;
}
