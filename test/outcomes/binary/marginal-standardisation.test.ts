import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { marginalStandardisationMethod } from '../../../src/outcomes/binary/marginal-standardisation/definition.js';
import {
  marginalStandardisation,
  type StandardisationData,
  type StandardisationOptions,
} from '../../../src/outcomes/binary/marginal-standardisation/marginal-standardisation.js';
import { robustRiskCovariance } from '../../../src/outcomes/binary/marginal-standardisation/robust-risk-covariance.js';
import { riskDifference } from '../../../src/outcomes/binary/risk-difference/risk-difference.js';
import { sampleOutcomes } from '../../sample-data.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { estimateRows, summaryRows } from '../part-rows.js';
import { none } from './two-arms.js';

type Figures = OracleCase<unknown, unknown>['expected'];
interface Input {
  outcome: number[];
  arm: number[];
  arms: string[];
  reference: string;
  covariates: { name: string; values: number[] }[];
  region?: number[];
}
interface Case extends OracleCase<Input, StandardisationOptions> {
  risks: Figures[];
  contrasts: { riskDifference: Figures; riskRatio: Figures; oddsRatio: Figures }[];
}
const oracle = readOracle<Input, StandardisationOptions>('marginal-standardisation/fits.json');
const dataOf = ({ outcome, arm, arms, reference, covariates, region }: Input) => ({
  outcome,
  group: { levels: arms, codes: Int32Array.from(arm) },
  reference,
  covariates: covariates.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
  ...(region === undefined ? {} : { strata: { levels: ['0', '1', '2'], codes: Int32Array.from(region) } }),
});
const input = oracle.cases[0]!.input;

describe('marginal standardisation against R', () => {
  it.each(oracle.cases.map((one) => [one.name, one as Case] as const))('%s', (_, one) => {
    const actual = marginalStandardisation(dataOf(one.input), one.options);
    expect(expectFigures(actual, one.expected, 0)).toBe(2);
    one.risks.forEach((risk, arm) => {
      expect(expectFigures(actual.risks[arm]!, risk, oracle.tolerance)).toBe(2);
    });
    expect(actual.contrasts.length).toBe(one.contrasts.length);
    one.contrasts.forEach((contrast, index) => {
      const figures = actual.contrasts[index]!;
      expect(expectFigures(figures.riskDifference, contrast.riskDifference, oracle.tolerance)).toBe(6);
      expect(expectFigures(figures.riskRatio, contrast.riskRatio, oracle.tolerance)).toBe(7);
      expect(expectFigures(figures.oddsRatio, contrast.oddsRatio, oracle.tolerance)).toBe(7);
    });
  });
});

describe('marginal standardisation laws', () => {
  it('without covariates is the plain difference; Ge has its Wald variance, Ye that with n - 1', () => {
    const counts = [
      { events: 20, n: 42 },
      { events: 12, n: 40 },
    ] as const;
    const data: StandardisationData = {
      outcome: counts.flatMap(({ events, n }) =>
        Array.from({ length: n }, (_, row) => (row < events ? 1 : 0)),
      ),
      group: {
        levels: ['a', 'b'],
        codes: Int32Array.from(counts.flatMap(({ n }, arm) => new Array<number>(n).fill(arm))),
      },
      reference: 'b',
      covariates: [],
    };
    const plain = riskDifference(...counts);
    const ge = marginalStandardisation(data, { variance: 'ge' }).contrasts[0]!.riskDifference;
    expectClose(ge.difference, plain.riskDifference as number, 1e-12);
    expectClose(ge.standardError, plain.standardError as number, 1e-10);
    const ye = marginalStandardisation(data).contrasts[0]!.riskDifference;
    const share = ({ events, n }: { events: number; n: number }) =>
      ((events / n) * (1 - events / n)) / (n - 1);
    expectClose(ye.standardError, Math.sqrt(share(counts[0]) + share(counts[1])), 1e-10);
  });

  it('another reference turns the contrast over, and the order of subjects does not matter', () => {
    const data = dataOf(input);
    const there = marginalStandardisation(data, { randomisation: 'stratified' }).contrasts[0]!;
    const order = input.outcome.map((_, row) => row).reverse();
    const pick = (values: ArrayLike<number>) => order.map((row) => values[row]!);
    const back = marginalStandardisation(
      {
        outcome: pick(data.outcome),
        group: { ...data.group, codes: Int32Array.from(pick(data.group.codes)) },
        reference: 'arm 1',
        covariates: data.covariates.map(({ name, values }) => ({
          name,
          values: Float64Array.from(pick(values)),
        })),
        strata: { ...data.strata!, codes: Int32Array.from(pick(data.strata!.codes)) },
      },
      { randomisation: 'stratified' },
    ).contrasts[0]!;
    expect(back.riskDifference.upper as number).toBeCloseTo(-(there.riskDifference.lower as number), 10);
    expectClose(back.oddsRatio.ratio, 1 / (there.oddsRatio.ratio as number), 1e-10);
    expectClose(back.riskRatio.standardError, there.riskRatio.standardError as number, 1e-9);
  });

  it('balance within strata narrows the interval where arms differ in size', () => {
    const uneven = oracle.cases.find(({ name }) => name.startsWith('two subjects'))!.input;
    const width = (randomisation: 'simple' | 'stratified') =>
      marginalStandardisation(dataOf(uneven), { randomisation }).contrasts[0]!.riskDifference
        .standardError as number;
    expect(width('stratified')).toBeLessThan(width('simple'));
  });

  it('leaves its inputs alone', () => {
    const data = dataOf(input);
    const before = structuredClone(data);
    marginalStandardisation(data);
    expect(data).toEqual(before);
  });
});

describe('marginal standardisation edges', () => {
  const small = (outcome: number[], codes: number[], levels = ['a', 'b']): StandardisationData => ({
    outcome,
    group: { levels, codes: Int32Array.from(codes) },
    reference: 'b',
    covariates: [],
  });

  it('types what cannot be estimated', () => {
    const difference = (data: StandardisationData) =>
      marginalStandardisation(data).contrasts[0]!.riskDifference.difference;
    expect(difference(small([1, 0, 1], [0, 0, 0]))).toEqual(none('empty-group'));
    expect(difference(small([1, 1, 1, 1], [0, 0, 1, 1]))).toEqual(none('no-variation'));
    expect(difference(small([0, 0, 0, 1, 0, 1], [0, 0, 0, 1, 1, 1]))).toEqual(none('separated'));
  });

  it('needs two subjects an arm for its standard errors', () => {
    const covariates = [{ name: 'X', values: Float64Array.of(1, -1, 1, -1, 2) }];
    const fit = marginalStandardisation({
      ...small([1, 0, 0, 1, 1], [0, 1, 1, 1, 1]),
      covariates,
    });
    expect(['separated', 'not-converged']).toContain(
      (fit.contrasts[0]!.riskDifference.difference as { notEstimable: string }).notEstimable,
    );
  });

  it('refuses stratified randomisation without strata or with Ge’s variance', () => {
    const { strata, ...without } = dataOf(input);
    expect(strata).toBeDefined();
    expect(() => marginalStandardisation(without, { randomisation: 'stratified' })).toThrow(/no strata/);
    expect(() =>
      marginalStandardisation(dataOf(input), { randomisation: 'stratified', variance: 'ge' }),
    ).toThrow(MethodError);
    expect(() => marginalStandardisation({ ...without, reference: 'x' })).toThrow(/no level/);
    expect(() => marginalStandardisation({ ...without, outcome: [1] })).toThrow(/length/);
    expect(() => marginalStandardisation(small([2, 0], [0, 1]))).toThrow(/not 0 or 1/);
  });
});

describe('marginal-standardisation as a method', () => {
  const data = sampleOutcomes['yes-no'];
  const run = (given: object, other: object = {}) =>
    marginalStandardisationMethod.run(
      { ...data, ...other },
      marginalStandardisationMethod.options.parse(given),
    );

  it.each(['risk-difference', 'risk-ratio', 'odds-ratio'] as const)('gives the %s', (measure) => {
    const output = run({ measure });
    expect(estimateRows(output)).toMatchObject([
      { statistic: measure, term: null, of: 'tocilizumab', versus: 'placebo', counts: { of: { n: 40 } } },
    ]);
    const risks = summaryRows(output).filter(({ term }) => term === 'standardised');
    expect(risks.map(({ group }) => group)).toEqual(['tocilizumab', 'placebo']);
  });

  it('points to the stratified variance, and refuses other outcomes', () => {
    const strata = {
      levels: ['low', 'high'],
      codes: data.group.codes.map((_, row) => (row % 3 === 0 ? 1 : 0)),
    };
    expect(run({}, { strata }).notices[0]?.message).toContain('randomisation: stratified');
    expect(run({ randomisation: 'stratified' }, { strata }).notices).toEqual([]);
    expect(() => run({}, { outcomeIs: 'number' })).toThrow(/subject-response/);
    expect(() => run({}, { reference: null })).toThrow(/reference/);
  });
});

it('takes off what balance within strata of unequal size gains', () => {
  const outcome = Float64Array.of(1, 0, 1, 1, 0, 0, 1, 0, 1, 0);
  const arm = Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
  const strata = { levels: ['x', 'y'], codes: Int32Array.of(0, 0, 1, 1, 1, 1, 1, 1, 1, 1) };
  const predicted = [0.6, 0.3].map((risk) => new Float64Array(10).fill(risk));
  const data = { outcome, arm, predicted };
  const simple = robustRiskCovariance(data, undefined);
  const stratified = robustRiskCovariance(data, strata);
  // Mean residuals by hand: arm 0 has 1 of 1 and 3 of 4 events, arm 1 has 0 of 1 and 1 of 4; each arm is half.
  const mean = [
    [0.4 / 0.5, 0.15 / 0.5],
    [-0.3 / 0.5, -0.05 / 0.5],
  ] as const;
  for (const [a, b] of [
    [0, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const product = 0.2 * mean[a][0] * mean[b][0] + 0.8 * mean[a][1] * mean[b][1];
    const gain = (product * (a === b ? 0.25 : -0.25)) / 10;
    expectClose(simple[a]![b]! - stratified[a]![b]!, gain, 1e-12, `${a} ${b}`);
  }
});

it('cuts limits of a risk to [0, 1]', () => {
  const group = Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? 'a' : 'b'));
  const outcome = group.map((_, row) => (row < 2 ? 1 : 0));
  const few = marginalStandardisation({ outcome, group, reference: 'a', covariates: {} });
  const many = marginalStandardisation({
    outcome: outcome.map((value) => 1 - value),
    group,
    reference: 'a',
    covariates: {},
  });
  expect(few.risks.map(({ lower }) => lower)).toEqual([0, 0]);
  expect(many.risks.map(({ upper }) => upper)).toEqual([1, 1]);
});
