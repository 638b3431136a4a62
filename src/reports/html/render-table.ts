import type { Table, TableColumn } from '../../core/display.js';
import { type Html, html } from './html.js';

/**
 * A table with a caption and scoped headers, in a box that scrolls by itself where the screen is narrow. Where a heading
 * above says what the caption says, the caption is for assistive technology only. Rows that begin alike share their
 * first cell.
 */
export function renderTable(table: Table, { captionShown } = { captionShown: true }): Html {
  const [first, ...rest] = table.columns;
  if (first === undefined) return html``;
  const heads = table.rows.map((row) => row[first.id] ?? '');
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${table.title}">
<table>
<caption${captionShown ? html`` : html` class="visually-hidden"`}>${table.title}</caption>
<thead><tr>${table.columns.map(({ label, align }) => html`<th scope="col" class="${align}">${label}</th>`)}</tr></thead>
<tbody>
${table.rows.map(
  (row, index) =>
    html`<tr>${rowHead(heads, index, first)}${rest.map(
      ({ id, align }) => html`<td class="${align}">${row[id] ?? ''}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>
</div>${table.footnotes.map((note) => html`<p class="note">${note}</p>`)}`;
}

/** The first cell of a row; nothing where the row above has it already. */
function rowHead(heads: readonly string[], index: number, { align }: TableColumn): Html {
  const text = heads[index]!;
  if (text !== '' && heads[index - 1] === text) return html``;
  let rows = 1;
  while (text !== '' && heads[index + rows] === text) rows += 1;
  const last = rows > 1 && index + rows === heads.length;
  // Leading spaces that do not break are an indent, which the lines of a long name all share.
  const name = text.replace(/^\u00a0+/, '');
  const depth = Math.min(3, Math.round((text.length - name.length) / 3));
  return html`<th scope="row" class="${align}${last ? ' last' : ''}${depth > 0 ? ` indent-${depth}` : ''}"${rows > 1 && html` rowspan="${rows}"`}>${name}</th>`;
}
