import { describe, expect, it } from 'vitest';
import { MethodError } from '../../src/core/errors.js';
import { factor } from '../../src/math/columns/factor.js';
import { negativeBinomialRegression } from '../../src/outcomes/count/negative-binomial-regression/negative-binomial-regression.js';
import { poissonRegression } from '../../src/outcomes/count/poisson-regression/poisson-regression.js';
import { zeroInflatedRegression } from '../../src/outcomes/count/zero-inflated-regression/zero-inflated-regression.js';
import { baselineCharacteristics } from '../../src/outcomes/descriptive/baseline-characteristics/baseline-characteristics.js';
import { changeFromBaseline } from '../../src/outcomes/descriptive/change-from-baseline/change-from-baseline.js';
import { multipleImputation } from '../../src/outcomes/missing-data/multiple-imputation/multiple-imputation.js';
import { referenceBasedImputation } from '../../src/outcomes/missing-data/reference-based-imputation/reference-based-imputation.js';
import { singleImputation } from '../../src/outcomes/missing-data/single-imputation/single-imputation.js';
import { tippingPoint } from '../../src/outcomes/missing-data/tipping-point/tipping-point.js';

/** As a script without a type checker calls it. */
type Untyped = (...given: readonly unknown[]) => unknown;

const visits = [{ name: 'Week 4', time: 4 }];
const group = factor(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']);
const measured = {
  subjects: ['1', '2', '3', '4', '5', '6', '7', '8'],
  visits,
  outcomeIs: 'number',
  outcomeLabel: 'CRP',
  unit: null,
  outcome: Float64Array.of(1, 2, 4, Number.NaN, 3, 5, 2, 6),
  baseline: Float64Array.of(2, 2, 1, 3, 3, 5, 4, 1),
  group,
  reference: 'a',
  covariates: [],
};

describe('values at visits', () => {
  const methods: readonly (readonly [string, Untyped])[] = [
    ['single imputation', (data) => singleImputation(data as never, { rule: 'last-observation' })],
    ['multiple imputation', (data) => multipleImputation(data as never, { imputations: 2 })],
    ['reference-based imputation', (data) => referenceBasedImputation(data as never)],
    ['tipping point', (data) => tippingPoint(data as never, { imputations: 2 })],
    ['change from baseline', (data) => changeFromBaseline(data as never)],
  ];
  const broken: readonly (readonly [string, object, RegExp])[] = [
    ['arms without levels', { group: { codes: group.codes } }, /group\.levels.*missing/],
    ['a code without a level', { group: { ...group, codes: group.codes.map(() => 7) } }, /group\.codes\[0\]/],
    ['no baseline but null', { baseline: null }, /baseline/],
    ['a null visit', { visits: [null] }, /visits\[0\]/],
    ['a visit without a name', { visits: [{}] }, /visits\[0\]\.name/],
    ['what is neither a number nor yes or no', { outcomeIs: 'nonsense' }, /outcomeIs/],
  ];
  for (const [name, call] of methods) {
    it.each(broken)(`${name} refuses %s`, (_, given, message) => {
      expect(() => call(measured)).not.toThrow();
      expect(() => call({ ...measured, ...given })).toThrow(message);
      expect(() => call({ ...measured, ...given })).toThrow(MethodError);
    });
  }

  it.each([
    ['covariates', null],
    ['covariates', [null]],
    ['covariates', [{ name: 'age', values: 7 }]],
    ['strata', null],
    ['strata', { codes: [0] }],
    ['firstVisitAfterEvent', 7],
    ['baseline', ['1', '2', '3', '4', '5', '6', '7', '8']],
  ])('imputation refuses %s of %j', (name, bad) => {
    for (const [, call] of methods.slice(0, 4)) {
      expect(() => call({ ...measured, [name]: bad })).toThrow(MethodError);
    }
  });
});

describe('regressions of counts', () => {
  const data = { events: [1, 0, 2, 4], exposure: [1, 2, 1, 2], covariates: { age: [1, 2, 2, 5] } };
  const methods = [poissonRegression, negativeBinomialRegression, zeroInflatedRegression];
  it.each([null, 7, 'x', { levels: ['a'] }, [null, 'a', 'a', 'b']])('clusters are no %j', (cluster) => {
    for (const method of methods as unknown as readonly Untyped[]) {
      expect(() => method({ ...data, cluster })).toThrow(MethodError);
    }
  });
  it.each([null, 7, 'abc', [null], [7], { age: null }])('covariates of the zeros are no %j', (bad) => {
    expect(() => (zeroInflatedRegression as Untyped)({ ...data, zeroCovariates: bad })).toThrow(MethodError);
  });
});

describe('characteristics', () => {
  const age = { type: 'number', name: 'Age', label: 'Age', unit: null, values: measured.baseline };
  it.each([
    [null],
    [7],
    [{ ...age, type: 'nonsense' }],
    [{ ...age, label: undefined }],
    [{ ...age, values: ['1', '2', '3', '4', '5', '6', '7', '8'] }],
    [{ ...age, type: 'category' }],
  ])('refuse the variable %j', (bad) => {
    const call = (variables: unknown) =>
      baselineCharacteristics({ group, reference: 'a', variables: variables as never });
    expect(() => call([age])).not.toThrow();
    expect(() => call([age, bad])).toThrow(MethodError);
  });
});
