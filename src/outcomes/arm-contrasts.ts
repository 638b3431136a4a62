import { argumentError } from '../core/errors.js';

/** Two arms to compare: `of` against `versus`. */
export interface ArmContrast<Arm> {
  readonly of: Arm;
  readonly versus: Arm;
  /** Null for the single contrast of two arms; otherwise the name of the `of` arm. */
  readonly term: string | null;
}

/**
 * Pairs each other arm with the reference arm, in display order.
 *
 * @throws MethodError when there are fewer than two arms, or the reference is missing or names no arm.
 */
export function armContrasts<Arm extends { readonly name: string }>(
  method: string,
  arms: readonly Arm[],
  reference: string | null,
): readonly ArmContrast<Arm>[] {
  const names = arms.map((arm) => arm.name).join(', ');
  if (arms.length < 2) {
    throw argumentError(method, 'arms', 'are too few to compare', String(arms.length), 'two or more');
  }
  const versus = arms.find((arm) => arm.name === reference);
  if (versus === undefined) {
    throw argumentError(
      method,
      'reference',
      'names no arm',
      reference ?? 'none',
      `one of ${names}`,
      'Name the comparator under compare.versus',
    );
  }
  const others = arms.filter((arm) => arm !== versus);
  return others.map((of) => ({ of, versus, term: others.length === 1 ? null : of.name }));
}
