import { describe, expect, it } from 'vitest';
import { prenticeWilliamsPetersonMethod } from '../../src/survival/prentice-williams-peterson/definition.js';
import { prenticeWilliamsPeterson } from '../../src/survival/prentice-williams-peterson/prentice-williams-peterson.js';
import { sampleData } from '../sample-data.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';
import { type RecurrentFitCase, type RecurrentRows, threeSubjects } from './recurrent-histories.js';

const oracle = readOracle<RecurrentFitCase>(
  'prentice-williams-peterson',
  'fits',
) as Oracle<RecurrentFitCase> & RecurrentRows;
const { treated, score, ...rows } = oracle.data;

describe('prentice-williams-peterson against R survival', () => {
  for (const { name, ties, expected } of oracle.cases) {
    it(`${name} ${ties}`, () => {
      const result = prenticeWilliamsPeterson(
        { ...rows, covariates: { treated, score } },
        {
          ties,
          clock: name === 'gap' ? 'gap' : 'total',
          ...(name === 'pooled' ? { maximumStratum: 2 } : {}),
        },
      );
      expect(result.status).toBe('converged');
      expected.coefficients.forEach((value, i) => {
        expectClose(result.coefficients[i]!.logHazardRatio, value, oracle.tolerance);
        expected.coefficients.forEach((_, j) => {
          expectClose(result.covariance[i]![j], expected.covariance[i]![j]!, oracle.tolerance);
        });
      });
      expectClose(result.logLikelihood, expected.logLikelihood, 1e-11);
    });
  }
});

describe('prentice-williams-peterson edges', () => {
  it('refuses no stratum at all', () => {
    expect(() =>
      prenticeWilliamsPeterson({ ...threeSubjects, group: ['x', 'x', 'x', 'x', 'y'] }, { maximumStratum: 0 }),
    ).toThrow(/maximumStratum/);
  });

  it('pooled into one stratum on the total clock, it has the strata of the input alone', () => {
    const input = { ...rows, covariates: { treated, score } };
    const one = prenticeWilliamsPeterson(input, { maximumStratum: 1 });
    const two = prenticeWilliamsPeterson(
      { ...input, strata: rows.subject.map(() => 'all') },
      { maximumStratum: 1 },
    );
    expect(two.logLikelihood).toBe(one.logLikelihood);
  });
});

describe('prentice-williams-peterson as a method of a plan', () => {
  it('passes the clock and the last stratum on, and gives a hazard ratio', () => {
    const data = sampleData.recurrent;
    for (const given of [{}, { clock: 'gap' }, { maximumStratum: 1 }] as const) {
      const chosen = prenticeWilliamsPetersonMethod.options.parse(given);
      const { parts } = prenticeWilliamsPetersonMethod.run(data, chosen);
      const expected = prenticeWilliamsPeterson(data, given).coefficients[0]!;
      expect(parts[0]).toMatchObject({
        rows: [{ statistic: 'hazard-ratio', estimate: expected.logHazardRatio, p: expected.p }],
      });
    }
  });
});
