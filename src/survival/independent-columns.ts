/** A column that others determine, and which; none when it does not vary where it could count. */
export interface DependentColumn {
  readonly column: number;
  readonly dependsOn: readonly number[];
}

/** A column explained by those before it up to this share of its information repeats them. */
const pivotTolerance = 1e-10;
/** Weights below this take no part in naming the columns that determine another. */
const smallestShare = 1e-7;

/**
 * Splits the columns of an information matrix into those that can be estimated together and those that repeat
 * earlier ones, going from left to right as R does.
 *
 * @param information row-major, symmetric, of columns with standard deviation 1.
 * @param events what a column with full information would have on its diagonal.
 */
export function independentColumns(
  information: Float64Array,
  size: number,
  events: number,
): { readonly kept: readonly number[]; readonly dependent: readonly DependentColumn[] } {
  const kept: number[] = [];
  const dependent: DependentColumn[] = [];
  for (let column = 0; column < size; column += 1) {
    const diagonal = information[column * size + column]!;
    if (!(diagonal > pivotTolerance * events)) {
      dependent.push({ column, dependsOn: [] });
      continue;
    }
    const shares = solveFor(information, size, kept, column);
    let rest = diagonal;
    kept.forEach((other, index) => {
      rest -= shares[index]! * information[column * size + other]!;
    });
    if (rest > pivotTolerance * diagonal) kept.push(column);
    else {
      const dependsOn = kept.filter((_, index) => Math.abs(shares[index]!) > smallestShare);
      dependent.push({ column, dependsOn });
    }
  }
  return { kept, dependent };
}

/** Regression of one column on the kept ones, by elimination on the information. */
function solveFor(
  information: Float64Array,
  size: number,
  kept: readonly number[],
  column: number,
): Float64Array {
  const count = kept.length;
  const system = kept.map((row) =>
    Float64Array.from([
      ...kept.map((other) => information[row * size + other]!),
      information[row * size + column]!,
    ]),
  );
  for (let pivot = 0; pivot < count; pivot += 1) {
    for (let row = pivot + 1; row < count; row += 1) {
      const factor = system[row]![pivot]! / system[pivot]![pivot]!;
      for (let cell = pivot; cell <= count; cell += 1) system[row]![cell]! -= factor * system[pivot]![cell]!;
    }
  }
  const solution = new Float64Array(count);
  for (let row = count - 1; row >= 0; row -= 1) {
    let rest = system[row]![count]!;
    for (let cell = row + 1; cell < count; cell += 1) rest -= system[row]![cell]! * solution[cell]!;
    solution[row] = rest / system[row]![row]!;
  }
  return solution;
}
