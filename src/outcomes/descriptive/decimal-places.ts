/** More decimals than this come from a computation, such as a body mass index, and not from a measurement. */
const mostMeasured = 4;

/**
 * How many decimals the data were recorded with: the most that any value needs, 0 for whole numbers. Values with more
 * than 4 were computed rather than measured, and count as recorded with 1. Missing values (NaN) are passed over.
 */
export function decimalPlaces(values: Float64Array): number {
  let places = 0;
  let power = 1;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (!Number.isFinite(value)) continue;
    while (Math.round(value * power) / power !== value) {
      places += 1;
      power *= 10;
      if (places > mostMeasured) return 1;
    }
  }
  return places;
}
