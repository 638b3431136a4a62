import { escapeHtml } from '../escape-html.js';
import { contentSecurityPolicy } from './content-security-policy.js';
import { type Html, html, trusted } from './html.js';
import { inlineScript } from './interpreter-script.js';
import { pageStyle } from './page-style.js';
import { verdictIcons } from './verdict-marks.js';

export interface Page {
  readonly title: string;
  readonly description: string;
  /** Stands at the head of each printed page. */
  readonly printHeader: string;
  readonly header: Html;
  readonly contents: readonly { readonly id: string; readonly label: string }[];
  readonly main: Html;
  readonly footer: Html;
  readonly script: string;
  /** Code that the script starts when a figure is first touched; carried as text until then. */
  readonly lateScripts: readonly { readonly id: string; readonly code: string }[];
}

/** A page that stands alone: one file, no network, no eval, readable without scripts and on paper. */
export async function pageShell(page: Page): Promise<string> {
  const style = pageStyle(page.printHeader);
  const script = inlineScript(page.script);
  const late = page.lateScripts.map(({ id, code }) => ({ id, code: inlineScript(code) }));
  const policy = await contentSecurityPolicy([style], [script, ...late.map(({ code }) => code)]);
  const body = html`<a class="skip" href="#main">Skip to the results</a>
${verdictIcons()}
<header class="page-header">${page.header}</header>
<div class="frame">
${
  page.contents.length > 1 &&
  html`<nav class="contents" aria-label="On this page"><ul>${page.contents.map(
    ({ id, label }) => html`<li><a href="#${id}">${label}</a></li>`,
  )}</ul></nav>`
}
<main id="main" tabindex="-1">
${page.main}
</main>
</div>
<footer class="page-footer">${page.footer}</footer>
${late.map(({ id, code }) => html`<script type="text/plain" id="${id}">${trusted(code)}</script>\n`)}<script>${trusted(script)}</script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="description" content="${escapeHtml(page.description)}">
<title>${escapeHtml(page.title)}</title>
<style>${style}</style>
</head>
<body>
${body.text}
</body>
</html>
`;
}
