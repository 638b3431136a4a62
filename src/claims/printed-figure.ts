import { roundHalfAway } from '../core/round-half-away.js';

/** A printed number with its digits. */
export interface PrintedNumber {
  readonly value: number;
  readonly decimals: number;
}

export function parsePrinted(text: string): PrintedNumber {
  const plain = text.replace('−', '-').replace(/^\+/, '');
  const point = plain.indexOf('.');
  return { value: Number(plain), decimals: point < 0 ? 0 : plain.length - point - 1 };
}

/**
 * A recomputed number rounded to the printed digits, half away from zero. The number is first moved by one part in
 * 1e12 away from zero, so that an exact tie spoilt by binary round-off (28.499999999999996 for 28.5) rounds as the
 * tie would.
 */
export function roundAsPrinted(value: number, decimals: number): string {
  return roundHalfAway(value * (1 + 1e-12), decimals);
}

export function agreesWithPrinted(value: number, printed: string): boolean {
  const { value: target, decimals } = parsePrinted(printed);
  return Number(roundAsPrinted(value, decimals)) === Number(roundHalfAway(target, decimals));
}

/** Whether some value between `low` and `high` rounds to the printed number. */
export function rangeHoldsPrinted(low: number, high: number, printed: string): boolean {
  const { value, decimals } = parsePrinted(printed);
  const half = 0.5 * 10 ** -decimals * (1 + 1e-9);
  return value + half >= low && value - half <= high;
}

interface PrintedP {
  readonly relation: '<' | '>' | '=';
  readonly text: string;
}

function parseP(printed: string): PrintedP {
  const relation = /^[<≤]/.test(printed) ? '<' : /^[>≥]/.test(printed) ? '>' : '=';
  return { relation, text: printed.replace(/^[<>≤≥]\s*/, '') };
}

export function agreesWithPrintedP(p: number, printed: string): boolean {
  const { relation, text } = parseP(printed);
  if (relation === '<') return p < Number(text) || (printed.startsWith('≤') && p === Number(text));
  if (relation === '>') return p > Number(text) || (printed.startsWith('≥') && p === Number(text));
  if (/e/i.test(text))
    return (
      p.toExponential((text.split(/e/i)[0] ?? '').replace(/^\d\.?/, '').length) ===
      Number(text).toExponential((text.split(/e/i)[0] ?? '').replace(/^\d\.?/, '').length)
    );
  return agreesWithPrinted(p, text);
}

export function rangeHoldsPrintedP(low: number, high: number, printed: string): boolean {
  const { relation, text } = parseP(printed);
  if (relation === '<') return low < Number(text);
  if (relation === '>') return high > Number(text);
  return rangeHoldsPrinted(low, high, text);
}

/** A recomputed p-value as the printed one was given: the same bound when it holds, else its own digits. */
export function printP(p: number, printed: string): string {
  const { relation, text } = parseP(printed);
  if (relation !== '=' && agreesWithPrintedP(p, printed)) return `${relation}${text}`;
  if (relation === '=' && !/e/i.test(text)) {
    const rounded = roundAsPrinted(p, parsePrinted(text).decimals);
    if (Number(rounded) !== 0) return rounded;
  }
  return p < 0.0001 ? p.toExponential(1) : roundHalfAway(p, p < 0.1 ? 4 : 2);
}
