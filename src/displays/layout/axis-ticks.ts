/** An axis: its ends and its ticks, on the natural scale. */
export interface AxisTicks {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** Ladders of ratio ticks, each for spreads up to `upTo` on either side of 1. */
const ratioLadders: readonly { readonly upTo: number; readonly ticks: readonly number[] }[] = [
  { upTo: 1.25, ticks: [0.8, 0.9, 1, 1.1, 1.25] },
  { upTo: 2, ticks: [0.5, 0.75, 1, 1.5, 2] },
  { upTo: 4, ticks: [0.25, 0.5, 1, 2, 4] },
  { upTo: 10, ticks: [0.1, 0.2, 0.5, 1, 2, 5, 10] },
  { upTo: 20, ticks: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20] },
  { upTo: 100, ticks: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] },
];

/** Ticks for a logarithmic axis from `low` to `high`, always with 1, ending at ticks. Beyond 0.01 and 100 is cut. */
export function ratioTicks(low: number, high: number): AxisTicks {
  const spread = Math.max(high, 1 / low, 1);
  const ladder = (ratioLadders.find(({ upTo }) => spread <= upTo * 1.0001) ?? ratioLadders.at(-1)!).ticks;
  const one = ladder.indexOf(1);
  let first = 0;
  while (first < one - 1 && ladder[first + 1]! <= low) first += 1;
  let last = ladder.length - 1;
  while (last > one + 1 && ladder[last - 1]! >= high) last -= 1;
  const ticks = ladder.slice(first, last + 1);
  return { domain: [ticks[0]!, ticks.at(-1)!], ticks };
}

/**
 * Ticks for a linear axis that covers `low` to `high` and zero where asked: steps of 1, 2, 2.5 or 5 times a power of
 * ten.
 */
export function linearTicks(low: number, high: number, wanted = 5): AxisTicks {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  // An axis of a single value still has a length.
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
  return { domain: [ticks[0]!, ticks.at(-1)!], ticks };
}

/** Ticks for a time axis from 0: weeks for days, quarters and years for months, tens elsewhere; at most `most` steps. */
export function timeTicks(last: number, unit: string, most: number): AxisTicks {
  const candidates = stepsFor(unit);
  const step =
    candidates.find((candidate) => last / candidate <= most) ?? linearTicks(0, last, most - 1).ticks[1]!;
  const ticks = Array.from({ length: Math.floor(last / step + 1e-9) + 1 }, (_, index) => tidy(index * step));
  return { domain: [0, Math.max(last, ticks.at(-1)!)], ticks };
}

/** Ticks of a logarithmic time axis from `low` (above 0) to `high`: 1, 2 and 5 times powers of ten, else round steps. */
export function logTimeTicks(low: number, high: number): AxisTicks {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power += 1) {
    for (const factor of [1, 2, 5]) ticks.push(tidy(factor * 10 ** power));
  }
  const inside = (tick: number): boolean => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9);
  const chosen = ticks.filter(inside);
  const round = chosen.length > 2 ? chosen : linearTicks(low, high).ticks.filter(inside);
  return { domain: [low, high], ticks: round };
}

function stepsFor(unit: string): readonly number[] {
  if (/^days?$/i.test(unit)) return [1, 2, 7, 14, 28, 56, 84, 168, 364, 728];
  if (/^weeks?$/i.test(unit)) return [1, 2, 4, 8, 12, 24, 52, 104];
  if (/^months?$/i.test(unit)) return [1, 2, 3, 6, 12, 24, 36, 60];
  return [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
}

const tidy = (value: number): number => Number(value.toPrecision(12));

interface TickLabels {
  /** Pixel of a tick. */
  readonly place: (tick: number) => number;
  /** Width of its label in pixels. */
  readonly width: (tick: number) => number;
}

const apart = (one: number, other: number, { place, width }: TickLabels): boolean =>
  Math.abs(place(other) - place(one)) >= (width(other) + width(one)) / 2 + 5;

/**
 * Ticks of a ratio axis whose labels have room beside each other: 1 is kept before all others, then the ends, then
 * powers of ten, then the rest from left to right.
 */
export function thinTicks(
  ticks: readonly number[],
  first: number | null,
  labels: TickLabels,
): readonly number[] {
  const powers = ticks.filter((tick) => Number.isInteger(Math.log10(tick)));
  const order = [first, ticks[0], ticks.at(-1), ...powers, ...ticks].filter(
    (tick) => tick !== null && tick !== undefined,
  );
  const kept: number[] = [];
  for (const tick of order) {
    if (ticks.includes(tick) && kept.every((other) => apart(other, tick, labels))) kept.push(tick);
  }
  return ticks.filter((tick) => kept.includes(tick));
}

/** Every tick, or every second, third … one counted from `anchor`: the densest regular choice whose labels have room. */
export function regularTicks(
  ticks: readonly number[],
  anchor: number,
  labels: TickLabels,
): readonly number[] {
  const start = Math.max(0, ticks.indexOf(anchor));
  for (let step = 1; step < ticks.length; step += 1) {
    const chosen = ticks.filter((_, index) => (index - start) % step === 0);
    if (chosen.every((tick, place) => place === 0 || apart(chosen[place - 1]!, tick, labels))) return chosen;
  }
  return ticks.slice(start, start + 1);
}
