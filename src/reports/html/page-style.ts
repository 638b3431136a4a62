import { colours, darkEquivalents } from '../../displays/style/palette.js';

/** Colours of verdict chips: word and icon on a tint, each pair with a contrast of at least 4.5 : 1. */
const chipColours: readonly (readonly [
  name: string,
  light: readonly [string, string],
  dark: readonly [string, string],
])[] = [
  ['reproduced', ['#0b6640', '#e2f3ea'], ['#7fdcb0', '#12362a']],
  ['within-rounding', ['#0b5c9a', '#e3eff9'], ['#8cc8f5', '#122f47']],
  ['depends-on-method', ['#5f3f96', '#eee8f8'], ['#c9b3f2', '#2d2246']],
  ['differs', ['#9a3403', '#fbe8de'], ['#ffae80', '#43210f']],
  ['inconsistent', ['#8f1d4f', '#f9e3ec'], ['#f7a1c4', '#451427']],
  ['not-computable', ['#4b4c52', '#ececef'], ['#c4c5cc', '#2b2c31']],
];

/** The one style sheet of every page. `printHeader` stands at the head of each printed page. */
export function pageStyle(printHeader: string): string {
  return `${base}${screens}${darkRules()}${print(printHeader)}`.replace(/\n+/g, '\n');
}

const base = `
:root {
  --ink: ${colours.ink}; --muted: ${colours.muted}; --paper: #ffffff; --panel: #f6f6f3; --line: #dcdce1;
  --link: #0a5590; --focus: #c14a00; --edge: rgb(0 0 0 / 0.16);
${chipColours.map(([name, [text, tint]]) => `  --${name}: ${text}; --${name}-tint: ${tint};`).join('\n')}
  color-scheme: light dark;
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 Helvetica, Arial, "Liberation Sans", sans-serif; overflow-wrap: break-word; }
h1, h2, h3 { font-family: Charter, "Bitstream Charter", Georgia, "Times New Roman", serif; line-height: 1.2; font-weight: 700; text-wrap: balance; }
h1 { font-size: 2.25rem; margin: 0.1em 0; letter-spacing: -0.01em; }
h2 { font-size: 1.5rem; margin: 3.25rem 0 1rem; padding-top: 0.75rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.15rem; margin: 0 0 0.5rem; }
h4 { font-size: 0.9rem; margin: 0.75rem 0 0.25rem; }
p { margin: 0 0 0.75rem; max-width: 44rem; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.8125rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
[hidden] { display: none !important; }
.skip { position: absolute; left: -999rem; top: 0; padding: 0.6rem 1rem; background: var(--ink); color: var(--paper); z-index: 2; }
.skip:focus { left: 0; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; }
.page-header, .frame, .page-footer { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
.page-header { padding-top: 1.25rem; }
.page-header nav { font-size: 0.875rem; margin-bottom: 1.5rem; }
.kicker { font-size: 0.8125rem; font-weight: 700; letter-spacing: 0.06em; text-transform: uppercase; color: var(--muted); margin: 0; }
.subtitle { font-size: 1.2rem; max-width: 46rem; margin: 0.2rem 0 0.75rem; }
.citation { color: var(--muted); font-size: 0.875rem; }
.doi { overflow-wrap: anywhere; }
.tally { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 0.75rem 0 0; max-width: none; }
.page-footer { margin-top: 4rem; padding-top: 1rem; padding-bottom: 2.5rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.875rem; }
.contents { font-size: 0.9rem; margin: 1.5rem 0 0; }
.contents ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; margin: 0; padding: 0; }
.chip { display: inline-flex; align-items: center; gap: 0.35em; padding: 0.1em 0.6em 0.1em 0.45em; border-radius: 1em; font-size: 0.8125rem; font-weight: 700; line-height: 1.5; }
.icon { width: 1em; height: 1em; flex: none; }
.icons { position: absolute; }
${chipColours
  .map(
    ([name]) =>
      `.chip.verdict-${name} { color: var(--${name}); background: var(--${name}-tint); } .bar .verdict-${name} { fill: var(--${name}); }`,
  )
  .join('\n')}
.bar { display: block; width: 100%; height: 16px; border-radius: 3px; margin: 0.5rem 0; }
.filters { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 0 0 1rem; }
button { font: inherit; font-size: 0.875rem; min-height: 2.25rem; padding: 0.25rem 0.75rem; border: 1px solid var(--muted); border-radius: 1.2rem; background: var(--paper); color: var(--ink); cursor: pointer; display: inline-flex; align-items: center; gap: 0.4em; }
button:hover { border-color: var(--ink); background: var(--panel); }
button[aria-pressed="true"] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
table { border-collapse: collapse; font-size: 0.9rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 700; padding: 0 0 0.5rem; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; vertical-align: top; text-align: left; font-weight: normal; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 700; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
tbody tr:last-child > *, tbody th.last { border-bottom-color: var(--ink); }
.right { text-align: right; }
td.right { white-space: nowrap; }
.indent-1 { padding-left: 0.9rem; } .indent-2 { padding-left: 1.8rem; } .indent-3 { padding-left: 2.7rem; }
.none { color: var(--muted); }
.scroll { overflow-x: auto; max-width: 100%; margin: 0 0 0.75rem; background: linear-gradient(to right, var(--paper) 40%, transparent) 0 0 / 2.5rem 100% local, linear-gradient(to left, var(--paper) 40%, transparent) 100% 0 / 2.5rem 100% local, linear-gradient(to right, var(--edge), transparent) 0 0 / 0.75rem 100%, linear-gradient(to left, var(--edge), transparent) 100% 0 / 0.75rem 100%; background-repeat: no-repeat; }
.scroll td { min-width: 3.5rem; }
.scroll th[scope="row"] { min-width: 8rem; }
.verdicts { width: 100%; table-layout: fixed; }
.verdicts caption { font-size: 0.9rem; }
.verdicts thead th:nth-child(1) { width: 19%; }
.verdicts thead th:nth-child(2), .verdicts thead th:nth-child(3) { width: 13.5%; }
.verdicts thead th:nth-child(4) { width: 9.75rem; }
.verdicts thead th:nth-child(6) { width: 17%; }
.differences thead th:nth-child(1) { width: 26%; }
.differences thead th:nth-child(4) { width: 12rem; }
.after-tally { margin-top: 0.75rem; }
.differences thead th:nth-child(2), .differences thead th:nth-child(3) { width: 16%; }
.verdicts tbody th a { font-weight: 700; display: block; }
.verdicts .statistic { display: block; }
.verdicts .claim { color: var(--muted); font-size: 0.75rem; overflow-wrap: anywhere; }
.verdicts .citation, .studies .citation { display: block; font-size: 0.8125rem; }
.figures { white-space: pre-wrap; }
.range { display: block; color: var(--muted); font-size: 0.8125rem; }
mark { background: none; color: var(--differs); font-weight: 700; text-decoration: underline; text-underline-offset: 0.2em; }
.headline { font-variant-numeric: tabular-nums; margin-bottom: 0.25rem; }
.studies { width: 100%; margin-bottom: 1.5rem; }
.studies th[scope="row"] { min-width: 14rem; }
.studies th[scope="row"] a { font-weight: 700; }
.studies .area { font-weight: 700; padding-top: 1.25rem; border-bottom: 1px solid var(--ink); }
.version { color: var(--muted); font-size: 0.875rem; margin: 0; }
.figure { margin: 0 0 2.75rem; container-type: inline-size; }
figure { margin: 0; }
.figure + .figure { padding-top: 1.5rem; border-top: 1px solid var(--line); }
.figure .number { color: var(--muted); font-weight: normal; margin-right: 0.35em; }
.plot { position: relative; border-radius: 2px; }
.plot svg { display: block; width: 100%; height: auto; }
.plot-wide { max-width: 50rem; display: none; }
.plot-narrow { max-width: 26rem; }
@container (min-width: 640px) { .plot-wide { display: block; } .plot-narrow { display: none; } }
.plot [data-current] { stroke: var(--ink); stroke-width: 2px; }
.plot [data-current][opacity="0"] { opacity: 0.14; stroke: none; }
figcaption { margin-top: 0.9rem; }
.summary { max-width: 50rem; font-size: 0.9375rem; }
.note { color: var(--muted); font-size: 0.875rem; max-width: 50rem; margin-bottom: 0.5rem; }
.tip { position: fixed; z-index: 3; max-width: min(22rem, calc(100vw - 1rem)); padding: 0.5rem 0.7rem; background: var(--ink); color: var(--paper); border-radius: 4px; font-size: 0.8125rem; line-height: 1.4; pointer-events: none; }
.tip strong { display: block; }
.tip dl { display: grid; grid-template-columns: auto auto; gap: 0 0.75rem; margin: 0; }
.tip dt { opacity: 0.85; } .tip dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--link); width: fit-content; padding: 0.25rem 0; }
details[open] > summary { margin-bottom: 0.5rem; }
pre { background: var(--panel); padding: 0.9rem 1rem; margin: 0; border-radius: 3px; line-height: 1.45; width: fit-content; min-width: 100%; }
.analysis { padding: 0.9rem 0; border-top: 1px solid var(--line); }
h2 + .analysis { border-top: 0; padding-top: 0; }
.analysis-failed, .figure-failed { border-left: 4px solid var(--differs); padding-left: 1rem; }
.facts, .meanings { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: 0.3rem 1rem; margin: 0 0 0.75rem; font-size: 0.9rem; max-width: 58rem; }
.facts dt { color: var(--muted); }
.facts dd, .meanings dd { margin: 0; }
.facts ul { margin: 0; padding-left: 1.1rem; }
.facts .options { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 0.9rem; padding: 0; }
.notice { border-left: 4px solid var(--within-rounding); padding: 0.3rem 0 0.3rem 0.8rem; font-size: 0.9rem; }
.notice-warning { border-left-color: var(--differs); }
.meanings dt .chip { white-space: nowrap; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;

const screens = `
@media (min-width: 72rem) {
  .frame:has(> .contents) { display: grid; grid-template-columns: 10.5rem minmax(0, 1fr); gap: 0 2.5rem; }
  .contents { position: sticky; top: 1.5rem; align-self: start; margin-top: 3.4rem; }
  .contents ul { display: block; }
  .contents li { padding: 0.25rem 0; }
}
@media (max-width: 46rem) {
  h1 { font-size: 1.8rem; }
  .verdicts, .verdicts tbody, .verdicts tr, .verdicts tbody th, .verdicts td, .verdicts caption { display: block; width: auto !important; }
  .verdicts thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .verdicts tr { padding: 0.75rem 0; border-top: 1px solid var(--line); }
  .verdicts tbody th, .verdicts td { border: 0; padding: 0.15rem 0; }
  .verdicts td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); }
  .verdicts td::before { content: attr(data-label); color: var(--muted); }
  .scroll table { font-size: 0.8125rem; }
  .scroll th, .scroll td { padding-right: 0.6rem; }
  .scroll td { min-width: 0; }
  .scroll th[scope="row"] { min-width: 5.75rem; }
  .facts, .meanings { grid-template-columns: 1fr; gap: 0; }
  .facts dd, .meanings dd { margin-bottom: 0.5rem; }
}
`;

/** On a dark page the ink, line and arm colours of figures turn into their equivalents; fills of categories stay. */
function darkRules(): string {
  const chips = chipColours
    .map(([name, , [text, tint]]) => `--${name}: ${text}; --${name}-tint: ${tint};`)
    .join(' ');
  const remaps = darkEquivalents.flatMap(([light, dark]) => [
    `.plot [fill="${light}"] { fill: ${dark}; }`,
    `.plot [stroke="${light}"] { stroke: ${dark}; }`,
  ]);
  return `
@media screen and (prefers-color-scheme: dark) {
:root { --ink: #ececf0; --muted: #b4b5bd; --paper: #16171a; --panel: #202126; --line: #36373d; --link: #8cc8f5; --focus: #ff9a5c; --edge: rgb(255 255 255 / 0.2); ${chips} }
${remaps.join('\n')}
}
`;
}

/** Paper: white, everything open that is marked to be, rows and figures unbroken, study and version on each page. */
function print(header: string): string {
  return `
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; line-height: 1.35; }
  h1 { font-size: 20pt; } h2 { font-size: 14pt; margin-top: 18pt; } h3 { font-size: 11.5pt; }
  .skip, .contents, .filters, .buttons, .page-header nav, .tip { display: none !important; }
  .page-header, .frame, .page-footer { max-width: none; padding-left: 0; padding-right: 0; }
  .frame { display: block !important; }
  h2, h3, h4, caption, summary { break-after: avoid; }
  tr, .plot, .notice, figcaption { break-inside: avoid; }
  thead { display: table-header-group; }
  tr[hidden] { display: table-row !important; }
  .plot-wide { display: block !important; max-width: none; } .plot-narrow { display: none !important; }
  table { font-size: 8.5pt; } .note, .citation { font-size: 8.5pt; }
  .verdicts .citation, .studies .citation, .verdicts .claim, .range { font-size: 7.5pt; }
  tr:has(> .area) { break-after: avoid; }
  .scroll { overflow: visible; background: none; }
  .scroll td, .scroll th[scope="row"] { min-width: 0; }
  th, td { padding: 1.5pt 6pt 1.5pt 0; }
  tbody tr:first-child { break-before: avoid; }
  pre, code { font-size: 7.5pt; white-space: pre-wrap; overflow-wrap: anywhere; }
  pre { padding: 0; background: none; width: auto; }
  a { color: inherit; }
  .chip { border: 1px solid currentColor; padding: 0 0.5em 0 0.35em; font-size: 8pt; }
  .bar rect, .chip { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details:not([data-print]) { display: none; }
  details[data-print]::details-content { content-visibility: visible; height: auto; }
}
@page { margin: 18mm 16mm 18mm; @top-left { content: ${cssString(header)}; font: 8pt Helvetica, Arial, sans-serif; color: #55565c; } @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt Helvetica, Arial, sans-serif; color: #55565c; } }
`;
}

/** Text as a CSS string: whatever could end the string or the style element is written as a code point. */
export function cssString(text: string): string {
  const safe = text.replace(/[^\w .,:()-]/gu, (character) => `\\${character.codePointAt(0)!.toString(16)} `);
  return `"${safe}"`;
}
