import { escapeHtml } from '../escape-html.js';

export interface SvgText {
  /** Unique within the page: prefixes every id. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/**
 * Turns Vega's SVG into one for a page: it scales with its container, it is one image with a title and a description
 * for assistive technology, and its ids cannot meet those of another figure.
 */
export function tidySvg(raw: string, text: SvgText): string {
  const root = /^<svg[^>]*>/.exec(raw)?.[0] ?? '';
  const viewBox = /viewBox="([^"]*)"/.exec(root)?.[1] ?? '0 0 0 0';
  const inner = raw
    .slice(root.length)
    .replace(/ (?:role|aria-[a-z]+)="[^"]*"/g, '')
    .replace(/ id="([^"]*)"/g, ` id="${text.id}-$1"`)
    .replace(/url\(#([^)]*)\)/g, `url(#${text.id}-$1)`)
    .replace(/<path class="(?:background|foreground)"[^>]*display="none"[^>]*><\/path>/g, '');
  const [titleId, descriptionId] = [`${text.id}-title`, `${text.id}-description`];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="marks" viewBox="${viewBox}" width="100%" role="img" ` +
    `aria-labelledby="${titleId} ${descriptionId}"><title id="${titleId}">${escapeHtml(text.title)}</title>` +
    `<desc id="${descriptionId}">${escapeHtml(text.description)}</desc>${inner}`
  );
}
