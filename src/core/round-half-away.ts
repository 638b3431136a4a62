/**
 * Rounds a number to `decimals` for display, half away from zero, as SAS prints it. Works on the shortest decimal
 * string of the double, so 1.005 to two decimals is "1.01": what a reader of the printed digits expects. This is the
 * only rounding function in the toolkit; stored numbers are never rounded.
 */
export function roundHalfAway(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return String(value);
  const negative = value < 0;
  const [digits, point] = decimalDigits(Math.abs(value));
  const keep = point + decimals;
  let kept = keep > 0 ? digits.slice(0, keep).padEnd(keep, '0') : '';
  const next = keep >= 0 ? digits[keep] : undefined;
  if (next !== undefined && next >= '5') kept = increment(kept);
  // `kept` may have grown by one digit on a carry.
  const whole = kept.length - decimals;
  const padded = whole <= 0 ? '0'.repeat(1 - whole) + kept : kept;
  const split = padded.length - decimals;
  const text = decimals > 0 ? `${padded.slice(0, split)}.${padded.slice(split)}` : padded;
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Significant digits without a point, and the position of the point in them. */
function decimalDigits(value: number): [string, number] {
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const digits = mantissa.replace('.', '');
  const point = Number(exponent) + 1;
  return point >= 0 ? [digits, point] : ['0'.repeat(-point) + digits, 0];
}

function increment(digits: string): string {
  let index = digits.length - 1;
  const list = digits.split('');
  while (index >= 0) {
    if (list[index] !== '9') {
      list[index] = String(Number(list[index]) + 1);
      return list.join('');
    }
    list[index] = '0';
    index -= 1;
  }
  return `1${list.join('')}`;
}
