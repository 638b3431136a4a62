import { describe, expect, it } from 'vitest';
import { MethodError } from '../../src/core/errors.js';
import { blandAltman } from '../../src/outcomes/agreement/bland-altman/bland-altman.js';
import { correlation } from '../../src/outcomes/agreement/correlation/correlation.js';
import { intraclassCorrelation } from '../../src/outcomes/agreement/intraclass-correlation/intraclass-correlation.js';
import { cohenKappa, fleissKappa } from '../../src/outcomes/agreement/kappa/kappa.js';
import { exactLogisticRegression } from '../../src/outcomes/binary/exact-logistic-regression/exact-logistic-regression.js';
import { logisticRegression } from '../../src/outcomes/binary/logistic-regression/logistic-regression.js';
import { marginalStandardisation } from '../../src/outcomes/binary/marginal-standardisation/marginal-standardisation.js';
import { modifiedPoisson } from '../../src/outcomes/binary/modified-poisson/modified-poisson.js';
import { ancova } from '../../src/outcomes/continuous/ancova/ancova.js';
import { pairedT } from '../../src/outcomes/continuous/paired-t/paired-t.js';
import { shapiroWilk } from '../../src/outcomes/continuous/shapiro-wilk/shapiro-wilk.js';
import { optimalCutPoint } from '../../src/outcomes/diagnosis/optimal-cut-point/optimal-cut-point.js';
import { compareRocCurves, rocCurve } from '../../src/outcomes/diagnosis/roc-curve/roc-curve.js';
import { generalisedEstimatingEquations } from '../../src/outcomes/longitudinal/generalised-estimating-equations/generalised-estimating-equations.js';
import { mixedModelRepeatedMeasures } from '../../src/outcomes/longitudinal/mixed-model-repeated-measures/mixed-model-repeated-measures.js';
import { visitSummary } from '../../src/outcomes/longitudinal/visit-summary/visit-summary.js';
import { multiplicityAdjustment } from '../../src/outcomes/multiplicity/multiplicity-adjustment/multiplicity-adjustment.js';
import { brunnerMunzel } from '../../src/outcomes/ordinal/brunner-munzel/brunner-munzel.js';
import { vanElteren } from '../../src/outcomes/ordinal/van-elteren/van-elteren.js';
import { wilcoxon } from '../../src/outcomes/ordinal/wilcoxon/wilcoxon.js';

/** As a script without a type checker calls it. */
type Untyped = (...given: readonly unknown[]) => unknown;

const numbers = [3, 4, 2, 5, 6, 7];
const others = [1, 4, 2, 3, 7, 5];
const yesNo = [0, 1, 0, 1, 1, 0];
const covariates = [{ name: 'x', values: Float64Array.from(others) }];
const arms = { levels: ['a', 'b'], codes: Int32Array.of(0, 1, 0, 1, 0, 1) };
const hurt = (list: readonly unknown[], entry: unknown) => [entry, ...list.slice(1)];

/** Each call with a list in place of one that is fine. */
const calls: readonly (readonly [string, Untyped, readonly number[], 'gaps' | 'whole'])[] = [
  ['pairedT', (list) => pairedT({ first: list as number[], second: others }), numbers, 'whole'],
  ['shapiroWilk', (list) => shapiroWilk(list as number[]), numbers, 'whole'],
  ['wilcoxon', (list) => wilcoxon(list as number[], others), numbers, 'whole'],
  ['brunnerMunzel', (list) => brunnerMunzel(others, list as number[]), numbers, 'whole'],
  [
    'vanElteren',
    (list) => vanElteren([{ stratum: 's', of: list as number[], versus: others }]),
    numbers,
    'whole',
  ],
  [
    'multiplicityAdjustment',
    (list) => multiplicityAdjustment((list as number[]).map((p, name) => ({ name: String(name), p }))),
    [0.2, 0.3, 0.01],
    'whole',
  ],
  [
    'logisticRegression',
    (list) => logisticRegression({ outcome: list as number[], covariates }),
    yesNo,
    'whole',
  ],
  [
    'exactLogisticRegression',
    (list) => exactLogisticRegression({ outcome: list as number[], covariates }),
    yesNo,
    'whole',
  ],
  ['modifiedPoisson', (list) => modifiedPoisson({ outcome: list as number[], covariates }), yesNo, 'whole'],
  [
    'marginalStandardisation',
    (list) =>
      marginalStandardisation({ outcome: list as number[], group: arms, reference: 'a', covariates: [] }),
    yesNo,
    'whole',
  ],
  [
    'ancova',
    (list) => ancova({ outcome: list as number[], group: arms, reference: 'a', covariates }),
    numbers,
    'whole',
  ],
  [
    'rocCurve condition',
    (list) => rocCurve({ condition: list as number[], marker: numbers }),
    yesNo,
    'whole',
  ],
  [
    'compareRocCurves condition',
    (list) => compareRocCurves({ condition: list as number[], markers: { numbers, others } }),
    yesNo,
    'whole',
  ],
  ['rocCurve marker', (list) => rocCurve({ condition: yesNo, marker: list as number[] }), numbers, 'gaps'],
  [
    'compareRocCurves marker',
    (list) => compareRocCurves({ condition: yesNo, markers: { list: list as number[], others } }),
    numbers,
    'gaps',
  ],
  [
    'optimalCutPoint marker',
    (list) => optimalCutPoint({ condition: yesNo, marker: list as number[] }, { replicates: 0 }),
    numbers,
    'gaps',
  ],
  ['intraclassCorrelation', (list) => intraclassCorrelation([list as number[], others]), numbers, 'gaps'],
  ['blandAltman', (list) => blandAltman(list as number[], others), numbers, 'gaps'],
  ['correlation', (list) => correlation(others, list as number[]), numbers, 'gaps'],
];

describe('lists of numbers', () => {
  it.each(calls)('%s takes numbers alone: a missing value is not 0', (_, call, list, kind) => {
    expect(() => call(list)).not.toThrow();
    for (const entry of ['3', 'abc', Number.POSITIVE_INFINITY, {}]) {
      expect(() => call(hurt(list, entry)), String(entry)).toThrow(MethodError);
    }
    for (const entry of [null, undefined, Number.NaN]) {
      const missing = () => call(hurt(list, entry));
      if (kind === 'gaps') expect(missing, String(entry)).not.toThrow();
      else expect(missing, String(entry)).toThrow(MethodError);
    }
    for (const bad of [undefined, null, 'abc', 7]) {
      if (list.length === 3) continue;
      expect(() => call(bad), String(bad)).toThrow(MethodError);
    }
  });
});

describe('tables and arms', () => {
  it.each([undefined, null, 'abc', [undefined], ['ab']])('kappa refuses %s', (bad) => {
    expect(() => (cohenKappa as Untyped)(bad)).toThrow(MethodError);
    expect(() => (fleissKappa as Untyped)(bad)).toThrow(MethodError);
    expect(() => (vanElteren as Untyped)(bad)).toThrow();
  });

  it.each([undefined, null, {}, { levels: 'ab', codes: [0] }, { levels: ['a', 'b'] }])(
    'arms and visits are levels and codes, not %j',
    (bad) => {
      const rows = {
        outcome: numbers,
        covariates,
        group: arms,
        reference: 'a',
        visit: arms,
        subject: numbers,
      };
      for (const method of [ancova, generalisedEstimatingEquations] as unknown as readonly Untyped[]) {
        expect(() => method({ ...rows, group: bad })).toThrow(MethodError);
      }
      const risks = marginalStandardisation as Untyped;
      expect(() => risks({ ...rows, outcome: yesNo, group: bad })).toThrow(MethodError);
      expect(() => (generalisedEstimatingEquations as Untyped)({ ...rows, visit: bad })).toThrow(MethodError);
    },
  );

  it.each([undefined, null, {}, { name: 'x' }, { name: 'x', values: null }])(
    'a covariate is no %j',
    (bad) => {
      const data = { outcome: yesNo, covariates: [bad], group: arms, reference: 'a' };
      for (const method of [logisticRegression, exactLogisticRegression, ancova, marginalStandardisation]) {
        expect(() => (method as unknown as Untyped)(data), method.name).toThrow(MethodError);
      }
    },
  );
});

describe('rows of visits', () => {
  const subjects = 12;
  const rows = Array.from({ length: 2 * subjects }, (_, row) => row);
  const whole = {
    subject: rows.map((row) => Math.floor(row / 2)),
    visit: { levels: ['1', '2'], codes: Int32Array.from(rows, (row) => row % 2) },
    group: { levels: ['a', 'b'], codes: Int32Array.from(rows, (row) => Math.floor(row / 2) % 2) },
    reference: 'a',
    outcome: rows.map((row) => 3 + Math.sin(5 * row) + (row % 2)) as (number | null)[],
    baseline: rows.map((row) => 2 + Math.cos(7 * Math.floor(row / 2))) as (number | null)[],
  };
  const visitMethods: readonly (readonly [string, Untyped])[] = [
    ['mixedModelRepeatedMeasures', mixedModelRepeatedMeasures as Untyped],
    ['visitSummary', visitSummary as Untyped],
  ];

  it.each(visitMethods)('%s takes null for missing, as NaN, never for 0', (_, call) => {
    const hole = (missing: number | null) => ({
      ...whole,
      outcome: whole.outcome.map((value, row) => (row === 3 ? missing : value)),
    });
    expect(call(hole(null))).toEqual(call(hole(Number.NaN)));
    expect(call(hole(null))).not.toEqual(call(hole(0)));
  });

  it('a missing baseline leaves the row out of a mixed model, and is refused by estimating equations', () => {
    const hole = { ...whole, baseline: whole.baseline.map((value, row) => (row < 2 ? null : value)) };
    const call = mixedModelRepeatedMeasures as unknown as (data: object) => { rowsWithoutCovariate: number };
    expect(call(hole).rowsWithoutCovariate).toBe(2);
    expect(() => (generalisedEstimatingEquations as Untyped)(whole)).not.toThrow();
    expect(() => (generalisedEstimatingEquations as Untyped)(hole)).toThrow(MethodError);
  });

  it.each([...visitMethods, ['gee', generalisedEstimatingEquations as Untyped] as const])(
    '%s refuses text, broken arms and misspelt options',
    (_, call) => {
      expect(() => call(whole)).not.toThrow();
      expect(() => call({ ...whole, outcome: whole.outcome.map(String) })).toThrow(MethodError);
      for (const bad of [undefined, null, { levels: 'ab', codes: [0] }, { levels: ['a', 'b'] }]) {
        expect(() => call({ ...whole, visit: bad })).toThrow(MethodError);
        expect(() => call({ ...whole, group: bad })).toThrow(MethodError);
      }
      expect(() => call(whole, { levle: 0.9 })).toThrow(/Did you mean "level"/);
    },
  );
});
