import { type VerdictName, verdictNames } from '../../core/verdict.js';
import { type Html, html, trusted } from './html.js';

/** Icons as paths in a 16-pixel square; a verdict is told by its icon and its word, never by colour alone. */
const iconPaths: Record<VerdictName, string> = {
  reproduced: 'M3 8.5l3.2 3.3L13 4.6',
  'within rounding': 'M2.5 6.3c1.8-2 3.7-2 5.5-.4s3.7 1.6 5.5-.4M2.5 11c1.8-2 3.7-2 5.5-.4s3.7 1.6 5.5-.4',
  'depends on method': 'M4 3v3.5c0 1.5 1 2 2.5 2.5L8 9.5l1.5-.5C11 8.5 12 8 12 6.5V3M8 9.5V13.5',
  differs: 'M2.5 6h11M2.5 10h11M10.5 3l-5 10',
  inconsistent: 'M8 2.5l6 11H2zM8 6.5v3.5M8 11.5v.6',
  'not computable': 'M8 2.5a5.5 5.5 0 1 0 .01 0zM4.2 4.2l7.6 7.6',
};

/** CSS class of a verdict, such as `verdict-not-computable`. */
export function verdictClass(name: VerdictName): string {
  return `verdict-${name.replaceAll(' ', '-')}`;
}

/** All icons once; chips refer to them. */
export function verdictIcons(): Html {
  const symbols = verdictNames.map(
    (name) =>
      `<symbol id="icon-${verdictClass(name)}" viewBox="0 0 16 16"><path d="${iconPaths[name]}" fill="none" ` +
      'stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></symbol>',
  );
  return trusted(`<svg class="icons" width="0" height="0" aria-hidden="true">${symbols.join('')}</svg>`);
}

/** Icon and word of a verdict. */
export function verdictChip(name: VerdictName, words: string): Html {
  return html`<span class="chip ${verdictClass(name)}">${verdictIcon(name)}${words}</span>`;
}

export function verdictIcon(name: VerdictName): Html {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><use href="#icon-${verdictClass(name)}"/></svg>`;
}

/** How many of each verdict there are, in the fixed order of verdicts, without those that do not occur. */
export function countVerdicts(
  verdicts: readonly { readonly verdict: VerdictName }[],
): readonly { readonly name: VerdictName; readonly count: number }[] {
  return verdictNames
    .map((name) => ({ name, count: verdicts.filter(({ verdict }) => verdict === name).length }))
    .filter(({ count }) => count > 0);
}
