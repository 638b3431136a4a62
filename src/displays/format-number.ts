import { describeNotEstimable, type Estimable, isEstimable } from '../core/estimable.js';
import { roundHalfAway } from '../core/round-half-away.js';

/** Every printed number goes through this file: one rounding rule, one minus sign, one dash. */

export const minusSign = '\u2212';
const enDash = '\u2013';
const thinSpace = '\u202f';

/** A number to `decimals` places with a typographic minus, or in words why there is none. */
export function formatNumber(value: Estimable, decimals: number): string {
  if (!isEstimable(value)) return describeNotEstimable(value.notEstimable);
  return roundHalfAway(value, decimals).replace('-', minusSign);
}

/** A whole number; from 10 000 the thousands are set apart by a narrow space. Weighted counts keep one decimal. */
export function formatCount(value: Estimable): string {
  if (!isEstimable(value)) return formatNumber(value, 0);
  const text = formatNumber(value, Number.isInteger(value) ? 0 : 1);
  const [whole, fraction] = text.split('.') as [string, string | undefined];
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thinSpace) : whole;
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A proportion as a percentage, 0.307 as `30.7%`. */
export function formatPercent(proportion: Estimable, decimals = 1): string {
  if (!isEstimable(proportion)) return formatNumber(proportion, decimals);
  return `${formatNumber(toPercent(proportion), decimals)}%`;
}

/** 100 times a proportion without the noise of binary multiplication: 0.07 gives 7, not 7.000000000000001. */
export function toPercent(proportion: number): number {
  const [digits, exponent] = proportion.toExponential().split('e') as [string, string];
  return Number(`${digits}e${Number(exponent) + 2}`);
}

/** A ratio to `decimals` places. One that would print as 0.00 keeps one significant digit instead. */
export function formatRatio(value: Estimable, decimals = 2): string {
  if (!isEstimable(value)) return formatNumber(value, decimals);
  if (value > 0 && Number(roundHalfAway(value, decimals)) === 0) return formatSignificant(value, 1);
  return formatNumber(value, decimals);
}

/** A number to a count of significant digits, for rates and exposures whose size is not known beforehand. */
export function formatSignificant(value: Estimable, digits = 3): string {
  if (!isEstimable(value) || value === 0) return formatNumber(value, 0);
  return formatNumber(value, significantDecimals(value, digits));
}

/** The decimals at which a number prints with so many significant digits; 0 for a number of 0. */
export function significantDecimals(value: number, digits: number): number {
  if (value === 0) return 0;
  return Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
}

export interface PValueStyle {
  /** Smaller values print as `<0.001`; its decimals are the most that any p-value gets. */
  readonly smallest: 0.001 | 0.0001;
}

/** Two significant digits, at most as many decimals as `smallest` has; `<0.001` below it and `>0.99` above 0.99. */
export function formatP(p: Estimable, style: PValueStyle = { smallest: 0.001 }): string {
  if (!isEstimable(p)) return formatNumber(p, 0);
  if (p < style.smallest) return `<${style.smallest}`;
  if (p > 0.99) return '>0.99';
  const most = style.smallest === 0.001 ? 3 : 4;
  // The size is read off the rounded value, so that 0.0996 prints as 0.10 and not as 0.100.
  const magnitude = Math.floor(Math.log10(Number(roundHalfAway(p, most))));
  return roundHalfAway(p, Math.min(most, Math.max(2, 1 - magnitude)));
}

/** `p<0.001` or `p=0.03`: the p-value with its sign, for running text. */
export function formatPWithSign(p: Estimable, style?: PValueStyle): string {
  const text = formatP(p, style);
  return /^[<>]/.test(text) ? `p${text}` : isEstimable(p) ? `p=${text}` : `p ${text}`;
}

/**
 * Two limits: an en dash between numbers that are not negative, the word "to" where a minus or words stand. Two
 * percentages share one sign: `66.5–70.6%`.
 */
export function joinInterval(lower: string, upper: string): string {
  const plain = /^[\d.\u202f]+%?$/;
  if (!plain.test(lower) || !plain.test(upper)) return `${lower} to ${upper}`;
  const bare = upper.endsWith('%') ? lower.replace('%', '') : lower;
  return `${bare}${enDash}${upper}`;
}

/** Intervals of one column, all with the word "to" where one of them has it. */
export function joinAlike(intervals: readonly (string | null)[]): readonly (string | null)[] {
  if (!intervals.some((interval) => interval?.includes(' to '))) return intervals;
  return intervals.map((interval) => interval?.replace(enDash, ' to ') ?? null);
}

/** Coverage as printed: 0.95 as `95%`, 0.975 as `97.5%`. */
export function formatLevel(level: number): string {
  return `${Number(roundHalfAway(toPercent(level), 4))}%`;
}

/** Events of a group: `621/2022`, with the percentage where asked. */
export function formatEvents(
  counts: { readonly events: number; readonly n: number },
  percent: boolean,
): string {
  const text = `${formatCount(counts.events)}/${formatCount(counts.n)}`;
  return percent && counts.n > 0 ? `${text} (${formatPercent(counts.events / counts.n)})` : text;
}

/** A time with its unit: `28 days`, `1 day`. */
export function formatTime(time: number, unit: string): string {
  return `${time} ${time === 1 ? unit.replace(/s$/, '') : unit}`;
}

/** The first letter as a capital, for a name at the head of a column: `tocilizumab` as `Tocilizumab`. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A label that came from the data, at the start of a row or over a panel: a first word in lower-case letters gets a
 * capital (`placebo`, `c-reactive protein`). A code stays as it is: one with capitals of its own (`pH`, `AGE`), digits
 * in its first word (`il-6`) or signs of a formula (`log(crp)`).
 */
export function capitaliseLabel(text: string): string {
  return /^[a-zà-öø-ÿ][a-zà-öø-ÿ'’-]*[a-zà-öø-ÿ](?=[\s,;.]|$)/.test(text) ? capitalise(text) : text;
}

/**
 * A label in the middle of a sentence: a first word with one capital loses it (`Time`); a code keeps it (`IL6`,
 * `S(t)`).
 */
export function inSentence(label: string): string {
  return /^[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’-]+(?=[\s,;:.(]|$)/.test(label)
    ? label.charAt(0).toLowerCase() + label.slice(1)
    : label;
}
