import type { Dataset } from '../core/dataset.js';
import { PlanError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';
import { noRows } from './no-rows.js';

/**
 * Orders named arms for display: the treatment of interest first, then its comparator. Without a comparison all arms
 * stay in file order. Throws when a compared arm is not in the data, or an arm occurs twice.
 */
export function selectArms<Arm extends { readonly name: string }>(
  arms: readonly Arm[],
  compare: { readonly of: string; readonly versus: string } | null,
  dataset: Dataset,
  where: string = dataset.source.file,
): readonly Arm[] {
  const names = arms.map((arm) => arm.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new PlanError({
      code: 'plan/arm-twice',
      where,
      what: `Arm "${twice}" occurs in more than one of the selected rows`,
      fix: 'Make the where clause select one outcome (and one subgroup).',
    });
  }
  if (arms.length === 0) throw noRows(dataset);
  if (compare === null) return arms;
  return [compare.of, compare.versus].map((name) => {
    const arm = arms.find((candidate) => candidate.name === name);
    if (arm) return arm;
    const fix = didYouMean(name, names);
    throw new PlanError({
      code: 'plan/unknown-arm',
      where,
      what: `The comparison names an arm that the selected rows do not have`,
      got: `"${name}"`,
      expected: `one of ${names.map((known) => `"${known}"`).join(', ')}`,
      ...(fix === undefined ? {} : { fix }),
    });
  });
}
