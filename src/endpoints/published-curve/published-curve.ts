import { z } from 'zod';
import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { information, type Notice, warning } from '../../core/notice.js';
import { roundHalfAway } from '../../core/round-half-away.js';
import { numberColumn, requiredNumber, requiredText } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { selectArms } from '../select-arms.js';
import type { PublishedCurve } from './curve-points.js';
import { type ReconstructedSurvival, reconstructSurvival } from './reconstruct-survival.js';

interface Arm {
  readonly name: string;
  readonly rows: ReconstructedSurvival;
}

/**
 * Times of patients worked back from a printed survival curve and the numbers at risk beneath it (Guyot and others,
 * BMC Med Res Methodol 2012;12:9). They are not observed data: the title of every result says "reconstructed", and a
 * notice gives the error against the curve and what decided the censoring.
 */
export const publishedCurve = defineEndpoint({
  id: 'published-curve',
  label: 'Patient times reconstructed from a published curve',
  summary: 'Times of patients worked back from the points of a printed curve and its numbers at risk.',
  gives: 'survival',
  reconstructs: true,
  dictionaries: ['published-curve'],
  options: z.strictObject({
    event: z.string().default('event').describe('What an event is, in words.'),
    timeUnit: z.string().default('days').describe('Unit of TIME, in words.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const members = new Map<string, number[]>();
    for (const row of rows) {
      const arm = requiredText(dataset, 'ARM', row);
      members.set(arm, [...(members.get(arm) ?? []), row]);
    }
    const arms = selectArms(
      [...members].map(
        ([name, own]): Arm => ({ name, rows: reconstructSurvival(curveOf(dataset, name, own)) }),
      ),
      compare,
      dataset,
    );
    const join = (pick: (arm: Arm) => ArrayLike<number>) => arms.flatMap((arm) => Array.from(pick(arm)));
    return {
      data: {
        kind: 'survival',
        time: Float64Array.from(join(({ rows: own }) => own.time)),
        event: Uint8Array.from(join(({ rows: own }) => own.event)),
        group: {
          levels: arms.map(({ name }) => name),
          codes: Int32Array.from(arms.flatMap(({ rows: own }, level) => Array.from(own.time, () => level))),
        },
        reference: compare?.versus ?? null,
        covariates: [],
        timeUnit: options.timeUnit,
        eventLabel: options.event,
      },
      population: {
        label: 'reconstructed from a published curve',
        groups: arms.map(({ name, rows: own }) => ({ name, n: own.n, events: own.events })),
        exclusions: [],
      },
      notices: arms.map(describe),
    };
  },
});

function curveOf(dataset: Dataset, arm: string, rows: readonly number[]): PublishedCurve {
  const ordered = [...rows].sort(
    (left, right) => requiredNumber(dataset, 'TIME', left) - requiredNumber(dataset, 'TIME', right),
  );
  const present = (name: string) => {
    if (!dataset.columns.has(name)) return [];
    const column = numberColumn(dataset, name);
    return ordered
      .filter((row) => !column.missing[row])
      .map((row) => ({ time: requiredNumber(dataset, 'TIME', row), value: column.values[row]! }));
  };
  const points = present('SURVIVAL');
  const atRisk = present('AT_RISK');
  const totals = new Set(present('TOTAL_EVENTS').map(({ value }) => value));
  if (points.length === 0 || atRisk[0]?.time !== 0) {
    throw new DataError({
      code: 'data/incomplete-curve',
      where: `${dataset.source.file}, arm "${arm}"`,
      what:
        points.length === 0 ? 'The arm has no point of its curve' : 'The arm has no number at risk at time 0',
      expected: 'points with SURVIVAL, and AT_RISK at least at TIME 0, which is the size of the arm',
    });
  }
  if (totals.size > 1) {
    throw new DataError({
      code: 'data/contradicting-totals',
      where: `${dataset.source.file}, arm "${arm}"`,
      what: 'TOTAL_EVENTS differs between rows of the arm',
      got: [...totals].join(', '),
      expected: 'one total',
    });
  }
  return {
    time: points.map(({ time }) => time),
    survival: points.map(({ value }) => value),
    numbersAtRisk: atRisk.map(({ time, value }) => ({ time, n: value })),
    totalEvents: [...totals][0],
  };
}

const censoringWords = {
  'numbers-at-risk': 'censoring follows the printed numbers at risk',
  'total-events': 'censoring is spread evenly, to give the printed total of events',
  'no-censoring': 'nothing was known of censoring, so that events and precision are overstated',
} as const;

function describe({ name, rows }: Arm): Notice {
  const error = roundHalfAway(rows.rootMeanSquareError, 4);
  const message = `"${name}": ${rows.n} patients and ${rows.events} events were reconstructed from a printed curve, not observed; root mean square error against the curve ${error}; ${censoringWords[rows.basis]}.`;
  return rows.basis === 'no-censoring'
    ? warning('reconstructed', message)
    : information('reconstructed', message);
}
