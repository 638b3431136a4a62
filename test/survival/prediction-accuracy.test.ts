import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brierScore } from '../../src/survival/brier-score/brier-score.js';
import { timeDependentAuc } from '../../src/survival/time-dependent-auc/time-dependent-auc.js';
import { expectClose, readOracle } from './oracle.js';

type Keys = 'time' | 'auc' | 'brier' | 'aucError' | 'brierError' | 'nullBrier';
interface Case {
  readonly name: string;
  readonly input: {
    readonly time: readonly number[];
    readonly event: readonly number[];
    readonly risk: readonly (readonly number[])[];
  };
  readonly options: { readonly times: readonly number[]; readonly level: number };
  readonly expected: readonly Readonly<
    Record<Keys | 'riskRegressionAucError' | 'riskRegressionBrierError', number>
  >[];
}

describe('prediction accuracy against riskRegression and moved weights in R', () => {
  const oracle = readOracle<Case>('time-dependent-auc', 'score');
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const given = { time: input.time, event: input.event, predictions: input.risk };
      const areas = timeDependentAuc(given, options);
      const scores = brierScore(given, options);
      expected.forEach((row, index) => {
        expectClose(areas[index]!.auc, row.auc, oracle.tolerance, 'auc');
        expectClose(areas[index]!.standardError, row.aucError, 1e-7, 'auc error');
        expectClose(areas[index]!.standardError, row.riskRegressionAucError, 1e-4, 'auc error, package');
        const score = scores.times[index]!;
        expectClose(score.brier, row.brier, oracle.tolerance, 'brier');
        expectClose(score.reference, row.nullBrier, oracle.tolerance, 'null brier');
        expectClose(score.standardError, row.brierError, 1e-7, 'brier error');
        // The package divides by Y where the derivative of the product-limit weights has Y - d: the same for large Y.
        expectClose(score.standardError, row.riskRegressionBrierError, 2e-3, 'brier error, package');
      });
    });
  }
});

const subjects = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 12 }),
    event: fc.integer({ min: 0, max: 1 }),
    risk: fc.integer({ min: 0, max: 10 }).map((value) => value / 10),
  }),
  { minLength: 6, maxLength: 40 },
);
type Subjects = readonly { readonly time: number; readonly event: number; readonly risk: number }[];
const inputOf = (list: Subjects) => ({
  time: list.map(({ time }) => time),
  event: list.map(({ event }) => event),
  predictions: list.map(({ risk }) => risk),
});

describe('prediction accuracy laws', () => {
  it('without censoring is the plain area under the curve and the plain mean squared error', () => {
    fc.assert(
      fc.property(subjects, fc.integer({ min: 2, max: 10 }), (list, horizon) => {
        const all = list.map((row) => ({ ...row, event: 1 }));
        const cases = all.filter(({ time }) => time <= horizon);
        const controls = all.filter(({ time }) => time > horizon);
        fc.pre(cases.length > 0 && controls.length > 0);
        let concordant = 0;
        for (const left of cases) {
          for (const right of controls) {
            concordant += left.risk > right.risk ? 1 : left.risk === right.risk ? 0.5 : 0;
          }
        }
        const [area] = timeDependentAuc(inputOf(all), { times: [horizon] });
        expectClose(area!.auc, concordant / (cases.length * controls.length), 1e-12);
        const squares = all.map(({ time, risk }) => ((time <= horizon ? 1 : 0) - risk) ** 2);
        const mean = squares.reduce((sum, value) => sum + value, 0) / all.length;
        const score = brierScore(inputOf(all), { times: [horizon] }).times[0]!;
        expectClose(score.brier, mean, 1e-12);
        const variance = squares.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1);
        if (variance > 1e-20) expectClose(score.standardError, Math.sqrt(variance / all.length), 1e-12);
      }),
    );
  });

  it('turning a prediction round turns its area; any monotone change leaves it; inputs stay', () => {
    fc.assert(
      fc.property(subjects, fc.integer({ min: 2, max: 10 }), (list, horizon) => {
        const input = inputOf(list);
        const copy = structuredClone(input);
        const area = (predictions: readonly number[]) =>
          timeDependentAuc({ ...input, predictions }, { times: [horizon] })[0]!;
        const one = area(input.predictions);
        if (typeof one.auc !== 'number') return;
        const turned = area(input.predictions.map((value) => -value));
        expectClose(turned.auc, 1 - one.auc, 1e-12);
        const bent = area(input.predictions.map((value) => Math.exp(3 * value)));
        expectClose(bent.auc, one.auc, 1e-12);
        if (typeof one.lower === 'number') {
          expectClose(turned.standardError, one.standardError as number, 1e-9);
          expect(one.lower).toBeLessThanOrEqual(one.auc);
          expect(one.upper).toBeGreaterThanOrEqual(one.auc);
        }
        expect(input).toEqual(copy);
      }),
    );
  });

  it('row order does not matter, and the reference has a scaled score of 0', () => {
    fc.assert(
      fc.property(subjects, fc.integer({ min: 2, max: 10 }), (list, horizon) => {
        const one = brierScore(inputOf(list), { times: [horizon] }).times[0]!;
        const two = brierScore(inputOf([...list].reverse()), { times: [horizon] }).times[0]!;
        if (typeof one.brier !== 'number') return;
        expectClose(two.brier, one.brier, 1e-12);
        if (typeof one.standardError === 'number') {
          expectClose(two.standardError, one.standardError, 1e-9);
        }
        expect(one.reference).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('prediction accuracy edges', () => {
  const input = { time: [1, 2, 3, 4], event: [1, 0, 1, 0], predictions: [0.9, 0.4, 0.6, 0.1] };

  it('says why there is no number', () => {
    const [early, , late] = timeDependentAuc(input, { times: [0.5, 2, 4] });
    expect(early!.auc).toEqual({ notEstimable: 'no-events' });
    expect(late!.auc).toEqual({ notEstimable: 'beyond-last-observation' });
    const score = brierScore(input, { times: [2, 5] });
    expect(score.times[1]!.brier).toEqual({ notEstimable: 'beyond-last-observation' });
    expect(score.integrated.brier).toEqual({ notEstimable: 'beyond-last-observation' });
    expect(brierScore(input, { times: [2] }).integrated.brier).toEqual({
      notEstimable: 'too-few-observations',
    });
    const nobody = { time: [], event: [], predictions: [[]] };
    expect(brierScore(nobody, { times: [1] }).times[0]!.brier).toEqual({ notEstimable: 'empty-group' });
  });

  it('takes the mean over time by the trapezoidal rule', () => {
    const { times, integrated } = brierScore(input, { times: [1, 2, 3.5] });
    const [a, b, c] = times.map(({ brier }) => brier as number);
    expectClose(integrated.brier, ((a! + b!) / 2 + ((b! + c!) / 2) * 1.5) / 2.5, 1e-15);
    expect([integrated.from, integrated.to]).toEqual([1, 3.5]);
  });

  it('scores perfect and useless predictions', () => {
    const sure = { time: [1, 2, 5, 6], event: [1, 1, 1, 0], predictions: [1, 1, 0, 0] };
    expect(brierScore(sure, { times: [3] }).times[0]).toMatchObject({ brier: 0, scaled: 1 });
    expect(timeDependentAuc(sure, { times: [3] })[0]!.auc).toBe(1);
    const same = { ...sure, predictions: [0.5, 0.5, 0.5, 0.5] };
    expect(brierScore(same, { times: [3] }).times[0]).toMatchObject({ brier: 0.25, scaled: 0 });
    expect(timeDependentAuc(same, { times: [3] })[0]).toMatchObject({
      auc: 0.5,
      p: { notEstimable: 'no-variation' },
    });
  });

  it('refuses bad arguments by name', () => {
    expect(() => timeDependentAuc(input, { times: [] })).toThrow(/"times"/);
    expect(() => timeDependentAuc(input, { times: [0] })).toThrow(/"times"/);
    expect(() => brierScore(input, { times: [2, 1] })).toThrow(/ascending/);
    expect(() => brierScore({ ...input, predictions: [2, 0, 0, 0] }, { times: [1] })).toThrow(/row 1/);
    expect(() => timeDependentAuc({ ...input, predictions: [1, 2] }, { times: [1] })).toThrow(/length/);
    expect(() => timeDependentAuc({ ...input, predictions: [input.time] }, { times: [1, 2] })).toThrow(
      /columns/,
    );
  });
});
