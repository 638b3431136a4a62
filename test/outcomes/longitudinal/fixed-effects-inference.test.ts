import { describe, it } from 'vitest';
import type { CovarianceStructureName } from '../../../src/outcomes/longitudinal/covariance-structure.js';
import {
  type MixedModelOptions,
  type MixedModelRows,
  mixedModelRepeatedMeasures,
} from '../../../src/outcomes/longitudinal/mixed-model-repeated-measures/mixed-model-repeated-measures.js';
import { expectClose, readOracle } from '../oracle-cases.js';

interface Adjusted {
  standardError: number;
  /** Without second derivatives. */
  linear: number;
  df: number;
  f: number;
  denominatorDf: number;
}
interface FiniteDifferences {
  covariance: CovarianceStructureName;
  byArm: boolean;
  logLikelihood: number;
  estimate: number;
  natural: Adjusted;
  mmrm: Adjusted;
  sandwiches: Record<'CR0' | 'CR2' | 'CR3', { standardError: number; df: number }>;
}
interface TwoArms {
  arms: string[];
  subject: number[];
  visit: number[];
  arm: number[];
  outcome: number[];
  baseline: number[];
  age: number[];
}
const dense = readOracle<never, never>('mixed-model-repeated-measures/dense.json') as unknown as {
  datasets: { 'two arms': TwoArms };
  times: number[];
};
const oracle = readOracle<never, never>(
  'mixed-model-repeated-measures/finite-differences.json',
) as unknown as { tolerance: number; cases: FiniteDifferences[] };

const data = dense.datasets['two arms'];
const group = { levels: data.arms, codes: Int32Array.from(data.arm) };
const twoArms: MixedModelRows = {
  subject: data.subject,
  visit: { levels: ['1', '2', '3', '4'], codes: Int32Array.from(data.visit, (visit) => visit - 1) },
  outcome: data.outcome,
  group,
  reference: data.arms[0]!,
  baseline: data.baseline,
  covariates: [{ name: 'age', values: Float64Array.from(data.age) }],
  visitTimes: dense.times,
};

describe('inference by finite differences in R, without the matrices of Kenward and Roger', () => {
  it.each(
    oracle.cases.map((one) => [`${one.covariance}${one.byArm ? ', a matrix an arm' : ''}`, one] as const),
  )('%s', (_, one) => {
    const rows = one.byArm ? { ...twoArms, covarianceGroup: group } : twoArms;
    const by = (options: MixedModelOptions) => {
      const result = mixedModelRepeatedMeasures(rows, { covariance: one.covariance, ...options });
      const joint = result.tests.find(({ term }) => term === 'group*visit')!;
      return { result, single: result.differences.at(-1)!, joint };
    };
    for (const parametrisation of ['natural', 'mmrm'] as const) {
      const { result, single, joint } = by({ parametrisation });
      const expected = one[parametrisation];
      expectClose(result.logLikelihood, one.logLikelihood, 1e-10);
      expectClose(single.estimate, one.estimate, oracle.tolerance);
      expectClose(single.standardError, expected.standardError, oracle.tolerance, parametrisation);
      expectClose(single.df, expected.df, oracle.tolerance, parametrisation);
      expectClose(joint.f, expected.f, oracle.tolerance, parametrisation);
      expectClose(joint.denominatorDf, expected.denominatorDf, oracle.tolerance, parametrisation);
    }
    const linear = by({ degreesOfFreedom: 'kenward-roger-linear' }).single;
    expectClose(linear.standardError, one.natural.linear, oracle.tolerance);
    for (const variance of ['CR0', 'CR2', 'CR3'] as const) {
      const { single } = by({ variance, degreesOfFreedom: 'satterthwaite' });
      expectClose(single.standardError, one.sandwiches[variance].standardError, oracle.tolerance, variance);
      expectClose(single.df, one.sandwiches[variance].df, oracle.tolerance, variance);
    }
  });
});

describe('Kenward-Roger on complete data', () => {
  const [subjects, visits] = [14, 4];
  const cells = Array.from({ length: subjects * visits }, (_, index) => ({
    subject: Math.floor(index / visits),
    visit: index % visits,
  }));
  const outcome = cells.map(
    ({ subject, visit }, index) =>
      2 * Math.sin(subject * subject + 1) +
      0.4 * visit * (subject % 2) +
      (1 + 0.2 * visit) * Math.sin(index ** 2),
  );
  const complete: MixedModelRows = {
    subject: cells.map(({ subject }) => subject),
    visit: { levels: ['a', 'b', 'c', 'd'], codes: Int32Array.from(cells, ({ visit }) => visit) },
    outcome,
    group: { levels: ['x', 'y'], codes: Int32Array.from(cells, ({ subject }) => subject % 2) },
    reference: 'x',
  };
  const testsOf = (covariance: CovarianceStructureName) =>
    mixedModelRepeatedMeasures(complete, { covariance, model: ['group*visit'] }).tests;
  const mean = (pick: (subject: number, visit: number) => boolean) => {
    const chosen = cells.flatMap(({ subject, visit }, index) =>
      pick(subject, visit) ? [outcome[index]!] : [],
    );
    return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
  };

  it('and compound symmetry is the analysis of variance of a split plot', () => {
    const grand = mean(() => true);
    const arm = [0, 1].map((code) => mean((subject) => subject % 2 === code));
    const when = [0, 1, 2, 3].map((one) => mean((_, visit) => visit === one));
    const cell = [0, 1].map((code) =>
      [0, 1, 2, 3].map((one) => mean((subject, visit) => subject % 2 === code && visit === one)),
    );
    const own = Array.from({ length: subjects }, (_, one) => mean((subject) => subject === one));
    let [groups, betweens, times, products, rests] = [0, 0, 0, 0, 0];
    cells.forEach(({ subject, visit }, index) => {
      const code = subject % 2;
      groups += (arm[code]! - grand) ** 2;
      betweens += (own[subject]! - arm[code]!) ** 2;
      times += (when[visit]! - grand) ** 2;
      products += (cell[code]![visit]! - arm[code]! - when[visit]! + grand) ** 2;
      rests += (outcome[index]! - own[subject]! - cell[code]![visit]! + arm[code]!) ** 2;
    });
    const [between, within] = [subjects - 2, (subjects - 2) * (visits - 1)];
    const expected = {
      group: [groups / (betweens / between), between],
      visit: [times / (visits - 1) / (rests / within), within],
      'group*visit': [products / (visits - 1) / (rests / within), within],
    };
    for (const { term, f, denominatorDf } of testsOf('compound-symmetry')) {
      expectClose(f, expected[term as keyof typeof expected][0]!, 1e-8, term);
      expectClose(denominatorDf, expected[term as keyof typeof expected][1]!, 1e-7, term);
    }
  });

  it('and an unstructured covariance is the T² of Hotelling', () => {
    // Changes from the first visit, arm against arm.
    const width = visits - 1;
    const changes = Array.from({ length: subjects }, (_, subject) =>
      Array.from(
        { length: width },
        (__, later) => outcome[subject * visits + later + 1]! - outcome[subject * visits]!,
      ),
    );
    const means = [0, 1].map((code) =>
      Array.from(
        { length: width },
        (_, place) =>
          changes.reduce((sum, one, subject) => sum + (subject % 2 === code ? one[place]! : 0), 0) /
          (subjects / 2),
      ),
    );
    const pooled = Array.from({ length: width }, (_, row) =>
      Array.from(
        { length: width },
        (__, column) =>
          changes.reduce(
            (sum, one, subject) =>
              sum + (one[row]! - means[subject % 2]![row]!) * (one[column]! - means[subject % 2]![column]!),
            0,
          ) /
          (subjects - 2),
      ),
    );
    const difference = means[1]!.map((value, place) => value - means[0]![place]!);
    const [[a, b, c], [, d, e], [, , f]] = pooled as [number[], number[], number[]];
    const cofactors = [
      [d! * f! - e! * e!, c! * e! - b! * f!, b! * e! - c! * d!],
      [c! * e! - b! * f!, a! * f! - c! * c!, b! * c! - a! * e!],
      [b! * e! - c! * d!, b! * c! - a! * e!, a! * d! - b! * b!],
    ];
    const determinant = a! * cofactors[0]![0]! + b! * cofactors[0]![1]! + c! * cofactors[0]![2]!;
    let quadratic = 0;
    difference.forEach((left, row) => {
      difference.forEach((right, column) => {
        quadratic += (left * right * cofactors[row]![column]!) / determinant;
      });
    });
    const square = (subjects / 4) * quadratic;
    const [joint] = testsOf('unstructured').filter(({ term }) => term === 'group*visit');
    const degrees = subjects - 2;
    expectClose(joint!.denominatorDf, degrees - width + 1, 1e-6);
    expectClose(joint!.f, ((degrees - width + 1) / (degrees * width)) * square, 1e-8);
  });
});
