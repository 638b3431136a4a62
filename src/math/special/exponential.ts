/** Steps into which an octave is cut. */
const stepBits = 8;
const steps = 2 ** stepBits;
const stepsPerUnit = steps / Math.LN2;
// ln 2 / steps as a number of 33 bits, whose multiples are exact, and the rest of it.
const stepHigh = 0.6931471803691238 / steps;
const stepLow = 1.9082149292705877e-10 / steps;

/** Adding and taking it off rounds to a whole number, for sizes below 2^51. */
const roundsToWhole = 6755399441055744;

/** Sizes above which the whole of the work is left to `Math.exp`, near over- and underflow. */
const largest = 700;
const octaves = 1011;

/** 2^(k / steps) and what that double lacks, one after the other. */
const stepPowers = powersOfSteps();
const octavePowers = Float64Array.from({ length: 2 * octaves + 1 }, (_, place) => 2 ** (place - octaves));

/**
 * e to the power `x`, nearly always the nearest number and never beyond the one beside it, for loops over many rows: a
 * third of the time of `Math.exp`, and the same bits on every engine, which `Math.exp` does not promise.
 *
 * x is a whole number of 256ths of an octave and a rest; tables hold the power of the first, a polynomial of fifth
 * degree gives that of the rest. Beyond ±700, and for NaN, `Math.exp` answers.
 *
 * Source: Tang PTP. ACM Trans Math Softw 1989;15:144-157. Oracle: test/oracles/math/exponential.json.
 */
export function exponential(x: number): number {
  if (!(x < largest && x > -largest)) return Math.exp(x);
  const whole = x * stepsPerUnit + roundsToWhole - roundsToWhole;
  const rest = x - whole * stepHigh - whole * stepLow;
  const place = whole | 0;
  const above1 = rest + rest * rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24 + rest * (1 / 120))));
  const step = (place & (steps - 1)) << 1;
  const power = stepPowers[step]!;
  return (power + (stepPowers[step + 1]! + power * above1)) * octavePowers[(place >> stepBits) + octaves]!;
}

/** Worked in whole numbers of 200 bits, so that each table entry is right to 100 of them. */
function powersOfSteps(): Float64Array {
  const bits = 200n;
  const one = 1n << bits;
  let root = 2n * one;
  for (let cut = steps; cut > 1; cut /= 2) root = wholeRoot(root << bits);
  const powers = new Float64Array(2 * steps);
  let power = one;
  for (let step = 0; step < steps; step += 1) {
    const nearest = Number(power) / 2 ** 200;
    powers[2 * step] = nearest;
    powers[2 * step + 1] = Number(power - (BigInt(nearest * 2 ** 52) << (bits - 52n))) / 2 ** 200;
    power = (power * root) >> bits;
  }
  return powers;
}

/** The whole part of a square root, by Newton's rule from above. */
function wholeRoot(value: bigint): bigint {
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
