import { escapeHtml } from '../escape-html.js';

/**
 * Markup that is safe to send: everything in it that came from outside was escaped. Only `html` and `trusted` make it.
 */
export class Html {
  constructor(readonly text: string) {}
}

export type HtmlPiece = Html | string | number | null | false | readonly HtmlPiece[];

/**
 * Builds markup from a template. Strings and numbers put into it are escaped, markup is kept, lists are joined, null
 * and false leave nothing: so text that looks like markup can only ever be text.
 */
export function html(pieces: TemplateStringsArray, ...values: readonly HtmlPiece[]): Html {
  return new Html(
    pieces.map((piece, index) => piece + (index < values.length ? render(values[index]!) : '')).join(''),
  );
}

/** Declares text as markup: for the page's own style sheet, scripts and figures, never for anything from outside. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function render(value: HtmlPiece): string {
  if (value === null || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(render).join('');
}
