import { describe, expect, it } from 'vitest';
import type { Covariate, Factor, LongitudinalData } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import { ancova } from '../../../src/outcomes/continuous/ancova/ancova.js';
import { covarianceStructureNames } from '../../../src/outcomes/longitudinal/covariance-structure.js';
import { mixedModelRepeatedMeasuresMethod } from '../../../src/outcomes/longitudinal/mixed-model-repeated-measures/definition.js';
import {
  type MixedModelOptions,
  type MixedModelRows,
  mixedModelRepeatedMeasures,
} from '../../../src/outcomes/longitudinal/mixed-model-repeated-measures/mixed-model-repeated-measures.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, type Oracle, type OracleCase, readOracle } from '../oracle-cases.js';

/** Rows whose names are coded, so that a test can turn them. */
type Coded = MixedModelRows & {
  readonly group: Factor;
  readonly covariates?: readonly Covariate[] | undefined;
  readonly covarianceGroup?: Factor | undefined;
};

type Figures = OracleCase<unknown, unknown>['expected'];
interface DataSet {
  arms: string[];
  subject: number[];
  visit: number[];
  arm: number[];
  outcome: number[];
  baseline?: number[];
  age?: number[];
  sex?: number[];
  crp?: number[];
  weights: number[];
}
interface ModelCase extends OracleCase<never, MixedModelOptions> {
  data: string;
  model: string[];
  covariates: ('baseline' | 'age' | 'sex' | 'crp')[];
  weighted: boolean;
  blocks: boolean;
  parameters: number[];
  means: Figures[];
  differences: Figures[];
  tests: (Figures & { term: string })[];
}
const oracle = readOracle<never, MixedModelOptions>('mixed-model-repeated-measures/dense.json') as Omit<
  Oracle<never, MixedModelOptions>,
  'cases'
> & { cases: ModelCase[]; datasets: Record<string, DataSet>; times: number[] };

const visitNames = ['week 2', 'week 4', 'week 8', 'week 12'];

function rowsOf(one: Pick<ModelCase, 'data' | 'covariates' | 'weighted' | 'blocks'>): Coded {
  const data = oracle.datasets[one.data]!;
  const group = { levels: data.arms, codes: Int32Array.from(data.arm) };
  return {
    subject: data.subject,
    visit: { levels: visitNames, codes: Int32Array.from(data.visit, (visit) => visit - 1) },
    outcome: data.outcome,
    group,
    reference: data.arms[0]!,
    ...(one.covariates.includes('baseline') ? { baseline: data.baseline! } : {}),
    covariates: one.covariates
      .filter((name) => name !== 'baseline')
      .map((name) => ({ name, values: Float64Array.from(data[name]!) })),
    ...(one.weighted ? { weights: data.weights } : {}),
    ...(one.blocks ? { covarianceGroup: group } : {}),
    visitTimes: oracle.times,
  };
}

const twoArms = rowsOf({ data: 'two arms', covariates: ['baseline', 'age'], weighted: false, blocks: false });

/** The rows in another order. */
function permute(rows: Coded, order: readonly number[]): Coded {
  const pick = (values: ArrayLike<number>) => Float64Array.from(order, (row) => values[row]!);
  const codes = (values: ArrayLike<number>) => Int32Array.from(order, (row) => values[row]!);
  return {
    ...rows,
    subject: order.map((row) => `subject ${rows.subject[row]}`),
    visit: { levels: rows.visit.levels, codes: codes(rows.visit.codes) },
    group: { levels: rows.group.levels, codes: codes(rows.group.codes) },
    outcome: pick(rows.outcome),
    ...(rows.baseline === undefined ? {} : { baseline: pick(rows.baseline) }),
    covariates: (rows.covariates ?? []).map(({ name, values }) => ({ name, values: pick(values) })),
  };
}

const shuffled = (count: number) =>
  Array.from({ length: count }, (_, row) => row).sort((a, b) => ((a * 7919) % 1009) - ((b * 7919) % 1009));

describe('mixed model for repeated measures against dense matrices in R', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const result = mixedModelRepeatedMeasures(rowsOf(one), { ...one.options, model: one.model });
    const { tolerance } = oracle;
    expect(result.status).toBe('converged');
    expect(expectFigures(result, one.expected, 1e-12)).toBe(3);
    result.covarianceParameters.forEach(({ name, value }, index) => {
      expectClose(value, one.parameters[index]!, tolerance, name);
    });
    const compare = (actual: readonly object[], expected: readonly Figures[], figures: number) => {
      expect(actual).toHaveLength(expected.length);
      expected.forEach((figure, index) => {
        const normal = figure.df === null || figure.df === undefined ? 1 : 0;
        expect(expectFigures(actual[index]!, figure, tolerance)).toBe(figures - normal);
      });
    };
    compare(result.leastSquaresMeans, one.means, 3);
    compare(result.differences, one.differences, 5);
    for (const expected of one.tests) {
      const test = result.tests.find(({ term }) => term === expected.term);
      expect(test, expected.term).toBeDefined();
      const { term: _term, ...figures } = expected;
      expect(expectFigures(test!, figures as Figures, tolerance)).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('mixed model for repeated measures against SAS', () => {
  interface SasCase {
    name: (typeof covarianceStructureNames)[number];
    tolerance: number;
    minusTwoLogLikelihood?: number;
    standardError?: number;
    firstOrderStandardError: number;
    df: number;
  }
  const sas = readOracle<never, never>('mixed-model-repeated-measures/sas.json') as unknown as {
    subjects: (number | null)[][];
    cases: SasCase[];
  };
  const cells = sas.subjects.flatMap(([arm, ...outcomes], subject) =>
    outcomes.map((outcome, visit) => ({ subject, arm: arm!, visit, outcome: outcome ?? Number.NaN })),
  );
  const rows: Coded = {
    subject: cells.map(({ subject }) => subject),
    visit: { levels: visitNames, codes: Int32Array.from(cells, ({ visit }) => visit) },
    outcome: cells.map(({ outcome }) => outcome),
    group: { levels: ['TRT', 'PBO'], codes: Int32Array.from(cells, ({ arm }) => arm) },
    reference: 'PBO',
  };

  it.each(sas.cases.map((one) => [one.name, one] as const))('PROC MIXED, %s', (covariance, one) => {
    const fitBy = (degreesOfFreedom: 'kenward-roger' | 'kenward-roger-linear') =>
      mixedModelRepeatedMeasures(rows, { model: ['group'], covariance, degreesOfFreedom });
    const [full, firstOrder] = [fitBy('kenward-roger'), fitBy('kenward-roger-linear')];
    expect([full.observations, full.subjects, full.rowsWithoutOutcome]).toEqual([537, 197, 263]);
    const [own, linear] = [full.differences[0]!, firstOrder.differences[0]!];
    expectClose(own.df, one.df, one.tolerance, 'df');
    expectClose(linear.standardError, one.firstOrderStandardError, one.tolerance, 'first order');
    if (one.minusTwoLogLikelihood !== undefined) {
      const mine = -2 * (full.logLikelihood as number);
      expectClose(mine, one.minusTwoLogLikelihood, 1e-8);
      // SAS stopped at or before the maximum.
      expect(mine).toBeLessThanOrEqual(one.minusTwoLogLikelihood + 1e-8);
    }
    if (one.standardError === undefined) return;
    expectClose(own.standardError, one.standardError, one.tolerance, 'standard error');
    // What second derivatives add does not hang on the last step of the iteration.
    const added = (own.standardError as number) - (linear.standardError as number);
    expect(Math.abs(added - (one.standardError - one.firstOrderStandardError))).toBeLessThan(1e-6);
  });

  it('R mmrm takes second derivatives by other parameters', () => {
    // openpharma/mmrm, tests/testthat/_snaps/kenwardroger.md: FEV1 ~ ARMCD + ar1(AVISIT | USUBJID), method "Kenward-Roger".
    // mmrm stops some 1e-7 of its parameters before the maximum.
    const [own] = mixedModelRepeatedMeasures(rows, {
      model: ['group'],
      covariance: 'autoregressive',
      parametrisation: 'mmrm',
    }).differences;
    expectClose(own!.estimate, 4.22574283798881, 1e-6, 'estimate');
    expectClose(own!.standardError, 0.958582835484051, 1e-6, 'standard error');
    expectClose(own!.df, 188.469542953831, 2e-6, 'df');
  });

  const mmrm = readOracle<never, never>('mixed-model-repeated-measures/mmrm-parameters.json') as unknown as {
    tolerance: number;
    cases: { name: (typeof covarianceStructureNames)[number]; standardErrors: number[]; df: number }[];
  };

  it.each(mmrm.cases.map((one) => [one.name, one] as const))(
    'parameters of R mmrm, %s',
    (covariance, one) => {
      const fitBy = (parametrisation: 'natural' | 'mmrm') =>
        mixedModelRepeatedMeasures(twoArms, { covariance, parametrisation }).differences;
      const [own, natural] = [fitBy('mmrm'), fitBy('natural')];
      own.forEach(({ standardError }, visit) => {
        expectClose(standardError, one.standardErrors[visit]!, mmrm.tolerance, `visit ${visit}`);
      });
      expectClose(own.at(-1)!.df, one.df, mmrm.tolerance, 'df');
      expect(own.map(({ estimate, df }) => [estimate, df])).toEqual(
        natural.map(({ estimate, df }) => [estimate, df]),
      );
      expect(own.map(({ standardError }) => standardError)).not.toEqual(
        natural.map(({ standardError }) => standardError),
      );
    },
  );

  it('a growth curve as printed in the SAS/STAT guide', () => {
    // SAS/STAT User's Guide, The MIXED Procedure, example "Repeated Measures": METHOD=ML, TYPE=UN.
    const data = oracle.datasets['orthodontic growth']!;
    const result = mixedModelRepeatedMeasures(
      {
        ...rowsOf({ data: 'orthodontic growth', covariates: [], weighted: false, blocks: false }),
        covariates: [{ name: 'age', values: Float64Array.from(data.visit, (visit) => 6 + 2 * visit) }],
      },
      { model: ['age*group'], likelihood: 'full', degreesOfFreedom: 'normal' },
    );
    const printed = (value: unknown, decimals: number) => (value as number).toFixed(decimals);
    expect(printed(-2 * (result.logLikelihood as number), 1)).toBe('419.5');
    expect(printed(result.akaikeInformation, 1)).toBe('447.5');
    expect(printed(result.bayesianInformation, 1)).toBe('465.6');
    const [boys, girls] = result.slopes;
    expect([printed(boys!.estimate, 4), printed(boys!.standardError, 5)]).toEqual(['0.8268', '0.07911']);
    expect(printed((girls!.estimate as number) - (boys!.estimate as number), 4)).toBe('-0.3504');
    expect(result.covariances[0]!.covariance.map((row) => printed(row[0], 4))).toEqual([
      '5.1192',
      '2.4409',
      '3.6105',
      '2.5222',
    ]);
    expect(printed(result.covariances[0]!.covariance[3]![3], 4)).toBe('4.6180');
  });
});

it.each(covarianceStructureNames)('takes %s without a single outcome', (covariance) => {
  const { visits, ...data } = sampleData.longitudinal;
  const blank = { ...data, visits, outcome: data.outcome.map(() => Number.NaN) };
  const options = mixedModelRepeatedMeasuresMethod.options.parse({ covariance });
  let said: unknown;
  try {
    said = mixedModelRepeatedMeasuresMethod.run(blank, options).notices;
  } catch (error) {
    said = error;
  }
  // A refusal in words, or a result that says why it has no figures.
  expect(said instanceof MethodError || (Array.isArray(said) && said.length > 0)).toBe(true);
});

it('says that limits overflow where the degrees of freedom are next to none', () => {
  const rows = [
    ['a', 2, 'v1', 0],
    ['a', 2, 'v2', 1],
    ['b', 1, 'v1', 0],
    ['c', 3, 'v2', 0],
    ['d', 3, 'v2', 2],
    ['e', 3, 'v1', 1],
    ['f', 0, 'v1', 2],
    ['f', 0, 'v2', 0],
  ] as const;
  const result = mixedModelRepeatedMeasures({
    subject: rows.map(([subject]) => subject),
    visit: { levels: ['v1', 'v2'], codes: Int32Array.from(rows, ([, , visit]) => (visit === 'v1' ? 0 : 1)) },
    outcome: Float64Array.from(rows, ([, , , outcome]) => outcome),
    group: rows.map(([subject]) => ('cdf'.includes(subject) ? 'b' : 'a')),
    reference: 'b',
    covariates: [{ name: 'baseline', values: Float64Array.from(rows, ([, baseline]) => baseline) }],
  });
  const figures = [...result.leastSquaresMeans, ...result.differences];
  expect(figures.some(({ lower }) => typeof lower === 'object' && lower.notEstimable === 'overflow')).toBe(
    true,
  );
  for (const { lower, upper, p } of figures) {
    for (const value of [lower, upper, p]) {
      expect(Number.isFinite(typeof value === 'number' ? value : 0)).toBe(true);
    }
  }
});

describe('mixed model for repeated measures laws', () => {
  it('at one visit is the analysis of covariance', () => {
    const kept = oracle.datasets['two arms']!.visit.flatMap((visit, row) => (visit === 2 ? [row] : []));
    const one = permute(twoArms, kept);
    const result = mixedModelRepeatedMeasures({
      ...one,
      visit: { levels: ['week 4'], codes: new Int32Array(kept.length) },
      visitTimes: [4],
    });
    const covariates = [{ name: 'baseline', values: Float64Array.from(one.baseline!) }, ...one.covariates!];
    const fit = ancova({ outcome: one.outcome, group: one.group, reference: one.reference!, covariates });
    const [mine, theirs] = [result.differences[0]!, fit.differences[0]!];
    for (const field of ['estimate', 'standardError', 'lower', 'upper', 'p'] as const) {
      expectClose(mine[field], theirs[field] as number, 1e-9, field);
    }
    expectClose(mine.df, fit.df, 1e-10, 'df');
    expectClose(result.leastSquaresMeans[1]!.estimate, fit.leastSquaresMeans[1]!.estimate as number, 1e-10);
  });

  it('on complete data with an unstructured covariance is the t test of each visit', () => {
    const data = oracle.datasets['two arms']!;
    const complete = new Map<number, number>();
    for (const subject of data.subject) complete.set(subject, (complete.get(subject) ?? 0) + 1);
    const kept = data.subject.flatMap((subject, row) => (complete.get(subject) === 4 ? [row] : []));
    const rows = permute(twoArms, kept);
    const result = mixedModelRepeatedMeasures(rows, {
      model: ['group*visit', 'baseline*visit', 'age*visit'],
    });
    result.differences.forEach((difference, visit) => {
      const at = kept.flatMap((_, row) => (rows.visit.codes[row] === visit ? [row] : []));
      const pick = (values: ArrayLike<number>) => Float64Array.from(at, (row) => values[row]!);
      const fit = ancova({
        outcome: pick(rows.outcome),
        group: { levels: rows.group.levels, codes: Int32Array.from(at, (row) => rows.group.codes[row]!) },
        reference: rows.reference!,
        covariates: [
          { name: 'baseline', values: pick(rows.baseline!) },
          { name: 'age', values: pick(rows.covariates![0]!.values) },
        ],
      });
      expectClose(difference.df, fit.df, 1e-9, 'df');
      for (const field of ['estimate', 'standardError', 'lower', 'p'] as const) {
        expectClose(difference[field], fit.differences[0]![field] as number, 1e-8, field);
      }
    });
  });

  it('gives the same bits for rows in another order and for other names of subjects and visits', () => {
    for (const covariance of ['unstructured', 'heterogeneous-toeplitz'] as const) {
      const result = mixedModelRepeatedMeasures(twoArms, { covariance });
      const again = mixedModelRepeatedMeasures(permute(twoArms, shuffled(twoArms.outcome.length)), {
        covariance,
      });
      expect(again).toEqual(result);
    }
    const renamed = mixedModelRepeatedMeasures({
      ...twoArms,
      visit: { levels: ['a', 'b', 'c', 'd'], codes: twoArms.visit.codes },
    });
    expect(renamed.differences.map(({ estimate }) => estimate)).toEqual(
      mixedModelRepeatedMeasures(twoArms).differences.map(({ estimate }) => estimate),
    );
  });

  it('does not care for the unit or origin of outcome and covariates', () => {
    const result = mixedModelRepeatedMeasures(twoArms);
    const moved = mixedModelRepeatedMeasures({
      ...twoArms,
      outcome: Float64Array.from(twoArms.outcome, (value) => 1000 + 0.001 * value),
      baseline: Float64Array.from(twoArms.baseline!, (value) => 1e5 + 50 * value),
    });
    result.differences.forEach((difference, index) => {
      expectClose(moved.differences[index]!.estimate, 0.001 * (difference.estimate as number), 1e-6);
      expectClose(moved.differences[index]!.p, difference.p as number, 1e-6);
      expectClose(moved.differences[index]!.df, difference.df as number, 1e-6);
    });
  });

  it('turns its sign when the arms change places', () => {
    const result = mixedModelRepeatedMeasures(twoArms);
    const turned = mixedModelRepeatedMeasures({ ...twoArms, reference: '8 mg/kg' });
    result.differences.forEach((difference, index) => {
      expectClose(turned.differences[index]!.estimate, -(difference.estimate as number), 1e-9);
      expectClose(turned.differences[index]!.df, difference.df as number, 1e-9);
    });
  });

  it('fits every structure no better than the unstructured one, and a structure no worse than its special case', () => {
    const logLikelihood = (covariance: MixedModelOptions['covariance']) =>
      mixedModelRepeatedMeasures(twoArms, {
        covariance: covariance!,
        likelihood: 'full',
        degreesOfFreedom: 'residual',
      }).logLikelihood as number;
    const best = logLikelihood('unstructured');
    for (const name of covarianceStructureNames)
      expect(logLikelihood(name), name).toBeLessThanOrEqual(best + 1e-9);
    for (const [general, special] of [
      ['heterogeneous-toeplitz', 'toeplitz'],
      ['toeplitz', 'autoregressive'],
      ['toeplitz', 'compound-symmetry'],
      ['heterogeneous-antedependence', 'heterogeneous-autoregressive'],
      ['diagonal', 'independence'],
    ] as const) {
      expect(logLikelihood(general)).toBeGreaterThanOrEqual(logLikelihood(special) - 1e-9);
    }
  });

  it('finds a maximum where high correlations and unequal spreads make a first guess impossible', () => {
    const cells = Array.from({ length: 60 }, (_, index) => ({
      subject: Math.floor(index / 3),
      visit: index % 3,
    }));
    const result = mixedModelRepeatedMeasures(
      {
        subject: cells.map(({ subject }) => subject),
        visit: { levels: ['a', 'b', 'c'], codes: Int32Array.from(cells, ({ visit }) => visit) },
        outcome: cells.map(
          ({ subject, visit }, index) =>
            (visit === 1 ? 1 : 3) * Math.sin(subject * subject) + 0.5 * Math.sin(index * index * 1.7),
        ),
        group: { levels: ['x', 'y'], codes: Int32Array.from(cells, ({ subject }) => subject % 2) },
        reference: 'x',
      },
      { covariance: 'toeplitz' },
    );
    expect(result.status).toBe('converged');
    // The average of the first and last visit's spreads exceeds the average variance: no correlation matrix has that.
    const [variance, , far] = result.covarianceParameters.map(({ value }) => value);
    expect(far! / variance!).toBeLessThan(1);
    expect(far! / variance!).toBeGreaterThan(0.5);
  });

  it('leaves its input as it was', () => {
    const before = JSON.stringify(twoArms);
    mixedModelRepeatedMeasures(twoArms);
    expect(JSON.stringify(twoArms)).toBe(before);
  });
});

describe('mixed model for repeated measures edges', () => {
  const none = (reason: string) => ({ notEstimable: reason });

  it('counts rows without an outcome or a covariate and gives the same as without them', () => {
    const outcome = Float64Array.from(twoArms.outcome);
    const baseline = Float64Array.from(twoArms.baseline!);
    outcome[3] = Number.NaN;
    outcome[10] = Number.NaN;
    baseline[20] = Number.NaN;
    const result = mixedModelRepeatedMeasures({ ...twoArms, outcome, baseline });
    expect([result.rowsWithoutOutcome, result.rowsWithoutCovariate]).toEqual([2, 1]);
    const kept = Array.from(outcome.keys()).filter((row) => ![3, 10, 20].includes(row));
    expect(mixedModelRepeatedMeasures(permute(twoArms, kept)).differences).toEqual(result.differences);
  });

  it('names an arm at a visit where it was not seen, and keeps the other visits', () => {
    const rows = rowsOf({ data: 'three arms', covariates: ['baseline'], weighted: false, blocks: false });
    const kept = Array.from(rows.outcome as number[], (_, row) => row).filter(
      (row) => !(rows.visit.codes[row] === 3 && rows.group.codes[row] === 2),
    );
    const result = mixedModelRepeatedMeasures(permute(rows, kept));
    expect(result.collinear).toEqual(['8 mg/kg, week 12']);
    const at = (of: string, visit: string) =>
      result.differences.find((one) => one.of === of && one.visit === visit)!.p;
    expect(at('8 mg/kg', 'week 12')).toEqual(none('collinear'));
    expect(at('8 mg/kg', 'week 8')).toBeTypeOf('number');
    expect(at('4 mg/kg', 'week 12')).toBeTypeOf('number');
    expect(result.tests.find(({ term }) => term === 'group*visit')!.p).toEqual(none('collinear'));
    expect(result.tests.find(({ term }) => term === 'baseline')!.p).toBeTypeOf('number');
  });

  it('leaves out a covariate that repeats another one', () => {
    const age = twoArms.covariates![0]!;
    const result = mixedModelRepeatedMeasures({
      ...twoArms,
      covariates: [age, { name: 'again', values: age.values }],
    });
    const plain = mixedModelRepeatedMeasures(twoArms);
    expect(result.collinear).toEqual(['again']);
    expect(result.slopes.find(({ covariate }) => covariate === 'again')!.estimate).toEqual(none('collinear'));
    expectClose(result.differences[3]!.estimate, plain.differences[3]!.estimate as number, 1e-9);
  });

  it('falls back to the next structure where visits were never seen together, and says so', () => {
    // Subjects are seen at one visit each but for a pair: most covariances cannot be estimated.
    const kept = Array.from(twoArms.outcome as number[], (_, row) => row).filter((row) =>
      [Math.floor((twoArms.subject[row] as number) / 3) % 3, 3].includes(twoArms.visit.codes[row]!),
    );
    const { baseline: _baseline, ...rows } = permute(twoArms, kept);
    const asked = mixedModelRepeatedMeasures(rows);
    expect(asked.status).toBe('not-identified');
    expect(asked.differences[0]!.estimate).toEqual(none('not-converged'));
    expect(asked.logLikelihood).toEqual(none('not-converged'));
    const result = mixedModelRepeatedMeasures(rows, { fallback: ['heterogeneous-compound-symmetry'] });
    expect(result.attempts).toEqual([
      { covariance: 'unstructured', status: 'not-identified' },
      { covariance: 'heterogeneous-compound-symmetry', status: 'converged' },
    ]);
    expect(result.covariance).toBe('heterogeneous-compound-symmetry');
    expect(result.differences[0]!.p).toBeTypeOf('number');
  });

  it('says that a covariance matrix is singular', () => {
    const outcome = Float64Array.from(twoArms.outcome);
    // The last visit repeats the first.
    const first = new Map<number, number>();
    oracle.datasets['two arms']!.subject.forEach((subject, row) => {
      if (twoArms.visit.codes[row] === 0) first.set(subject, outcome[row]!);
    });
    const kept: number[] = [];
    oracle.datasets['two arms']!.subject.forEach((subject, row) => {
      if (twoArms.visit.codes[row] !== 3) kept.push(row);
      else if (first.has(subject)) {
        outcome[row] = first.get(subject)!;
        kept.push(row);
      }
    });
    const result = mixedModelRepeatedMeasures(permute({ ...twoArms, outcome }, kept), {
      model: ['group*visit'],
    });
    expect(['singular-covariance', 'not-converged']).toContain(result.status);
    expect(result.differences[0]!.p).toEqual(none('not-converged'));
  });

  it('says when there is no residual variation, or nothing left to estimate it', () => {
    const flat = mixedModelRepeatedMeasures({
      ...twoArms,
      outcome: new Float64Array(twoArms.outcome.length).fill(3),
    });
    expect(flat.status).toBe('no-variation');
    expect(flat.differences[0]!.p).toEqual(none('no-variation'));
    const few = mixedModelRepeatedMeasures(permute(twoArms, [0, 1, 2, 3]));
    expect(few.status).toBe('too-few-observations');
    expect(few.leastSquaresMeans[0]!.standardError).toEqual(none('too-few-observations'));
    const empty = mixedModelRepeatedMeasures(permute(twoArms, []));
    expect(empty.status).toBe('too-few-observations');
    expect(empty.differences).toEqual([]);
  });

  it('fits a single arm without differences', () => {
    const kept = Array.from(twoArms.outcome as number[], (_, row) => row).filter(
      (row) => twoArms.group.codes[row] === 0,
    );
    const one = permute(twoArms, kept);
    const result = mixedModelRepeatedMeasures({
      ...one,
      group: { levels: ['placebo'], codes: one.group.codes },
      reference: null,
    });
    expect(result.differences).toEqual([]);
    expect(result.leastSquaresMeans).toHaveLength(4);
    expect(result.tests.map(({ term }) => term)).toEqual(['visit', 'baseline', 'age', 'baseline*visit']);
  });

  const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      'two rows of a subject at a visit',
      () => mixedModelRepeatedMeasures(permute(twoArms, [0, 0, 1, 2])),
      /same subject and visit/,
    ],
    [
      'an unknown effect',
      () => mixedModelRepeatedMeasures(twoArms, { model: ['group*vist'] }),
      /Did you mean "visit"/,
    ],
    [
      'a product of covariates',
      () => mixedModelRepeatedMeasures(twoArms, { model: ['baseline*age'] }),
      /product of two covariates/,
    ],
    [
      'a reference that is no arm',
      () => mixedModelRepeatedMeasures({ ...twoArms, reference: 'none' }),
      /names no arm/,
    ],
    [
      'an unknown structure',
      () => mixedModelRepeatedMeasures(twoArms, { covariance: 'AR(1)' as never }),
      /covariance/,
    ],
    [
      'Kenward-Roger with full likelihood',
      () => mixedModelRepeatedMeasures(twoArms, { likelihood: 'full' }),
      /restricted maximum likelihood/,
    ],
    ['Kenward-Roger with a sandwich', () => mixedModelRepeatedMeasures(twoArms, { variance: 'CR0' }), /CR0/],
    [
      'a decay in time without times',
      () => {
        const { visitTimes: _times, ...rows } = twoArms;
        return mixedModelRepeatedMeasures(rows, { covariance: 'spatial-exponential' });
      },
      /distinct numbers/,
    ],
    [
      'a weight of 0',
      () => mixedModelRepeatedMeasures({ ...twoArms, weights: new Float64Array(twoArms.outcome.length) }),
      /not above 0/,
    ],
  ];
  it.each(refused)('refuses %s', (_, act, message) => {
    expect(act).toThrow(MethodError);
    expect(act).toThrow(message);
  });
});

describe('the method mixed-model-repeated-measures', () => {
  const method = mixedModelRepeatedMeasuresMethod;
  const run = (data: LongitudinalData, options: object = {}) =>
    method.run(data, method.options.parse(options));
  const data = sampleData.longitudinal;
  const rowsOfKind = (output: ReturnType<typeof run>, statistic: string) =>
    output.parts.flatMap((part) =>
      part.kind === 'summary' ? part.rows.filter((row) => row.statistic === statistic) : [],
    );

  it('gives a difference a visit, means with their numbers, tests and the covariance', () => {
    const output = run(data);
    const estimates = output.parts.flatMap((part) => (part.kind === 'estimates' ? part.rows : []));
    const differences = estimates.filter(({ role }) => role === 'comparison');
    expect(differences.map(({ term }) => term)).toEqual(data.visits.map(({ name }) => name));
    expect(differences[0]).toMatchObject({
      versus: 'placebo',
      unit: 'points',
      intervalMethod: 't, Kenward-Roger',
    });
    expect(rowsOfKind(output, 'least-squares-mean')).toHaveLength(6);
    const seen = data.outcome.filter((value) => !Number.isNaN(value)).length;
    expect(rowsOfKind(output, 'n').reduce((sum, { value }) => sum + (value as number), 0)).toBe(seen);
    expect(rowsOfKind(output, 'correlation')).toHaveLength(3);
    const tests = output.parts.flatMap((part) => (part.kind === 'test' ? part.rows : []));
    expect(tests.map(({ term }) => term)).toContain('group*visit');
    expect(tests.every(({ denominatorDf }) => denominatorDf! > 2)).toBe(true);
    expect(output.notices[0]!.message).toMatch(/planned visits have no outcome .* missing at random/);
  });

  it('has a matrix an arm or a stratum where asked, and strata in the model', () => {
    expect(rowsOfKind(run(data, { covarianceBy: 'group' }), 'correlation')).toHaveLength(6);
    const strata = { levels: ['a', 'b'], codes: Int32Array.from(data.subjects, (_, row) => (row >> 1) % 2) };
    const output = run({ ...data, strata }, { covarianceBy: 'stratum' });
    expect(new Set(rowsOfKind(output, 'correlation').map(({ group }) => group))).toEqual(new Set(['a', 'b']));
    const tests = output.parts.flatMap((part) => (part.kind === 'test' ? part.rows : []));
    expect(tests.map(({ term }) => term)).toContain('stratum');
  });

  it('says which structure was fitted where the one asked for has no maximum', () => {
    // Every subject is seen at one visit alone: nothing is known of covariances.
    const outcome = data.outcome.map((value, place) =>
      place % 3 === Math.floor(place / 6) % 3 ? value : Number.NaN,
    );
    const alone = run({ ...data, outcome });
    expect(
      alone.notices.some(({ message }) => /No model was fitted: unstructured has parameters/.test(message)),
    ).toBe(true);
    const output = run({ ...data, outcome }, { fallback: ['diagonal'] });
    expect(output.notices.find(({ code }) => code.endsWith('/covariance'))!.message).toMatch(
      /^The covariance is diagonal, because unstructured has parameters/,
    );
  });

  it('refuses a yes/no outcome', () => {
    expect(() => run({ ...data, outcomeIs: 'yes-no' })).toThrow(/a yes\/no outcome/);
  });
});

it.each(['unstructured', 'compound-symmetry', 'autoregressive'] as const)(
  'with one visit and %s has the residual degrees of freedom of an analysis of covariance by every rule',
  (covariance) => {
    const baseline = [4, 7, 5, 6, 8, 3, 5, 9, 6, 4];
    const group = { levels: ['a', 'b'], codes: Int32Array.from(baseline, (_, row) => row % 2) };
    const outcome = baseline.map((value, row) => value / 2 + (row % 2) + Math.sin(3 * row));
    const [expected] = ancova({
      outcome,
      group,
      reference: 'a',
      covariates: [{ name: 'baseline', values: Float64Array.from(baseline) }],
    }).differences;
    for (const degreesOfFreedom of [
      'kenward-roger',
      'satterthwaite',
      'residual',
      'between-within',
    ] as const) {
      const [actual] = mixedModelRepeatedMeasures(
        {
          subject: baseline.map((_, row) => row),
          visit: { levels: ['week 24'], codes: new Int32Array(baseline.length) },
          outcome,
          group,
          reference: 'a',
          baseline,
        },
        { covariance, degreesOfFreedom },
      ).differences;
      expectClose(actual!.df as number, baseline.length - 3, 1e-8, degreesOfFreedom);
      expectClose(actual!.estimate, expected!.estimate as number, 1e-10);
      expectClose(actual!.standardError, expected!.standardError as number, 1e-10);
      expectClose(actual!.p, expected!.p as number, 1e-8);
    }
  },
);
