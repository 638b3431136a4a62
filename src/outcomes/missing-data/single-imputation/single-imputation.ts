import { argumentError } from '../../../core/errors.js';
import { requireOneOf } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { requireVisitOutcomes, type VisitOutcomes } from '../visit-outcomes.js';

export const singleImputationRules = [
  'last-observation',
  'baseline',
  'worst-of-subject',
  'worst-of-arm',
  'non-response',
] as const;
export type SingleImputationRule = (typeof singleImputationRules)[number];
export const worstDirections = ['high', 'low'] as const;
export type WorstDirection = (typeof worstDirections)[number];

export const unseenChoices = ['fill', 'leave-out'] as const;
export type UnseenChoice = (typeof unseenChoices)[number];

export interface SingleImputationOptions {
  readonly rule: SingleImputationRule;
  /** Which end of the scale is worst for the patient; the worst-observation rules need it. */
  readonly worst?: WorstDirection | null;
  /** Which value of a yes-no outcome means that the treatment failed: 0 unless given. */
  readonly failure?: 0 | 1;
  /** What becomes of subjects without any observed outcome: filled as others (default), or left as they are. */
  readonly unseen?: UnseenChoice;
}

export interface SingleImputation {
  /** The outcome with missing cells filled where the rule could: subjects × visits, one row a subject. */
  readonly outcome: Float64Array;
  /** 1 where a cell was filled. */
  readonly filled: Uint8Array;
  /** Cells filled: `[arm][visit]`. */
  readonly imputed: readonly (readonly number[])[];
  /** Cells that the rule had nothing to fill with: `[arm][visit]`. */
  readonly stillMissing: readonly (readonly number[])[];
  readonly rule: SingleImputationRule;
}

/**
 * Fills each missing value with one value by a stated rule, and says which cells it filled.
 *
 * - `last-observation`: the last observed value before the missing one, the baseline value among them (LOCF).
 * - `baseline`: the baseline value (BOCF): nothing gained, nothing lost.
 * - `worst-of-subject`: the worst value observed in the subject before, the baseline value among them (WOCF).
 * - `worst-of-arm`: the worst value observed in any subject of the arm at that visit.
 * - `non-response`: a missing yes-no outcome counts as failure of the treatment (`failure`: 0 unless given).
 *
 * All missing cells are filled, those between two observed ones too. A cell stays NaN where the rule finds no value: no
 * observation before it and no baseline. The baseline of an outcome that is a change (`outcomeIsChange`) is 0: nothing
 * gained. Baseline values of a yes-no outcome are not used unless they are 0 or 1.
 *
 * Subjects without any observed outcome are filled too, so that all who were randomised are compared, as intention to
 * treat asks; `unseen: 'leave-out'` leaves them NaN, which is how many trials report the last observation carried forward
 * (a full analysis set of those seen at least once after baseline, ICH E9 section 5.2.1).
 *
 * One filled value is treated as if it had been seen, so that standard errors are too small, and none of these rules is
 * unbiased under data missing at random: use them to repeat a published analysis, or where the estimand asks for them
 * (non-response as a composite strategy).
 *
 * Cost O(n × visits). The data are not changed.
 *
 * @throws MethodError when the data do not hold together, a worst-observation rule has no direction, `baseline` has no
 * baseline values, or `non-response` meets an outcome that is a number.
 *
 * Sources: Carpenter JR, Kenward MG. Missing data in randomised controlled trials 2007: chapter 3. National Research
 * Council. The prevention and treatment of missing data in clinical trials 2010. Oracle: test/oracles/single-imputation.
 */
export function singleImputation(data: VisitOutcomes, options: SingleImputationOptions): SingleImputation {
  const method = 'single-imputation';
  requireOptions(method, options, {
    rule: singleImputationRules,
    worst: 'checked later',
    failure: 'checked later',
    unseen: unseenChoices,
  });
  const { rule, worst = null, failure = 0, unseen = 'fill' } = options;
  if (worst !== null) requireOneOf(method, 'worst', worst, worstDirections);
  const { subjects, visits, arms } = requireVisitOutcomes(method, data);
  requireFit(data, rule, worst);
  const outcome = data.outcome.slice();
  const filled = new Uint8Array(outcome.length);
  const imputed = Array.from({ length: arms }, () => new Array<number>(visits).fill(0));
  const stillMissing = Array.from({ length: arms }, () => new Array<number>(visits).fill(0));
  const sign = worst === 'low' ? -1 : 1;
  const worstOfArm = rule === 'worst-of-arm' ? worstAtVisits(data, arms, sign) : null;
  const usable = (value: number) => data.outcomeIs === 'number' || value === 0 || value === 1;
  for (let subject = 0; subject < subjects; subject += 1) {
    const arm = data.group.codes[subject]!;
    const start = data.outcomeIsChange === true ? 0 : (data.baseline?.[subject] ?? Number.NaN);
    const skip = unseen === 'leave-out' && isUnseen(data.outcome, subject * visits, visits);
    const baseline = usable(start) ? start : Number.NaN;
    let carried = baseline;
    for (let visit = 0; visit < visits; visit += 1) {
      const cell = subject * visits + visit;
      const seen = data.outcome[cell]!;
      if (!Number.isNaN(seen)) {
        const keep = rule === 'worst-of-subject' && !Number.isNaN(carried) && sign * carried > sign * seen;
        if (!keep) carried = seen;
        continue;
      }
      const value =
        rule === 'non-response'
          ? failure
          : rule === 'baseline'
            ? baseline
            : worstOfArm === null
              ? carried
              : worstOfArm[arm * visits + visit]!;
      if (skip || Number.isNaN(value)) {
        stillMissing[arm]![visit]! += 1;
      } else {
        outcome[cell] = value;
        filled[cell] = 1;
        imputed[arm]![visit]! += 1;
      }
    }
  }
  return { outcome, filled, imputed, stillMissing, rule };
}

function isUnseen(outcome: Float64Array, start: number, visits: number): boolean {
  for (let cell = start; cell < start + visits; cell += 1) if (!Number.isNaN(outcome[cell]!)) return false;
  return true;
}

function worstAtVisits(data: VisitOutcomes, arms: number, sign: number): Float64Array {
  const visits = data.visits.length;
  const worst = new Float64Array(arms * visits).fill(Number.NaN);
  for (const [subject, arm] of data.group.codes.entries()) {
    for (let visit = 0; visit < visits; visit += 1) {
      const value = data.outcome[subject * visits + visit]!;
      const place = arm * visits + visit;
      if (!Number.isNaN(value) && !(sign * value <= sign * worst[place]!)) worst[place] = value;
    }
  }
  return worst;
}

function requireFit(data: VisitOutcomes, rule: SingleImputationRule, worst: WorstDirection | null): void {
  if (worst === null && (rule === 'worst-of-subject' || rule === 'worst-of-arm')) {
    throw argumentError(
      'single-imputation',
      'worst',
      'is missing',
      'none',
      '"high" or "low"',
      'Say which end of the scale is worst for the patient',
    );
  }
  if (rule === 'baseline' && data.baseline === undefined && data.outcomeIsChange !== true) {
    throw argumentError(
      'single-imputation',
      'baseline',
      'is missing',
      'no baseline values',
      'one a subject',
      'Name the baseline record in the endpoint, or choose another rule',
    );
  }
  if (rule === 'non-response' && data.outcomeIs !== 'yes-no') {
    throw argumentError(
      'single-imputation',
      'rule',
      'counts missing outcomes as failures, which only yes-no outcomes have',
      'a number as outcome',
      'a yes-no outcome',
      'Choose another rule, or the endpoint of responders',
    );
  }
}
