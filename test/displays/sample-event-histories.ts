/** Results on histories of several events, for the tests of displays: recurrent events and states. Times are simulated. */
import type { Curve, Result } from '../../src/core/result.js';
import { Xoshiro256 } from '../../src/math/random/xoshiro256.js';
import { meanCumulativeFunctionMethod } from '../../src/survival/mean-cumulative-function/definition.js';
import { sampleResult } from './sample-results.js';

const arms = ['satralizumab', 'placebo'];

/** Relapses of 41 and 42 subjects over at most 96 weeks. */
function relapses(): Result {
  const random = new Xoshiro256(96);
  const rows: { subject: number; entry: number; time: number; event: number; arm: number }[] = [];
  for (let subject = 0; subject < 83; subject += 1) {
    const arm = subject < 41 ? 0 : 1;
    const end = random.uniform() < 0.3 ? 24 + Math.floor(random.uniform() * 72) : 96;
    let entry = 0;
    for (;;) {
      const time = entry + Math.ceil(random.exponential(arm === 0 ? 0.008 : 0.016));
      rows.push({ subject, entry, time: Math.min(time, end), event: time <= end ? 1 : 0, arm });
      if (time >= end) break;
      entry = time;
    }
  }
  const output = meanCumulativeFunctionMethod.run(
    {
      kind: 'recurrent',
      subject: Int32Array.from(rows, ({ subject }) => subject),
      entry: Float64Array.from(rows, ({ entry }) => entry),
      time: Float64Array.from(rows, ({ time }) => time),
      event: Uint8Array.from(rows, ({ event }) => event),
      group: { levels: arms, codes: Int32Array.from(rows, ({ arm }) => arm) },
      reference: 'placebo',
      covariates: [],
      timeUnit: 'weeks',
      eventLabel: 'relapse',
    },
    meanCumulativeFunctionMethod.options.parse({}),
  );
  return sampleResult('relapses', 'mean-cumulative-function', output.parts, {
    title: 'Relapses per patient',
    variable: 'protocol-defined relapses',
    benefit: 'lower',
  });
}

export const recurrentRelapses: Result = relapses();

/** Daily chances of moving on: to discharge, to ventilation and to death from the ward, to the ward and to death from ventilation. */
type Moves = readonly [discharge: number, ventilation: number, death: number, back: number, late: number];

export const hospitalStates = ['discharged', 'on the ward', 'on mechanical ventilation', 'dead'] as const;

/** Shares of states over 28 days by the product of daily moves, with the counts that a trial of this size would have. */
function occupancyCurves(
  group: string,
  n: number,
  [discharge, ventilation, death, back, late]: Moves,
): readonly Curve[] {
  const days = Array.from({ length: 29 }, (_, day) => day);
  const shares: number[][] = [[0, 0.86, 0.14, 0]];
  const entered: number[][] = [[0, 0, 0, 0]];
  for (const day of days.slice(1)) {
    const [home, ward, machine, dead] = shares[day - 1] as [number, number, number, number];
    shares.push([
      home + ward * discharge,
      ward * (1 - discharge - ventilation - death) + machine * back,
      machine * (1 - back - late) + ward * ventilation,
      dead + ward * death + machine * late,
    ]);
    entered.push([ward * discharge, machine * back, ward * ventilation, ward * death + machine * late]);
  }
  const followed = days.map((day) => n - Math.floor(day / 7));
  return hospitalStates.map((state, place): Curve => {
    const estimate = shares.map((row) => row[place]!);
    const limit = (sign: number) =>
      estimate.map((share) =>
        Math.min(1, Math.max(0, share + sign * 1.96 * Math.sqrt((share * (1 - share)) / n))),
      );
    return {
      group,
      state,
      time: days,
      estimate,
      lower: limit(-1),
      upper: limit(1),
      atRisk: estimate.map((share, day) => share * followed[day]!),
      events: entered.map((row) => row[place]! * n),
      censored: days.map((day) => (day % 7 === 0 && day > 0 ? 1 : 0)),
    };
  });
}

const occupancy = (curves: readonly Curve[]): Result =>
  sampleResult(
    'states',
    'multi-state',
    [
      {
        kind: 'curves',
        quantity: 'state-occupancy',
        timeUnit: 'days',
        level: 0.95,
        intervalMethod: 'log transform, infinitesimal jackknife over subjects',
        curves: curves.map((curve) => ({ ...curve, atRisk: curve.atRisk.map((count) => Math.round(count)) })),
      },
    ],
    { title: 'Where patients are over 28 days', variable: 'place and vital status', benefit: 'lower' },
  );

export const stateShares: Result = occupancy([
  ...occupancyCurves('tocilizumab', 2022, [0.062, 0.016, 0.007, 0.06, 0.022]),
  ...occupancyCurves('usual care', 2094, [0.052, 0.02, 0.009, 0.05, 0.026]),
]);

export const stateSharesOfThree: Result = occupancy([
  ...occupancyCurves('tocilizumab', 350, [0.062, 0.016, 0.007, 0.06, 0.022]),
  ...occupancyCurves('sarilumab', 45, [0.065, 0.015, 0.006, 0.06, 0.02]),
  ...occupancyCurves('standard of care without immune modulation', 402, [0.042, 0.022, 0.01, 0.05, 0.03]),
]);
