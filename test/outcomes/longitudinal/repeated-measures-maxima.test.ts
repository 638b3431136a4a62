import { describe, expect, it } from 'vitest';
import type { Factor } from '../../../src/core/analysis-data.js';
import type { CovarianceStructureName } from '../../../src/outcomes/longitudinal/covariance-structure.js';
import { fitRepeatedMeasures } from '../../../src/outcomes/longitudinal/fit-repeated-measures.js';
import { mixedModelRepeatedMeasuresMethod } from '../../../src/outcomes/longitudinal/mixed-model-repeated-measures/definition.js';
import {
  type MixedModelOptions,
  type MixedModelRows,
  mixedModelRepeatedMeasures,
} from '../../../src/outcomes/longitudinal/mixed-model-repeated-measures/mixed-model-repeated-measures.js';
import {
  commonCorrelation,
  correlationsOfPartials,
  partialsOfCorrelations,
  scatteredPartials,
} from '../../../src/outcomes/longitudinal/partial-correlations.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';

/** Rows whose names are coded, so that a test can turn them. */
type Coded = MixedModelRows & { readonly group: Factor };

interface SeveralMaxima {
  name: string;
  covariance: CovarianceStructureName;
  likelihood: 'restricted' | 'full';
  times: number[];
  subject: number[];
  visit: number[];
  outcome: number[];
  logLikelihood: number;
  /** Of random starts, those that end in the highest maximum. */
  shareOfStarts: number;
}
const oracle = readOracle<never, never>('mixed-model-repeated-measures/several-maxima.json') as unknown as {
  tolerance: number;
  cases: SeveralMaxima[];
};

/** Subjects who swing from visit to visit: neighbouring visits are negatively correlated. */
function swings(subjects = 20): Coded {
  const cells = Array.from({ length: 4 * subjects }, (_, index) => ({
    subject: Math.floor(index / 4),
    visit: index % 4,
  }));
  return {
    subject: cells.map(({ subject }) => subject),
    visit: { levels: ['a', 'b', 'c', 'd'], codes: Int32Array.from(cells, ({ visit }) => visit) },
    outcome: cells.map(
      ({ subject, visit }, index) =>
        (visit % 2 === 0 ? 1 : -1) * Math.sin(subject * subject) + 0.3 * Math.sin(index * index * 1.7),
    ),
    group: { levels: ['x', 'y'], codes: Int32Array.from(cells, ({ subject }) => subject % 2) },
    reference: 'x',
    visitTimes: [1, 2, 4, 8],
  };
}

describe('likelihoods with several maxima', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s: finds the highest', (_, one) => {
    expect(one.shareOfStarts).toBeLessThan(0.95);
    const fit = fitRepeatedMeasures(
      {
        subject: one.subject,
        visit: one.visit.map((visit) => visit - 1),
        outcome: one.outcome,
        columns: [{ name: 'mean', values: new Float64Array(one.outcome.length).fill(1) }],
        visits: one.times.length,
        visitTimes: one.times,
      },
      one,
    );
    expect(fit.status).toBe('converged');
    expectClose(fit.logLikelihood, one.logLikelihood, oracle.tolerance);
  });
});

describe('a range at its bound', () => {
  const figures = (options: MixedModelOptions) => mixedModelRepeatedMeasures(swings(), options);

  it.each(['kenward-roger', 'kenward-roger-linear', 'satterthwaite', 'residual', 'normal'] as const)(
    'is the fit of independence with %s',
    (degreesOfFreedom) => {
      for (const parametrisation of ['natural', 'mmrm'] as const) {
        const own = figures({ covariance: 'spatial-exponential', degreesOfFreedom, parametrisation });
        const none = figures({ covariance: 'independence', degreesOfFreedom, parametrisation });
        expect(own.status).toBe('converged');
        expect(
          own.covarianceParameters.map(({ name, value, atBoundary }) => [name, value, atBoundary]),
        ).toEqual([
          ['variance', none.covarianceParameters[0]!.value, false],
          ['range', 0, true],
        ]);
        own.differences.forEach((difference, visit) => {
          for (const field of ['estimate', 'standardError', 'p'] as const) {
            expectClose(difference[field], none.differences[visit]![field] as number, 1e-10, field);
          }
        });
        expectClose(own.logLikelihood, none.logLikelihood as number, 1e-12);
        // A parameter at its bound is not counted.
        expectClose(own.akaikeInformation, none.akaikeInformation as number, 1e-12);
      }
    },
  );

  it('is left for the maximum inside by the arm that has one', () => {
    const rows = swings();
    // The second arm keeps its level instead.
    const outcome = Array.from(rows.outcome, (value, row) =>
      rows.group.codes[row] === 1
        ? 2 * Math.sin(Math.floor(row / 4) ** 2) + 0.4 * Math.sin(row * row * 1.7)
        : value,
    );
    const { covarianceParameters } = mixedModelRepeatedMeasures(
      { ...rows, outcome, covarianceGroup: rows.group },
      { covariance: 'spatial-exponential' },
    );
    const ranges = covarianceParameters.filter(({ name }) => name === 'range');
    expect(ranges.map(({ group, atBoundary }) => [group, atBoundary])).toEqual([
      ['x', true],
      ['y', false],
    ]);
    expect(ranges[1]!.value).toBeGreaterThan(1);
  });

  it('is told in a notice', () => {
    const data = sampleData.longitudinal;
    const visits = data.visits.length;
    const outcome = data.outcome.map(
      (_, cell) => (cell % visits) + (cell % 2 === 0 ? 1 : -1) * Math.sin(Math.floor(cell / visits) ** 2),
    );
    const method = mixedModelRepeatedMeasuresMethod;
    const output = method.run(
      { ...data, outcome, visits: data.visits.map((visit, time) => ({ ...visit, time })) },
      method.options.parse({ covariance: 'spatial-exponential' }),
    );
    expect(output.notices.find(({ code }) => code.endsWith('/boundary'))?.message).toMatch(
      /^The range is 0, the least possible: spatial-exponential cannot hold negative correlations/,
    );
  });
});

describe('edges of repeated measures', () => {
  it('fits one variance for all visits where one visit has a single subject', () => {
    const rows = swings();
    const kept = Array.from(
      rows.outcome.length === 0 ? [] : (rows.outcome as number[]),
      (_, row) => row,
    ).filter((row) => rows.visit.codes[row] !== 3 || rows.subject[row] === 4);
    const pick = {
      ...rows,
      subject: kept.map((row) => rows.subject[row]!),
      visit: { ...rows.visit, codes: Int32Array.from(kept, (row) => rows.visit.codes[row]!) },
      outcome: kept.map((row) => rows.outcome[row]!),
      group: { ...rows.group, codes: Int32Array.from(kept, (row) => rows.group.codes[row]!) },
    };
    const model = ['group', 'visit'];
    for (const covariance of ['compound-symmetry', 'autoregressive', 'independence'] as const) {
      const result = mixedModelRepeatedMeasures(pick, { model, covariance });
      expect(result.status, covariance).toBe('converged');
      expect(result.differences[0]!.p, covariance).toBeTypeOf('number');
    }
    // With a variance of its own the visit has nothing to estimate it from.
    for (const covariance of ['unstructured', 'heterogeneous-autoregressive', 'diagonal'] as const) {
      expect(mixedModelRepeatedMeasures(pick, { model, covariance }).status, covariance).toBe('no-variation');
    }
  });

  it('keeps its digits for outcomes far from 0 or very small, and for a constant covariate', () => {
    const rows = swings();
    const options = { covariance: 'toeplitz' } as const;
    const [own] = mixedModelRepeatedMeasures(rows, options).differences;
    const changed = (outcome: number[], change: Partial<Coded> = {}) =>
      mixedModelRepeatedMeasures({ ...rows, outcome, ...change }, options).differences[0]!;
    const outcome = rows.outcome as number[];
    const far = changed(outcome.map((value) => value + 1e8));
    expectClose(far.standardError, own!.standardError as number, 1e-7);
    expectClose(far.df, own!.df as number, 1e-6);
    const small = changed(outcome.map((value) => value * 1e-8));
    expectClose(small.standardError, 1e-8 * (own!.standardError as number), 1e-10);
    expectClose(small.p, own!.p as number, 1e-10);
    const constant = { name: 'centre', values: new Float64Array(outcome.length).fill(7) };
    expectClose(changed(outcome, { covariates: [constant] }).p, own!.p as number, 1e-10);
  });

  it('says so where one subject an arm leaves nothing to estimate a covariance from', () => {
    const two = swings(2);
    expect(mixedModelRepeatedMeasures(two).status).toBe('too-few-observations');
    expect(mixedModelRepeatedMeasures(two, { model: ['group', 'visit'] }).status).toBe('not-identified');
  });

  it('calls a variance that shrinks to nothing singular', () => {
    // The common mean can pass through the only two outcomes of the last visit, which are the same.
    const fit = fitRepeatedMeasures(
      {
        subject: [0, 0, 1, 1, 2, 3],
        visit: [0, 1, 0, 1, 0, 0],
        outcome: [1, 4, 3, 4, 8, 2],
        columns: [{ name: 'mean', values: new Float64Array(6).fill(1) }],
        visits: 2,
      },
      { covariance: 'diagonal', likelihood: 'full' },
    );
    expect(fit.status).toBe('singular-covariance');
  });
});

describe('partial correlations', () => {
  it('give the matrix back, whatever they are', () => {
    for (let index = 0; index < 30; index += 1) {
      const own = scatteredPartials(5, index);
      const matrix = correlationsOfPartials(5, own);
      const again = partialsOfCorrelations(5, matrix, 0.999);
      for (let lag = 1; lag < 5; lag += 1) {
        for (let first = 0; first + lag < 5; first += 1) {
          expect(Math.abs(own(lag, first))).toBeLessThan(1);
          expect(again(lag, first)).toBeCloseTo(own(lag, first), 10);
        }
      }
    }
  });

  it('of a common correlation and of a chain give what their names say', () => {
    const common = correlationsOfPartials(4, commonCorrelation(-0.3));
    common.forEach((value, cell) => {
      expect(value).toBeCloseTo(cell % 5 === 0 ? 1 : -0.3, 12);
    });
    const chain = correlationsOfPartials(4, (lag) => (lag === 1 ? -0.8 : 0));
    chain.forEach((value, cell) => {
      expect(value).toBeCloseTo((-0.8) ** Math.abs(Math.floor(cell / 4) - (cell % 4)), 12);
    });
  });
});
