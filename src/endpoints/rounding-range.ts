import { roundHalfAway } from '../core/round-half-away.js';

/** Decimals of a printed number: "28.6" has one. */
export function printedDecimals(printed: string): number {
  const point = printed.indexOf('.');
  return point < 0 ? 0 : printed.length - point - 1;
}

/** The half-open range of values that round to the printed number, as its two ends. */
export function printedRange(printed: string): { readonly low: number; readonly high: number } {
  const value = Number(printed.replace('−', '-'));
  const half = 0.5 * 10 ** -printedDecimals(printed);
  return { low: value - half, high: value + half };
}

/** Whole numbers of events whose percentage of `n` prints as `percent`. Empty when none does. */
export function eventsFromPercent(percent: string, n: number): readonly number[] {
  const decimals = printedDecimals(percent);
  const target = roundHalfAway(Number(percent), decimals);
  const { low, high } = printedRange(percent);
  const events: number[] = [];
  const first = Math.max(0, Math.floor((low * n) / 100) - 1);
  const last = Math.min(n, Math.ceil((high * n) / 100) + 1);
  for (let count = first; count <= last; count += 1) {
    // The factor removes the binary round-off of exact ties such as 12.5 %.
    if (roundHalfAway(((100 * count) / n) * (1 + 1e-14), decimals) === target) events.push(count);
  }
  return events;
}

/** Every combination that takes one choice from each list; the caller bounds the number. */
export function* combinations<Value>(choices: readonly (readonly Value[])[]): Generator<readonly Value[]> {
  const position = choices.map(() => 0);
  if (choices.some((list) => list.length === 0)) return;
  for (;;) {
    yield choices.map((list, index) => list[position[index]!]!);
    let index = choices.length - 1;
    while (index >= 0 && position[index] === choices[index]!.length - 1) {
      position[index] = 0;
      index -= 1;
    }
    if (index < 0) return;
    position[index]! += 1;
  }
}

/** Above this many combinations the range is explored at its ends and centre only. */
export const mostCombinations = 4096;
