import { textWidth } from '../style/text-width.js';

/** The pieces between which a line may break: words, but a number stays with the unit after it (`8 mg/kg`). */
export function wordsOf(text: string): readonly string[] {
  return text.replace(/(\d) (?=[\p{L}%]{1,5}(?:[\s/,.)]|$))/gu, '$1\u00a0').split(' ');
}

/**
 * Breaks text at spaces so that each line is at most `width` pixels wide. A single word that is wider stays whole:
 * the caller sees it in `textWidth` and gives it room.
 */
export function wrapText(
  text: string,
  width: number,
  fontSize: number,
  weight: 'normal' | 'bold' = 'normal',
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, fontSize, weight) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return lines;
}

/** The widest of some lines, in pixels. */
export function widestLine(
  lines: readonly string[],
  fontSize: number,
  weight: 'normal' | 'bold' = 'normal',
): number {
  return lines.reduce((widest, line) => Math.max(widest, textWidth(line, fontSize, weight)), 0);
}
