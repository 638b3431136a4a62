import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareTimeDependentAuc,
  type TwoPredictions,
} from '../../src/survival/time-dependent-auc/compare-areas.js';
import { timeDependentAucMethod } from '../../src/survival/time-dependent-auc/definition.js';
import { timeDependentRoc } from '../../src/survival/time-dependent-auc/roc-curve.js';
import { timeDependentAuc } from '../../src/survival/time-dependent-auc/time-dependent-auc.js';
import { sampleData } from '../sample-data.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly input: {
    readonly time: readonly number[];
    readonly event: readonly number[];
    readonly risk: readonly (readonly number[])[];
  };
  readonly options: { readonly times: readonly number[] };
  readonly expected: readonly { readonly auc: number }[];
}

const areaUnder = (x: readonly number[], y: readonly number[]) =>
  x.slice(1).reduce((sum, value, place) => sum + (value - x[place]!) * ((y[place]! + y[place + 1]!) / 2), 0);

describe('time-dependent ROC curves', () => {
  it('have the areas of riskRegression beneath them', () => {
    const oracle = readOracle<Case>('time-dependent-auc', 'score');
    for (const { input, options, expected } of oracle.cases) {
      const curves = timeDependentRoc({ ...input, predictions: input.risk }, options);
      curves.forEach(({ falsePositive, sensitivity }, place) => {
        expectClose(areaUnder(falsePositive, sensitivity), expected[place]!.auc, oracle.tolerance);
      });
    }
  });

  it('rise from (0, 0) to (1, 1) with their thresholds falling, and hold the area', () => {
    const subjects = fc.array(
      fc.record({
        time: fc.integer({ min: 1, max: 12 }),
        event: fc.integer({ min: 0, max: 1 }),
        score: fc.integer({ min: 0, max: 9 }),
      }),
      { minLength: 6, maxLength: 40 },
    );
    fc.assert(
      fc.property(subjects, fc.integer({ min: 2, max: 10 }), (list, horizon) => {
        const input = {
          time: list.map(({ time }) => time),
          event: list.map(({ event }) => event),
          predictions: list.map(({ score }) => score),
        };
        const [area] = timeDependentAuc(input, { times: [horizon] });
        const [roc] = timeDependentRoc(input, { times: [horizon] });
        if (typeof area!.auc !== 'number') {
          expect(roc!.reason).toEqual(area!.auc);
          return;
        }
        const { falsePositive: x, sensitivity: y, threshold } = roc!;
        expectClose(areaUnder(x, y), area!.auc, 1e-12);
        expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
        for (let place = 1; place < x.length; place += 1) {
          expect(x[place]! >= x[place - 1]! && y[place]! >= y[place - 1]! - 1e-12).toBe(true);
          if (place > 1) expect(threshold[place]!).toBeLessThan(threshold[place - 1]!);
        }
      }),
    );
  });

  it('go through the corner for a perfect score', () => {
    const [roc] = timeDependentRoc(
      { time: [1, 2, 5, 6], event: [1, 1, 1, 0], predictions: [9, 8, 1, 0] },
      { times: [3] },
    );
    expect(roc).toMatchObject({
      falsePositive: [0, 0, 0, 0.5, 1],
      sensitivity: [0, 0.5, 1, 1, 1],
      threshold: [null, 9, 8, 1, 0],
    });
  });
});

interface DifferenceCase {
  readonly input: TwoPredictions;
  readonly times: readonly number[];
  readonly expected: readonly {
    readonly difference: number;
    readonly error: number;
    readonly riskRegressionError: number;
  }[];
}

describe('two scores on the same subjects', () => {
  const oracle = readOracle<DifferenceCase>('time-dependent-auc', 'differences');

  it('differ as riskRegression and moved weights in R say', () => {
    for (const { input, times, expected } of oracle.cases) {
      const rows = compareTimeDependentAuc(input, { times });
      expected.forEach((wanted, place) => {
        expectClose(rows[place]!.estimate, wanted.difference, oracle.tolerance, 'difference');
        expectClose(rows[place]!.standardError, wanted.error, 1e-7, 'error');
        expectClose(rows[place]!.standardError, wanted.riskRegressionError, 1e-4, 'error, package');
      });
    }
  });

  it('turn their sign when they change places, and do not differ from themselves', () => {
    const { input, times } = oracle.cases[0]!;
    const one = compareTimeDependentAuc(input, { times });
    const two = compareTimeDependentAuc(
      { ...input, predictions: input.versus, versus: input.predictions },
      { times },
    );
    one.forEach((row, place) => {
      expectClose(two[place]!.estimate, -(row.estimate as number), 1e-15);
      expectClose(two[place]!.p, row.p as number, 1e-12);
      expect(row.lower).toBeLessThan(row.estimate as number);
    });
    const same = compareTimeDependentAuc({ ...input, versus: input.predictions }, { times });
    expect(same[0]).toMatchObject({ estimate: 0, p: { notEstimable: 'no-variation' } });
    const [early, late] = compareTimeDependentAuc(input, { times: [1e-9, 1e9] });
    expect(early!.estimate).toEqual({ notEstimable: 'no-events' });
    expect(late!.p).toEqual({ notEstimable: 'beyond-last-observation' });
  });
});

describe('time-dependent-auc as a method', () => {
  const data = sampleData.survival;
  const run = (given: object, own = data) =>
    timeDependentAucMethod.run(own, timeDependentAucMethod.options.parse(given));

  it('gives areas, counts, tests and curves of the only covariate', () => {
    const { parts, notices } = run({ times: [5, 10] });
    const [summary, test, points] = parts;
    if (summary?.kind !== 'summary' || test?.kind !== 'test' || points?.kind !== 'points')
      throw new Error('unexpected parts');
    const wanted = timeDependentAuc(
      { time: data.time, event: data.event, predictions: data.covariates[0]!.values },
      { times: [5, 10] },
    );
    wanted.forEach(({ time, auc, lower, upper, standardError, cases, controls, z, p }) => {
      const term = `${time} days`;
      const rows = summary.rows.filter((row) => row.term === term);
      expect(rows.map(({ statistic, value }) => [statistic, value])).toEqual([
        ['auc', auc],
        ['standard-error', standardError],
        ['n', cases + controls],
        ['events', cases],
      ]);
      expect(rows[0]!.interval).toMatchObject({ lower, upper, level: 0.95 });
      expect(test.rows.find((row) => row.term === term)).toMatchObject({ value: z, p });
    });
    expect(points.series.map(({ name }) => name)).toEqual(['5 days', '10 days']);
    expect(points.series[0]!.labels![0]).toBe('');
    expect(Number(points.series[0]!.labels![1])).toBeCloseTo(Math.max(...data.covariates[0]!.values), 3);
    expect(notices.map(({ code }) => code)).toEqual(['time-dependent-auc/in-sample']);
  });

  it('turns round with the direction', () => {
    const first = (given: object) => {
      const [part] = run({ times: [10], ...given }).parts;
      return part?.kind === 'summary' ? (part.rows[0]!.value as number) : Number.NaN;
    };
    expectClose(first({ direction: 'lower' }), 1 - first({}), 1e-12);
    const points = run({ times: [10], direction: 'lower' }).parts[2];
    const cuts = points?.kind === 'points' ? points.series[0]!.labels!.slice(1).map(Number) : [];
    expect(cuts).toEqual([...cuts].sort((left, right) => left - right));
    expect(cuts[0]).toBeGreaterThan(0);
  });

  it('compares two scores, each with curves of its own', () => {
    const noise = Float64Array.from(data.time, (_, row) => (row * 37) % 80);
    const two = { ...data, covariates: [...data.covariates, { name: 'NOISE', values: noise }] };
    const { parts } = run({ times: [5, 10], marker: 'AGE', versus: 'NOISE' }, two);
    expect(parts.map(({ kind }) => kind)).toEqual(['summary', 'estimates', 'test', 'points']);
    const [summary, estimates, , points] = parts;
    if (summary?.kind !== 'summary' || estimates?.kind !== 'estimates' || points?.kind !== 'points')
      throw new Error('unexpected parts');
    const area = (term: string) =>
      summary.rows.find((row) => row.term === term && row.statistic === 'auc')!.value as number;
    const [, late] = estimates.rows;
    expect(late).toMatchObject({
      statistic: 'auc-difference',
      term: '10 days',
      of: 'AGE',
      versus: 'NOISE',
    });
    expectClose(late!.estimate, area('AGE, 10 days') - area('NOISE, 10 days'), 1e-14);
    expect(points.series.map(({ name }) => name)).toEqual([
      'AGE, 5 days',
      'AGE, 10 days',
      'NOISE, 5 days',
      'NOISE, 10 days',
    ]);
    expect(() => run({ times: [5], marker: 'AGE', versus: 'NOSE' }, two)).toThrow(/Did you mean "NOISE"/);
  });

  it('asks which covariate, and for times', () => {
    const two = { ...data, covariates: [...data.covariates, { name: 'CRP', values: data.time }] };
    expect(() => run({ times: [5] }, two)).toThrow(/AGE, CRP/);
    expect(() => run({ times: [5] }, { ...data, covariates: [] })).toThrow(/"marker"/);
    expect(() => run({ times: [5], marker: 'AGF' })).toThrow(/Did you mean "AGE"/);
    expect(() => run({ times: [5] }, { ...data, weight: new Float64Array(80).fill(1) })).toThrow(/weights/);
    expect(() => timeDependentAucMethod.options.parse({})).toThrow(/times/);
  });

  it('has no curve where there is no area', () => {
    const [summary, , points] = run({ times: [0.5, 10] }).parts;
    expect(summary?.kind === 'summary' ? summary.rows[0]!.value : null).toEqual({
      notEstimable: 'no-events',
    });
    expect(points?.kind === 'points' ? points.series.map(({ name }) => name) : []).toEqual(['10 days']);
  });
});
