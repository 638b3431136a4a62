/** Nodes and weights of a quadrature on (0, 1); the weights add to 1. */
export interface Quadrature {
  readonly node: Float64Array;
  readonly weight: Float64Array;
}

/**
 * Gauss-Legendre quadrature on (0, 1), exact for polynomials of degree 2 count - 1, by Newton's method on Legendre
 * polynomials. Source: Abramowitz M, Stegun IA. Handbook of Mathematical Functions. 1964, 25.4.29.
 */
export function gaussLegendre(count: number): Quadrature {
  const node = new Float64Array(count);
  const weight = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step += 1) {
      let previous = 1;
      let value = x;
      for (let degree = 2; degree <= count; degree += 1) {
        const next = ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree;
        previous = value;
        value = next;
      }
      slope = (count * (x * value - previous)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    node[index] = (1 - x) / 2;
    weight[index] = 1 / ((1 - x * x) * slope * slope);
  }
  return { node, weight };
}
