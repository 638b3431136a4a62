import { describe, expect, it } from 'vitest';
import { MethodError } from '../../src/core/errors.js';
import { cochranMantelHaenszel } from '../../src/outcomes/binary/cochran-mantel-haenszel/cochran-mantel-haenszel.js';
import { logBinomial } from '../../src/outcomes/binary/log-binomial/log-binomial.js';
import { logisticRegression } from '../../src/outcomes/binary/logistic-regression/logistic-regression.js';
import { marginalStandardisation } from '../../src/outcomes/binary/marginal-standardisation/marginal-standardisation.js';
import { mcnemar } from '../../src/outcomes/binary/mcnemar/mcnemar.js';
import { modifiedPoisson } from '../../src/outcomes/binary/modified-poisson/modified-poisson.js';
import { stratifiedMiettinenNurminen } from '../../src/outcomes/binary/stratified-miettinen-nurminen/stratified-miettinen-nurminen.js';
import { stratifiedNewcombe } from '../../src/outcomes/binary/stratified-newcombe/stratified-newcombe.js';
import { stratifiedRatio } from '../../src/outcomes/binary/stratified-ratio/stratified-ratio.js';
import { stratifiedRiskDifference } from '../../src/outcomes/binary/stratified-risk-difference/stratified-risk-difference.js';
import { ancova } from '../../src/outcomes/continuous/ancova/ancova.js';
import { negativeBinomialRegression } from '../../src/outcomes/count/negative-binomial-regression/negative-binomial-regression.js';
import { poissonRegression } from '../../src/outcomes/count/poisson-regression/poisson-regression.js';

/** As a script without a type checker calls it. */
type Untyped = (...given: readonly unknown[]) => unknown;

const strata = [{ name: 's', of: { events: 3, n: 9 }, versus: { events: 5, n: 8 } }];
const covariates = [{ name: 'x', values: Float64Array.of(1, 2, 0, 3, 1, 2) }];
const yesNo = { outcome: [1, 0, 0, 1, 1, 0], covariates };
const arms = { group: { levels: ['a', 'b'], codes: Int32Array.of(0, 1, 0, 1, 0, 1) }, reference: 'a' };
const counts = { events: [1, 0, 4, 0, 2, 1], exposure: [1, 1, 2, 2, 1, 1], covariates };

/** Each function with data that are fine, options of which each is not, and the fields that it needs. */
const methods: readonly (readonly [
  string,
  unknown,
  unknown,
  Readonly<Record<string, unknown>>,
  readonly string[],
])[] = [
  ['cochranMantelHaenszel', cochranMantelHaenszel, strata, { differenceVariance: 'satoh' }, []],
  ['stratifiedMiettinenNurminen', stratifiedMiettinenNurminen, strata, {}, []],
  ['stratifiedNewcombe', stratifiedNewcombe, strata, {}, []],
  ['stratifiedRiskDifference', stratifiedRiskDifference, strata, { weights: 'cmh', zeroCells: 'half' }, []],
  ['stratifiedRatio', stratifiedRatio, strata, { measure: 'RR', weights: 'mh', zeroCells: true }, []],
  ['mcnemar', mcnemar, { both: 3, onlyFirst: 2, onlySecond: 1, neither: 4 }, {}, ['both', 'neither']],
  [
    'logisticRegression',
    logisticRegression,
    yesNo,
    { estimator: 'ml', interval: 'pl' },
    ['outcome', 'covariates'],
  ],
  ['modifiedPoisson', modifiedPoisson, yesNo, {}, ['outcome', 'covariates']],
  ['logBinomial', logBinomial, yesNo, {}, ['outcome', 'covariates']],
  [
    'marginalStandardisation',
    marginalStandardisation,
    { ...yesNo, ...arms },
    { variance: 'robust', randomisation: 'blocks' },
    ['outcome', 'covariates', 'group', 'reference'],
  ],
  ['poissonRegression', poissonRegression, counts, {}, ['events', 'exposure', 'covariates']],
  [
    'negativeBinomialRegression',
    negativeBinomialRegression,
    counts,
    {},
    ['events', 'exposure', 'covariates'],
  ],
  ['ancova', ancova, { ...yesNo, ...arms }, {}, ['outcome', 'covariates', 'group', 'reference']],
];

describe('stratified methods and regressions refuse what is no choice', () => {
  it.each(methods)('%s', (_, method, data, wrong, fields) => {
    const call = method as Untyped;
    expect(() => call(data)).not.toThrow();
    for (const level of ['0.95', 95, 0, 1, null])
      expect(() => call(data, { level })).toThrow(/not a coverage/);
    for (const [option, value] of Object.entries(wrong)) {
      expect(() => call(data, { [option]: value }), option).toThrow(/is not a choice/);
    }
    for (const options of [null, 'wald']) expect(() => call(data, options)).toThrow(MethodError);
    for (const bad of [undefined, null, {}, [undefined], [{}]]) expect(() => call(bad)).toThrow(MethodError);
    for (const field of fields) {
      expect(() => call({ ...(data as object), [field]: undefined }), field).toThrow(MethodError);
    }
  });
});
