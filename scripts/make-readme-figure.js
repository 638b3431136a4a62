// Draws docs/recovery-forest.svg, the picture of the README, from the study itself: npm run build && node scripts/make-readme-figure.js
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { studyOfSpec } from '../dist/cli/find-studies.js';
import { loadDictionaries } from '../dist/cli/load-dictionaries.js';
import { loadStudy } from '../dist/cli/load-study.js';
import { displays } from '../dist/displays/registry.js';
import { renderSvg } from '../dist/reports/svg/render-svg.js';
import { runStudy } from '../dist/run/run-study.js';

const spec = fileURLToPath(new URL('../analyses/covid-19/recovery/analysis.yaml', import.meta.url));
const { plan, inputs, dictionaries, specSha256 } = loadStudy(studyOfSpec(spec), loadDictionaries());
const report = runStudy(plan, inputs, { toolkitVersion: '0', specSha256, dictionaries });
const [{ display, analyses, options, title }] = report.displays;
const results = analyses.map((id) => report.outcomes.find(({ analysis }) => analysis === id));
const figure = displays.find(({ id }) => id === display).build(results, { ...options, title });
const svg = await renderSvg(figure.wide, {
  id: 'recovery',
  title: figure.title,
  description: figure.summary,
});
// A white sheet, so that the picture reads on a dark page too.
const opening = svg.indexOf('>') + 1;
const picture = `${svg.slice(0, opening)}<rect width="100%" height="100%" fill="#fff"/>${svg.slice(opening)}\n`;
writeFileSync(new URL('../docs/recovery-forest.svg', import.meta.url), picture);
