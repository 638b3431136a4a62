import type { Table } from '../../core/display.js';
import { type Html, html } from './html.js';

/**
 * A table with a caption and scoped headers, in a box that scrolls by itself where the screen is narrow. Where a heading
 * above says what the caption says, the caption is for assistive technology only.
 */
export function renderTable(table: Table, { captionShown } = { captionShown: true }): Html {
  const [first, ...rest] = table.columns;
  if (first === undefined) return html``;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${table.title}">
<table>
<caption${captionShown ? html`` : html` class="visually-hidden"`}>${table.title}</caption>
<thead><tr>${table.columns.map(({ label, align }) => html`<th scope="col" class="${align}">${label}</th>`)}</tr></thead>
<tbody>
${table.rows.map(
  (row) =>
    html`<tr><th scope="row" class="${first.align}">${row[first.id] ?? ''}</th>${rest.map(
      ({ id, align }) => html`<td class="${align}">${row[id] ?? ''}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>
</div>${table.footnotes.map((note) => html`<p class="note">${note}</p>`)}`;
}
