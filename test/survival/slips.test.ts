import { describe, expect, it } from 'vitest';
import { MethodError } from '../../src/core/errors.js';
import * as toolkit from '../../src/index.js';

const time = [5, 8, 3, 9, 12, 4, 7, 11, 2, 6, 10, 13];
const event = [1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0];
const kind = [1, 2, 0, 1, 0, 2, 1, 0, 2, 1, 1, 0];
const group = time.map((_, row) => (row % 2 === 0 ? 'a' : 'b'));
const x = time.map((value, row) => ((value * 7 + row) % 11) / 10);
const survival = { time, event, group };
const withCovariate = { ...survival, covariates: { x } };
const recurrent = { subject: time.map((_, row) => row), time, event, group };
const intervals = { lower: time.map((value) => value - 1), upper: time, group };

/** Each plain function with arguments that it takes, and a word option of it. */
const calls: Record<string, readonly [(input: never, options: never) => unknown, object, object, string?]> = {
  kaplanMeier: [toolkit.kaplanMeier, survival, {}, 'transform'],
  logRank: [toolkit.logRank, survival, {}],
  weightedLogRank: [toolkit.weightedLogRank, survival, {}, 'weights'],
  maxCombo: [toolkit.maxCombo, survival, {}, 'alternative'],
  cox: [toolkit.cox, withCovariate, {}, 'ties'],
  cumulativeIncidence: [toolkit.cumulativeIncidence, { time, event: kind, group }, {}, 'variance'],
  fineGray: [toolkit.fineGray, { time, event: kind, group }, {}, 'censoringWeights'],
  restrictedMeanSurvivalTime: [toolkit.restrictedMeanSurvivalTime, survival, { tau: 8 }, 'window'],
  parametricSurvival: [toolkit.parametricSurvival, survival, {}, 'distribution'],
  parametricIntervalSurvival: [toolkit.parametricIntervalSurvival, intervals, {}, 'distribution'],
  roystonParmar: [toolkit.roystonParmar, survival, {}, 'scale'],
  piecewiseExponential: [toolkit.piecewiseExponential, survival, { pieces: 2 }],
  landmarkSurvival: [toolkit.landmarkSurvival, survival, { landmark: 2 }, 'quantileRule'],
  milestoneSurvival: [toolkit.milestoneSurvival, survival, { times: [6] }, 'beyondLastObservation'],
  conditionalSurvival: [toolkit.conditionalSurvival, survival, { given: [2], times: [6] }, 'transform'],
  standardisedSurvival: [toolkit.standardisedSurvival, withCovariate, {}, 'variance'],
  timeDependentAuc: [toolkit.timeDependentAuc, { time, event, predictions: x }, { times: [6] }],
  brierScore: [toolkit.brierScore, { time, event, predictions: x }, { times: [6] }],
  turnbull: [toolkit.turnbull, intervals, {}, 'interval'],
  meanCumulativeFunction: [toolkit.meanCumulativeFunction, recurrent, {}, 'interval'],
  andersenGill: [toolkit.andersenGill, recurrent, {}, 'ties'],
  prenticeWilliamsPeterson: [toolkit.prenticeWilliamsPeterson, recurrent, {}, 'clock'],
  annualisedRelapseRate: [
    toolkit.annualisedRelapseRate,
    { events: event, exposure: time, group },
    {},
    'model',
  ],
  hierarchicalWinRatio: [
    toolkit.hierarchicalWinRatio,
    { group, levels: [{ kind: 'time-to-event', time, event }] },
    {},
    'variance',
  ],
  multiState: [
    toolkit.multiState,
    {
      id: time.map(String),
      start: time.map(() => 0),
      stop: time,
      from: time.map(() => 'well'),
      to: event.map((value) => (value === 1 ? 'ill' : null)),
      group,
    },
    {},
    'initialDistribution',
  ],
};

describe('slips of callers without a type checker', () => {
  describe.each(Object.keys(calls))('%s', (name) => {
    const [run, input, options, word] = calls[name]!;
    const call = (given: unknown, chosen: unknown) => () => run(given as never, chosen as never);

    it('runs without them', () => {
      expect(call(input, options)).not.toThrow();
    });

    it('refuses a misspelt option, and options that are none', () => {
      expect(call(input, { ...options, levle: 0.9 })).toThrow(/"levle" is no option.*"level"|no option/);
      for (const none of [null, 5]) expect(call(input, none)).toThrow(MethodError);
    });

    it('refuses a word that is no choice', () => {
      if (word === undefined) return;
      expect(call(input, { ...options, [word]: 'of course' })).toThrow(/is not a choice/);
    });

    it('refuses missing input, and each column that is missing, text or of another length', () => {
      expect(call(undefined, options)).toThrow(MethodError);
      for (const [column, values] of Object.entries(input)) {
        if (!Array.isArray(values) || column === 'levels') continue;
        expect(call({ ...input, [column]: 'abc' }, options), column).toThrow(MethodError);
        expect(call({ ...input, [column]: values.slice(1) }, options), column).toThrow(MethodError);
        if (column !== 'group') {
          expect(call({ ...input, [column]: undefined }, options), column).toThrow(MethodError);
        }
      }
    });
  });

  it('keep a slip in the direction of an outcome from turning it round', () => {
    const win = (level: object) => () => toolkit.hierarchicalWinRatio({ group, levels: [level] as never });
    expect(win({ kind: 'continuous', values: x, better: 'smaller' })).toThrow(/not a choice/);
    expect(win({ kind: 'numeric', values: x })).toThrow(/not a choice/);
    expect(win({ kind: 'continuous' })).toThrow(MethodError);
  });

  it('find columns under the names of other software', () => {
    const weights = time.map(() => 2);
    expect(() => toolkit.kaplanMeier({ ...survival, weights } as never)).toThrow(/Did you mean "weight"/);
    expect(() => toolkit.logRank({ ...survival, stratum: group } as never)).toThrow(/Did you mean "strata"/);
    expect(() => toolkit.fineGray({ time, event: kind, groups: group } as never)).toThrow(/"group"/);
    expect(() => toolkit.kaplanMeier({ ...survival, sex: group } as never)).not.toThrow();
  });

  it('find a missing subject', () => {
    const subject = [null, ...recurrent.subject.slice(1)] as number[];
    expect(() => toolkit.andersenGill({ ...recurrent, subject })).toThrow(/"subject" is missing in row 1/);
  });
});

describe('numbers beyond what a double holds', () => {
  it('are not estimable ratios', () => {
    const tiny = { ...survival, covariates: { x: x.map((value) => value * 1e-150) } };
    const overflow = { notEstimable: 'overflow' };
    expect(toolkit.parametricSurvival(tiny).ratios.map(({ upper }) => upper)).toContainEqual(overflow);
    expect(toolkit.piecewiseExponential(tiny, { pieces: 2 }).hazardRatios[1]!.upper).toEqual(overflow);
    expect(toolkit.roystonParmar(tiny).hazardRatios[1]!.upper).toEqual(overflow);
  });

  it('leave an interval-censored fit without a maximum typed', () => {
    const lost = {
      lower: [5, 1, 0.5, 1],
      upper: [Number.POSITIVE_INFINITY, 2, 1, 1],
      group: ['a', 'b', 'c', 'b'],
    };
    const fit = toolkit.parametricIntervalSurvival(lost, { distribution: 'log-normal' });
    expect(fit.status).toBe('not-converged');
    const weighted = {
      lower: [6, 4.5000000005, 10.5, 17],
      upper: [Number.POSITIVE_INFINITY, 9.000000001, 21, 17],
      group: ['a', 'b', 'c', 'd'],
      weight: [0.5, 2.98, 0.5, 2.635],
    };
    const other = toolkit.parametricIntervalSurvival(weighted, { distribution: 'log-normal' });
    expect(other.status).toBe('not-converged');
    const flat = toolkit.parametricIntervalSurvival(
      {
        lower: [0.001, 0.0099, 0.0019],
        upper: [Number.POSITIVE_INFINITY, 0.0198, 0.0039],
        group: ['a', 'b', 'c'],
      },
      { distribution: 'log-normal' },
    );
    for (const { upper } of flat.ancillary) {
      expect(typeof upper === 'number' ? Number.isFinite(upper) : upper).toBeTruthy();
    }
  });

  it('are refused as weights where late entry follows an empty risk set', () => {
    const late = {
      time: [1, 2, 5, 6],
      event: [1, 1, 1, 1],
      entry: [0, 0, 3, 3],
      group: ['a', 'b', 'a', 'b'],
    };
    expect(() => toolkit.weightedLogRank(late, { weights: 'modestly-weighted', milestone: 3 })).toThrow(
      /infinite weights/,
    );
  });

  it('are refused as weights of a time with one subject at risk, which add no variance', () => {
    const late = { time: [1, 5, 6], event: [1, 1, 1], entry: [0, 3, 5], group: ['a', 'b', 'a'] };
    expect(() => toolkit.weightedLogRank(late, { weights: 'modestly-weighted', milestone: 3 })).toThrow(
      /infinite weights/,
    );
  });

  it('do not come from counts of very many subjects', () => {
    const heavy = { time, event: kind, group, weight: time.map(() => 1e9) };
    const { curves, grayTest } = toolkit.cumulativeIncidence(heavy, { times: [8] });
    const light = toolkit.cumulativeIncidence({ time, event: kind, group }, { times: [8] });
    expect(curves[0]!.incidence.length).toBe(light.curves[0]!.incidence.length);
    curves[0]!.incidence.forEach((value, step) => {
      expect(value).toBeCloseTo(light.curves[0]!.incidence[step]!, 12);
    });
    expect(curves[0]!.n).toBe(6e9);
    expect(grayTest!.p).toBeLessThan(1e-300);
  });
});

describe('names', () => {
  it('that are missing are found wherever they stand', () => {
    for (const row of [0, 1, 2, 5]) {
      const holes = group.map((name, index) => (index === row ? (undefined as never) : name));
      expect(() => toolkit.logRank({ ...survival, group: holes })).toThrow(
        new RegExp(`"group" is missing in row ${row + 1}`),
      );
    }
    expect(() => toolkit.logRank({ ...survival, group: group.map(() => Number.NaN) as never })).toThrow(
      /missing in row 1/,
    );
  });

  it('may be numbers', () => {
    const numbers = group.map((name) => (name === 'a' ? 0 : 1)) as never;
    const result = toolkit.logRank({ ...survival, group: numbers }, { reference: '0' });
    expect(result.groups.map((row) => row.group)).toEqual(['0', '1']);
    expect(result.chiSquare).toBe(toolkit.logRank(survival).chiSquare);
  });
});

describe('a time that differs from an observed one by rounding error', () => {
  const near = {
    time: [0.1, 0.2, 0.3, 0.3, 0.2, 0.1],
    event: [1, 0, 0, 0, 1, 1],
    group: ['a', 'a', 'a', 'b', 'b', 'b'],
  };
  const late = 0.1 + 0.2;

  it('is that time', () => {
    expect(late).toBeGreaterThan(0.3);
    expect(toolkit.restrictedMeanSurvivalTime(near, { tau: late }).contrasts).toEqual(
      toolkit.restrictedMeanSurvivalTime(near, { tau: 0.3 }).contrasts,
    );
    const recurring = { ...near, subject: near.time.map((_, row) => row) };
    const { at } = toolkit.meanCumulativeFunction(recurring, { times: [late] }).curves[0]!;
    expect(at[0]!.mean).toBeCloseTo(1 / 3, 12);
    const { curves } = toolkit.cumulativeIncidence(near, { times: [late] });
    expect(curves[0]!.at[0]!.incidence).toBeCloseTo(1 / 3, 12);
    expect(curves[0]!.at[0]!.atRisk).toBe(1);
    const risks = { time: near.time, event: near.event, predictions: near.time };
    expect(toolkit.brierScore(risks, { times: [late] }).times[0]!.brier).toBe(
      toolkit.brierScore(risks, { times: [0.3] }).times[0]!.brier,
    );
  });
});
