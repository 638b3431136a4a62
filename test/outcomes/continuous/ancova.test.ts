import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { type AncovaOptions, ancova } from '../../../src/outcomes/continuous/ancova/ancova.js';
import { ancovaMethod } from '../../../src/outcomes/continuous/ancova/definition.js';
import { welchT } from '../../../src/outcomes/continuous/welch-t/welch-t.js';
import margins from '../../oracles/ancova/margins.json' with { type: 'json' };
import { sampleData, sampleOutcomes } from '../../sample-data.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { estimateRows, testRows } from '../part-rows.js';

type Figures = OracleCase<unknown, unknown>['expected'];
interface Input {
  outcome: number[];
  levels: string[];
  codes: number[];
  reference: string;
  covariates: { name: string; values: number[] }[];
}
interface AncovaCase extends OracleCase<Input, { level: number }> {
  means: Figures[];
  differences: Figures[];
  slopes: Figures[];
}
const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<Input, { level: number }>('ancova/emmeans.json');
const dataOf = (input: Input) => ({
  outcome: input.outcome,
  group: { levels: input.levels, codes: Int32Array.from(input.codes) },
  reference: input.reference,
  covariates: input.covariates.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
});

describe('analysis of covariance against lm and emmeans', () => {
  it.each(oracle.cases.map((one) => [one.name, one as AncovaCase] as const))('%s', (_, one) => {
    const fit = ancova(dataOf(one.input), one.options);
    expect(expectFigures(fit, one.expected, oracle.tolerance)).toBe(2);
    for (const [index, expected] of one.means.entries()) {
      expect(expectFigures(fit.leastSquaresMeans[index]!, expected, oracle.tolerance)).toBe(4);
    }
    for (const [index, expected] of one.differences.entries()) {
      expect(expectFigures(fit.differences[index]!, expected, oracle.tolerance)).toBe(6);
    }
    for (const [index, expected] of one.slopes.entries()) {
      expect(expectFigures(fit.slopes[index]!, expected, oracle.tolerance)).toBe(3);
    }
    expect(fit.differences).toHaveLength(one.differences.length);
  });
});

describe('figures without a robust variance', () => {
  it.each(['HC0', 'HC1'] as const)('of an arm of one subject have an estimate alone under %s', (variance) => {
    for (const last of [0, 7.7]) {
      const data = { outcome: [1.1, 2.3, 3, 5, last], group: ['a', 'a', 'a', 'a', 'b'], reference: 'a' };
      const fit = ancova({ ...data, covariates: {} }, { variance });
      const mean = fit.leastSquaresMeans[1]!;
      expectClose(mean.estimate, last, 1e-12);
      const { standardError, lower, upper, t, p } = mean;
      for (const figure of [standardError, lower, upper, t, p]) expect(figure).toEqual(none('no-variation'));
      expect(fit.differences[0]!.p).toBeTypeOf('number');
    }
  });

  it('test no term whose columns have none', () => {
    const fit = ancova(
      {
        outcome: [1.1, 2.3, 3, 5, 4, 9],
        group: ['a', 'a', 'a', 'b', 'c', 'd'],
        reference: 'b',
        covariates: {},
      },
      { variance: 'HC0' },
    );
    expect(fit.tests[0]!.p).toEqual(none('no-variation'));
  });
});

describe('analysis of covariance laws', () => {
  const data = dataOf(oracle.cases[0]!.input);

  it('without covariates on two arms is the t test with pooled variance', () => {
    const [of, versus] = [
      [3, 5, 4, 8],
      [1, 2, 6, 2, 3],
    ];
    const fit = ancova({
      outcome: [...of, ...versus],
      group: { levels: ['b', 'a'], codes: Int32Array.from([1, 1, 1, 1, 0, 0, 0, 0, 0]) },
      reference: 'b',
      covariates: [],
    });
    const t = welchT({ values: of }, { values: versus }, { variances: 'equal' });
    expectClose(fit.differences[0]!.t, t.t as number, 1e-12);
    expectClose(fit.differences[0]!.upper, t.upper as number, 1e-12);
    expectClose(fit.leastSquaresMeans[1]!.estimate, 5, 1e-14);
  });

  it('does not care for the order of subjects, the origin of a covariate or which arm is the reference', () => {
    const fit = ancova(data);
    const rows = data.outcome.length;
    const turned = ancova({
      outcome: Array.from(data.outcome).reverse(),
      group: { levels: data.group.levels, codes: data.group.codes.slice().reverse() },
      reference: '8 mg/kg',
      covariates: data.covariates.map(({ name, values }) => ({
        name,
        values: values.map((_, index) => values[rows - 1 - index]! + 1000),
      })),
    });
    fit.leastSquaresMeans.forEach((mean, index) => {
      expectClose(turned.leastSquaresMeans[index]!.estimate, mean.estimate as number, 1e-9);
    });
    const against = (differences: typeof fit.differences, name: string) =>
      differences.find((one) => one.name === name)!.estimate as number;
    expect(against(turned.differences, 'placebo')).toBeCloseTo(-against(fit.differences, '8 mg/kg'), 9);
  });

  it('leaves its input as it was', () => {
    const before = JSON.stringify(data);
    ancova(data);
    expect(JSON.stringify(data)).toBe(before);
  });
});

describe('analysis of covariance edges', () => {
  const group = { levels: ['a', 'b', 'c'], codes: Int32Array.from([0, 0, 0, 1, 1, 1]) };
  const outcome = [1, 4, 2, 6, 5, 9];
  const covariate = (values: number[]) => ({ name: 'x', values: Float64Array.from(values) });

  it('names an arm without subjects and keeps the others', () => {
    const fit = ancova({ outcome, group, reference: 'a', covariates: [] });
    expect(fit.leastSquaresMeans[2]!.estimate).toEqual(none('empty-group'));
    expect(fit.differences.map(({ name, p }) => [name, typeof p])).toEqual([
      ['b', 'number'],
      ['c', 'object'],
    ]);
    expect(ancova({ outcome, group, reference: 'c', covariates: [] }).differences[0]!.p).toEqual(
      none('empty-group'),
    );
  });

  it('leaves out a covariate that the arms, or another covariate, determine', () => {
    const fit = ancova({
      outcome,
      group,
      reference: 'a',
      covariates: [
        covariate([2, 2, 2, 5, 5, 5]),
        covariate([1, 2, 3, 1, 2, 3]),
        covariate([2, 4, 6, 2, 4, 6]),
      ],
    });
    expect(fit.slopes.map(({ estimate }) => typeof estimate)).toEqual(['object', 'number', 'object']);
    expect(fit.slopes[0]!.estimate).toEqual(none('collinear'));
    expect(fit.df).toBe(3);
    // As emmeans, nonEst: whether the arms or the first covariate differ, nobody can say.
    expect(fit.leastSquaresMeans.map(({ estimate }) => estimate)).toEqual([
      none('collinear'),
      none('collinear'),
      none('empty-group'),
    ]);
    expect(fit.differences[0]!.estimate).toEqual(none('collinear'));
  });

  it('keeps means beside covariates that are constant or repeat each other', () => {
    const alone = ancova({ outcome, group, reference: 'a', covariates: [covariate([1, 2, 3, 1, 4, 3])] });
    const beside = ancova({
      outcome,
      group,
      reference: 'a',
      covariates: [
        covariate([1, 2, 3, 1, 4, 3]),
        covariate([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]),
        covariate([-2, -4, -6, -2, -8, -6]),
      ],
    });
    expect(beside.leastSquaresMeans).toEqual(alone.leastSquaresMeans);
    expect(beside.differences).toEqual(alone.differences);
  });

  it('keeps the differences of other arms where a covariate goes with one', () => {
    const three = { levels: ['a', 'b', 'c'], codes: Int32Array.of(0, 0, 1, 1, 2, 2) };
    const fit = ancova({
      outcome: [1, 2, 4, 3, 6, 9],
      group: three,
      reference: 'a',
      covariates: [covariate([0, 0, 0, 0, 1, 1])],
    });
    expect(fit.differences.map(({ estimate }) => typeof estimate)).toEqual(['number', 'object']);
    expect(fit.tests).toEqual([expect.objectContaining({ term: 'arms', f: none('collinear') })]);
  });

  it('has estimates but no errors without residual freedom or variation', () => {
    const two = { levels: ['a', 'b'], codes: Int32Array.from([0, 1]) };
    const saturated = ancova({ outcome: [1, 4], group: two, reference: 'a', covariates: [] });
    expect(saturated.differences[0]).toMatchObject({ p: none('too-few-observations') });
    expect(saturated.differences[0]!.estimate as number).toBeCloseTo(3, 12);
    const constant = ancova({ outcome: [1, 1, 1, 4, 4, 4], group, reference: 'a', covariates: [] });
    expect(constant.differences[0]).toMatchObject({ p: none('no-variation') });
    expect(constant.differences[0]!.estimate as number).toBeCloseTo(3, 12);
  });

  it('refuses what does not fit', () => {
    expect(() => ancova({ outcome, group, reference: 'z', covariates: [] })).toThrow(MethodError);
    expect(() => ancova({ outcome: [1], group, reference: 'a', covariates: [] })).toThrow(/another length/);
    expect(() =>
      ancova({ outcome, group, reference: 'a', covariates: [covariate([1, 2, 3, 4, 5, Number.NaN])] }),
    ).toThrow(/x\[5\]/);
  });
});

describe('margins, sandwich variances, slopes by arm and contrasts against emmeans', () => {
  const { input, cases, anhecova, tolerance } = margins;
  const site = (level: number) => Float64Array.from(input.site, (code) => (code === level ? 1 : 0));
  const data = {
    outcome: input.outcome,
    group: { levels: input.levels, codes: Int32Array.from(input.codes) },
    reference: 'placebo',
    covariates: [
      { name: 'baseline', values: Float64Array.from(input.baseline) },
      { name: 'site: n', term: 'site', values: site(1) },
      { name: 'site: s', term: 'site', values: site(2) },
    ],
  };
  const contrasts = [{ name: 'doses', weights: { placebo: -1, '4 mg/kg': 0.5, '8 mg/kg': 0.5 } }];

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const fit = ancova(data, { ...(one.options as AncovaOptions), contrasts });
    one.means.forEach((expected, index) => {
      expect(expectFigures(fit.leastSquaresMeans[index]!, expected, tolerance)).toBe(4);
    });
    expect(expectFigures(fit.differences[1]!, one.high, tolerance)).toBe(4);
    expect(expectFigures(fit.contrasts[0]!, one.doses, tolerance)).toBe(3);
    expectClose(fit.slopes[0]!.standardError, one.baselineError, tolerance);
    const f = (term: string) => fit.tests.find((test) => test.term === term)?.f;
    expectClose(f('site'), one.siteF, tolerance, 'site');
    if (typeof one.interactionF === 'number') {
      expectClose(f('arms by covariates'), one.interactionF, 1e-8, 'interaction');
      expect(fit.slopeDifferences.map(({ arm, name }) => `${arm} ${name}`)).toContain('8 mg/kg baseline');
    }
  });

  it('ANHECOVA counts the chance of the covariates in', () => {
    const fit = ancova(data, { variance: 'anhecova', interaction: true });
    fit.leastSquaresMeans.forEach((mean, index) => {
      expectClose(mean.estimate, anhecova.means[index]!, tolerance);
      expectClose(mean.standardError, anhecova.standardErrors[index]!, tolerance);
    });
    expectClose(fit.differences[1]!.standardError, anhecova.high, tolerance);
    expect(fit.referenceDf).toBeNull();
  });

  it('a contrast of one arm with the reference is their difference', () => {
    const fit = ancova(data, { contrasts: [{ name: 'low', weights: { '4 mg/kg': 1, placebo: -1 } }] });
    expectClose(fit.contrasts[0]!.p, fit.differences[0]!.p as number, 1e-12);
  });

  it('refuses a contrast of unknown arms, ANHECOVA without slopes by arm, and unknown variances', () => {
    expect(() => ancova(data, { contrasts: [{ name: 'x', weights: { high: 1 } }] })).toThrow(/names no arm/);
    expect(() => ancova(data, { contrasts: [{ name: 'x', weights: { placebo: Number.NaN } }] })).toThrow(
      /no number/,
    );
    expect(() => ancova(data, { variance: 'anhecova' })).toThrow(/interaction: true/);
    expect(() => ancova(data, { variance: 'HC4' as never })).toThrow(MethodError);
  });

  it('says where a sandwich variance does not exist', () => {
    const alone = {
      name: 'alone',
      values: Float64Array.from(input.outcome, (_, row) => (row === 0 ? 1 : 0)),
    };
    const more = { ...data, covariates: [...data.covariates, alone] };
    expect(ancova(more, { variance: 'HC3' }).differences[0]!.p).toEqual(none('too-few-observations'));
    expect(ancova(more, { variance: 'HC1' }).differences[0]!.p).toBeTypeOf('number');
  });

  it('as a method takes strata as one term with all options', () => {
    const output = ancovaMethod.run(
      { ...sampleOutcomes.number, strata: sampleData.ordinal.strata! },
      ancovaMethod.options.parse({
        interaction: true,
        variance: 'anhecova',
        margins: 'equal',
        contrasts: [{ name: 'mean of both', weights: { tocilizumab: 0.5, placebo: 0.5 } }],
      }),
    );
    expect(estimateRows(output).map(({ term, versus }) => [term, versus])).toEqual([
      [null, 'placebo'],
      ['mean of both', null],
      ['AGE', null],
      ['stratum: high', null],
      ['tocilizumab × AGE', null],
      ['tocilizumab × stratum: high', null],
    ]);
    expect(testRows(output)[0]).toMatchObject({ statistic: 'wald', term: 'arms by covariates', df: 2 });
  });
});

it('as a method tests with a chi-square where the reference is normal', () => {
  const options = ancovaMethod.options.parse({ interaction: true, variance: 'anhecova' });
  const { outcome, group, covariates } = sampleOutcomes.number;
  const three = {
    ...sampleOutcomes.number,
    group: {
      levels: [...group.levels, 'third'],
      codes: group.codes.map((code, row) => (row % 5 === 0 ? 2 : code)),
    },
  };
  const plain = ancova(
    { outcome, group: three.group, reference: three.reference!, covariates },
    { interaction: true, variance: 'anhecova' },
  );
  const [row] = testRows(ancovaMethod.run(three, options));
  const [test] = plain.tests;
  expect(row).toMatchObject({ statistic: 'wald', term: 'arms', df: 2, p: test!.p });
  expectClose(row!.value, 2 * (test!.f as number), 1e-14);
});
