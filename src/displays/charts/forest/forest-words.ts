import { describeNotEstimable, isEstimable } from '../../../core/estimable.js';
import type { Result } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { goodSide, risesWithOutcome } from '../../effect-direction.js';
import { formatLevel, formatPWithSign } from '../../format-number.js';
import { effectUnit } from '../../natural-effect.js';
import { shownP } from '../../shown-p.js';
import type { ForestOptions } from './forest-options.js';
import type { ForestEstimate } from './forest-rows.js';

/** What stands under the axis on either side of no difference. */
export interface DirectionLabels {
  readonly left: string;
  readonly right: string;
  /** Rows whose good direction differs from the rest carry a dagger. */
  readonly flagged: ReadonlySet<ForestEstimate>;
}

/**
 * What stands on either side. Which side is good comes from the analysis; where rows disagree, or the analysis does not
 * say, the words are neutral and the rows where the higher value is good carry a dagger.
 */
export function directionLabels(all: readonly ForestEstimate[]): DirectionLabels | null {
  // Covariates have no side that is good: with them alone there is nothing to say.
  const rows = all.filter(({ row }) => row.role !== 'covariate');
  if (rows.length === 0 || statisticLabel(rows[0]!.row.statistic).noDifference === null) return null;
  const of = commonText(rows.map(({ row, result }) => row.of ?? result.context.of)) ?? 'treatment';
  const versus =
    commonText(rows.map(({ row, result }) => row.versus ?? result.context.versus)) ?? 'comparator';
  const sides = rows.map(({ row, result }) => goodSide(row, result));
  const side = commonText(sides);
  if (side !== null) {
    const [left, right] = side === 'below' ? [of, versus] : [versus, of];
    return { left: `Favours ${left}`, right: `Favours ${right}`, flagged: new Set() };
  }
  if (!rows.every(({ row, result }) => risesWithOutcome(row, result))) return null;
  const flagged = sides.includes('below') ? rows.filter((_, index) => sides[index] === 'above') : [];
  return { left: `Lower with ${of}`, right: `Higher with ${of}`, flagged: new Set(flagged) };
}

/** The text that all share, or null. */
export function commonText<Text extends string>(texts: readonly (Text | null)[]): Text | null {
  const first = texts[0] ?? null;
  return texts.every((text) => text === first) ? first : null;
}

/** `Risk ratio` and `(95% CI)`; `Ratio` where rows have different ratios. The bracket does not break. */
export function effectHeading(rows: readonly ForestEstimate[]): readonly [name: string, interval: string] {
  const statistic = commonText(rows.map(({ row }) => row.statistic));
  const name =
    statistic === null
      ? rows[0]!.row.scale === 'log'
        ? 'Ratio'
        : 'Difference'
      : statisticLabel(statistic).label;
  const level = commonText(rows.map(({ row }) => formatLevel(row.level)));
  return [name, `(${level === null ? '' : `${level}\u00a0`}CI)`];
}

/** The axis title: what the horizontal axis measures, with its unit. */
export function axisTitle(rows: readonly ForestEstimate[]): string {
  const statistic = commonText(rows.map(({ row }) => row.statistic));
  const unit = commonText(rows.map(({ row }) => effectUnit(row)));
  const name = effectHeading(rows)[0];
  const log = statistic === null ? rows[0]!.row.scale === 'log' : statisticLabel(statistic).scale === 'log';
  return log ? `${name} (log scale)` : unit === null ? name : `${name} (${unit})`;
}

/** The figure in words: each row if they are few, else the two ends; the pooled effect; which side is good. */
export function forestSummary(rows: readonly ForestEstimate[], direction: DirectionLabels | null): string {
  const pooled = rows.filter(({ shape }) => shape === 'diamond');
  const singles = rows.filter(({ shape }) => shape === 'square');
  const heading = effectHeading(rows).join(' ').replace('\u00a0', ' ');
  const sentences = [
    singles.length > 3 ? sayMany(singles, heading) : null,
    singles.length > 0 && singles.length <= 3 ? `${heading}: ${singles.map(sayRow).join('; ')}.` : null,
    pooled.length > 0 ? `${ofSubjects(rows) ? '' : 'Pooled: '}${pooled.map(sayRow).join('; ')}.` : null,
    direction?.left.startsWith('Favours')
      ? `Values below ${statisticLabel(rows[0]!.row.statistic).noDifference} favour ${direction.left.slice('Favours '.length)}.`
      : null,
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

/** Whether subgroups are of the subjects of one analysis, not of studies. */
function ofSubjects(rows: readonly ForestEstimate[]): boolean {
  return rows.some(({ row }) => row.subgroup !== undefined);
}

function sayMany(rows: readonly ForestEstimate[], heading: string): string {
  const known = rows.filter(({ effect }) => isEstimable(effect.estimate));
  const value = ({ effect }: ForestEstimate): number => effect.estimate as number;
  const sorted = [...known].sort((one, other) => value(one) - value(other));
  const none = statisticLabel(rows[0]!.row.statistic).noDifference;
  const excluding = known.filter(
    ({ effect }) =>
      none !== null &&
      ((isEstimable(effect.lower) && effect.lower > none) ||
        (isEstimable(effect.upper) && effect.upper < none)),
  );
  const ends = sorted.length === 0 ? '' : `: lowest ${sayRow(sorted[0]!)}; highest ${sayRow(sorted.at(-1)!)}`;
  const apart =
    none === null ? '' : `. Intervals that exclude ${none}: ${excluding.length} of ${known.length}`;
  const without = rows.length === known.length ? '' : `. Not estimable: ${rows.length - known.length}`;
  return `${heading} of ${rows.length} ${kindOfRows(rows)}${ends}${apart}${without}.`;
}

function kindOfRows(rows: readonly ForestEstimate[]): string {
  const role = commonText(rows.map(({ row }) => row.role));
  if (role === 'study') return 'studies';
  return role === 'subgroup' ? 'subgroups' : role === 'covariate' ? 'covariates' : 'comparisons';
}

const sayRow = ({ label, group, printed }: ForestEstimate): string =>
  `${group === null ? '' : `${group}: `}${label}, ${printed.text}`;

/** Interval method, sizes, arrows, rows without an estimate: what a journal asks beneath a forest plot. */
export function forestFootnotes(
  rows: readonly ForestEstimate[],
  results: readonly Result[],
  direction: DirectionLabels | null,
  anyArrow: boolean,
  options: ForestOptions,
): readonly string[] {
  const methods = [...new Set(rows.map(({ row }) => row.intervalMethod))];
  const missing = rows.filter(({ effect, shape }) => shape !== 'bar' && !isEstimable(effect.estimate));
  const weighted = rows.some(({ row }) => row.weight !== undefined);
  const pooled = rows.some(({ shape }) => shape === 'diamond');
  const p = results.length === 1 && !options.pValues ? overallP(rows, options) : null;
  return [
    `${methods.length === 1 ? 'Interval' : 'Intervals'}: ${methods.join('; ')}.`,
    `Area of squares: ${weighted ? 'weight in the pool' : 'precision (1/SE²)'}.${pooled ? ` Diamond: ${ofSubjects(rows) ? 'estimate in all subjects' : 'pooled estimate'} and its interval.` : ''}`,
    anyArrow ? 'An arrow marks an interval that goes beyond the axis.' : null,
    missing.length > 0 ? `Not estimable: ${missing.map(sayMissing).join('; ')}.` : null,
    direction !== null && direction.flagged.size > 0
      ? '† A higher value is better for the patient; in the other rows a lower one is.'
      : null,
    options.pValues && rows.some(({ row }) => row.p !== null && shownP(row) === null)
      ? 'Subgroups have no p-values of their own: whether they differ is the test for interaction.'
      : null,
    p,
  ].filter((note) => note !== null);
}

function sayMissing({ label, effect }: ForestEstimate): string {
  return isEstimable(effect.estimate)
    ? label
    : `${label} (${describeNotEstimable(effect.estimate.notEstimable)})`;
}

function overallP(rows: readonly ForestEstimate[], options: ForestOptions): string | null {
  const pooled = rows.filter(({ row, shape }) => shape === 'diamond' && shownP(row) !== null);
  if (pooled.length === 0) return null;
  const texts = pooled.map(
    ({ label, row }) => `${label}, ${formatPWithSign(row.p!, { smallest: options.smallestP })}`,
  );
  return `Test of no effect: ${texts.join('; ')}.`;
}
