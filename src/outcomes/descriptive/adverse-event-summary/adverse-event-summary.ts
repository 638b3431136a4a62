import type { AdverseEventsData } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import type { Estimable } from '../../../core/estimable.js';
import {
  requireLevel,
  requireObject,
  requireOneOf,
  requirePositive,
  requireProbability,
} from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import {
  type DifferenceInterval,
  type DifferenceTest,
  differenceIntervals,
  differenceTests,
  type ExposureRate,
  type IncidenceContrast,
  type RiskContrast,
} from './arm-figures.js';
import { type MissingStartRule, missingStartRules, type UnusualStarts } from './event-times.js';
import { type AdverseEventInput, readEvents } from './read-events.js';
import { summariseRows } from './summarise-rows.js';

export const adverseEventLevels = ['body-system-and-term', 'body-system', 'term', 'none'] as const;
export type AdverseEventLevels = (typeof adverseEventLevels)[number];

export const adverseEventOrders = ['frequency', 'alphabet'] as const;
export type AdverseEventOrder = (typeof adverseEventOrders)[number];

export const exposureRules = ['until-first-event', 'whole'] as const;
export type ExposureRule = (typeof exposureRules)[number];

export interface AdverseEventOptions {
  readonly by?: AdverseEventLevels;
  readonly order?: AdverseEventOrder;
  /** The arm whose subjects decide the order by frequency; all arms together when null. */
  readonly orderArm?: string | null;
  /** Rows are kept where the share of subjects in some arm is at least this. */
  readonly threshold?: number;
  readonly severity?: boolean;
  readonly per?: number;
  /** Time at risk of incidence; null for the first rule where starts are known, else the second. */
  readonly exposure?: ExposureRule | null;
  readonly missingStart?: MissingStartRule;
  /** Whether arms are also compared by incidence. */
  readonly compareIncidence?: boolean;
  readonly interval?: DifferenceInterval;
  readonly test?: DifferenceTest;
  readonly level?: number;
}

/** One arm of one row. */
export interface AdverseEventArm {
  /** null for all arms together. */
  readonly arm: string | null;
  /** Subjects with at least one event. */
  readonly subjects: number;
  readonly events: number;
  /** Subjects with an event among all subjects of the arm. */
  readonly proportion: Estimable;
  /** Divisor of `incidence`, in units of exposure; null where exposure is not known. */
  readonly timeAtRisk: number | null;
  /** Subjects with an event over `timeAtRisk`; null where exposure is not known. */
  readonly incidence: ExposureRate | null;
  /** Events over the whole exposure of all subjects. */
  readonly eventRate: ExposureRate | null;
  /** Subjects by their worst severity, mildest first, then those whose severity was not recorded. */
  readonly worstSeverity: readonly {
    readonly severity: string;
    readonly subjects: number;
    readonly proportion: Estimable;
  }[];
}

export interface AdverseEventRow {
  readonly level: 'any' | 'body-system' | 'term';
  /** Name that no other row has; null for any adverse event. */
  readonly name: string | null;
  /** The system organ class that a term stands under. */
  readonly bodySystem: string | null;
  readonly arms: readonly AdverseEventArm[];
  readonly differences: readonly (RiskContrast & { readonly of: string; readonly versus: string })[];
  /** Empty unless `compareIncidence` is set. */
  readonly incidenceContrasts: readonly (IncidenceContrast & {
    readonly of: string;
    readonly versus: string;
  })[];
}

export interface AdverseEventSummary {
  readonly arms: readonly {
    readonly arm: string | null;
    readonly n: number;
    readonly exposure: number | null;
  }[];
  readonly rows: readonly AdverseEventRow[];
  /** Terms, or classes where only those are shown, that the threshold left out. */
  readonly belowThreshold: number;
  /** The time at risk of incidence; null where exposure is not known. */
  readonly exposure: ExposureRule | null;
  /** Events placed at an end of the exposure; null unless time at risk ends with the first event. */
  readonly starts: UnusualStarts | null;
}

/**
 * Counts who had adverse events: subjects with at least one event and events, overall, by system organ class and by
 * preferred term, with rates over time at risk and risk differences.
 *
 * - A subject counts once in each row, whatever the number of its events. Percentages are of all subjects of the arm,
 *   with or without events.
 * - Rates are per `per` (default 100) units of exposure with Garwood's exact interval. `eventRate` divides the events by
 *   the exposure of all subjects of the arm (EAER), `incidence` the subjects with an event by time at risk (EAIR).
 * - Time at risk (`exposure`): `until-first-event` counts each subject until its first event of the row, and without one
 *   for its whole exposure; `whole` counts all of its exposure, which makes frequent events look rarer than they are.
 *   The default is the former where `events.start` and `exposure` are there, else the latter.
 * - A start before exposure leaves no time at risk, one after it the whole exposure; the subject counts all the same. A
 *   missing start is taken at the start of exposure (default, the highest incidence) or at its end (the lowest), by
 *   `missingStart`. `starts` says how many events each of these concerns.
 * - With `compareIncidence`, incidences are set against the reference too: difference with the score interval of
 *   Miettinen and Nurminen for rates, ratio with the score interval, and the score test of equal rates.
 * - Worst severity (with `severity`) is the highest that a subject had in the row.
 * - Risk differences against the reference: Miettinen-Nurminen (default) or Newcombe intervals; p of the score test
 *   (default) or of Fisher's exact test, not adjusted for the number of terms.
 * - `order`: `frequency` (default) puts rows with more subjects first, in `orderArm` or in all arms together, then rows
 *   with more events, then the alphabet. Terms are ordered within their class.
 * - `threshold`: terms below it in every arm are left out, and so are classes without a term left. Counts of a class
 *   still hold all of its terms.
 *
 * Cost: O(events + subjects) for the counts and times, and two root searches for each row and contrast.
 *
 * @throws MethodError when codes name no level, arrays differ in length, exposure is negative or not finite, or an
 * option is out of range or asks for what needs exposure or starts without them.
 *
 * Sources: Garwood F. Biometrika 1936;28:437-442. Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Newcombe RG. Stat
 * Med 1998;17:873-890. Graham PL, Mengersen K, Morton AP. Stat Med 2003;22:2071-2083 (ratio of incidences). Oracle:
 * test/oracles/adverse-event-summary.
 */
export function adverseEventSummary(
  input: AdverseEventInput,
  options: AdverseEventOptions = {},
): AdverseEventSummary {
  requireObject(id, 'data', input, 'group, reference, exposureUnit and events');
  requireOptions(id, options, {
    by: adverseEventLevels,
    order: adverseEventOrders,
    orderArm: 'checked later',
    threshold: 'checked later',
    severity: 'yes or no',
    per: 'checked later',
    exposure: 'checked later',
    missingStart: missingStartRules,
    compareIncidence: 'yes or no',
    interval: differenceIntervals,
    test: differenceTests,
    level: 'checked later',
  });
  const {
    by = 'body-system-and-term',
    order = 'frequency',
    orderArm = null,
    threshold = 0,
    severity = false,
    per = 100,
    exposure = null,
    missingStart = 'start-of-exposure',
    compareIncidence = false,
    interval = 'miettinen-nurminen',
    test = 'score',
    level = 0.95,
  } = options;
  requireProbability(id, 'threshold', threshold);
  requirePositive(id, 'per', per);
  requireLevel(id, 'level', level);
  const data = readEvents(id, input);
  for (const [name, arm] of [
    ['orderArm', orderArm],
    ['reference', data.reference],
  ] as const) {
    if (arm !== null && !data.group.levels.includes(arm)) {
      throw argumentError(id, name, 'names no arm', arm, `one of ${data.group.levels.join(', ')}`);
    }
  }
  if (compareIncidence && data.exposure === undefined) {
    throw argumentError(
      id,
      'compareIncidence',
      'needs the exposure of the subjects',
      undefined,
      'data.exposure',
    );
  }
  return summariseRows(data, {
    by,
    order,
    orderArm,
    threshold,
    severity,
    per,
    exposure: exposureRule(exposure, data),
    missingStart,
    compareIncidence,
    interval,
    test,
    level,
  });
}

/** What is asked for, or what the data allow; null without exposure. */
function exposureRule(
  asked: ExposureRule | null,
  { exposure, events }: Omit<AdverseEventsData, 'kind'>,
): ExposureRule | null {
  if (asked !== null) requireOneOf(id, 'exposure', asked, exposureRules);
  const hasStarts = exposure !== undefined && events.start !== undefined;
  if (asked === 'until-first-event' && !hasStarts) {
    throw argumentError(
      id,
      'exposure',
      'needs the start of each event and the exposure of each subject',
      `"${asked}"`,
      'data.events.start and data.exposure',
      'In a specification name them with `start` and `exposure` of the endpoint.',
    );
  }
  if (exposure === undefined) return null;
  return asked ?? (hasStarts ? 'until-first-event' : 'whole');
}

const id = 'adverse-event-summary';
