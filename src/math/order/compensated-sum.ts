/**
 * Sum of `values` whose rounding errors are carried along: as good as if summed with twice the digits, in any order.
 * Source: Neumaier 1974, Z. Angew. Math. Mech. 54:39-51.
 */
export function compensatedSum(values: ArrayLike<number>): number {
  const sum = new CompensatedSum();
  for (let index = 0; index < values.length; index += 1) sum.add(values[index]!);
  return sum.total;
}

/** A running sum that carries its rounding errors along. */
export class CompensatedSum {
  #sum = 0;
  #error = 0;

  add(value: number): void {
    const next = this.#sum + value;
    this.#error +=
      Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - next + value : value - next + this.#sum;
    this.#sum = next;
  }

  get total(): number {
    // Once the sum is infinite the error is not a number.
    return Number.isFinite(this.#sum) ? this.#sum + this.#error : this.#sum;
  }
}
