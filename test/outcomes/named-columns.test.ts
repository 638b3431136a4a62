import { describe, expect, it } from 'vitest';
import { factor } from '../../src/math/columns/factor.js';
import { logBinomial } from '../../src/outcomes/binary/log-binomial/log-binomial.js';
import { logisticRegression } from '../../src/outcomes/binary/logistic-regression/logistic-regression.js';
import { marginalStandardisation } from '../../src/outcomes/binary/marginal-standardisation/marginal-standardisation.js';
import { modifiedPoisson } from '../../src/outcomes/binary/modified-poisson/modified-poisson.js';
import { ancova } from '../../src/outcomes/continuous/ancova/ancova.js';
import { factorialAnova } from '../../src/outcomes/continuous/factorial-anova/factorial-anova.js';
import { negativeBinomialRegression } from '../../src/outcomes/count/negative-binomial-regression/negative-binomial-regression.js';
import { poissonRegression } from '../../src/outcomes/count/poisson-regression/poisson-regression.js';
import { zeroInflatedRegression } from '../../src/outcomes/count/zero-inflated-regression/zero-inflated-regression.js';
import { adverseEventSummary } from '../../src/outcomes/descriptive/adverse-event-summary/adverse-event-summary.js';
import { baselineCharacteristics } from '../../src/outcomes/descriptive/baseline-characteristics/baseline-characteristics.js';
import { shiftTable } from '../../src/outcomes/descriptive/shift-table/shift-table.js';
import { generalisedEstimatingEquations } from '../../src/outcomes/longitudinal/generalised-estimating-equations/generalised-estimating-equations.js';
import { mixedModelRepeatedMeasures } from '../../src/outcomes/longitudinal/mixed-model-repeated-measures/mixed-model-repeated-measures.js';
import { randomCoefficients } from '../../src/outcomes/longitudinal/random-coefficients/random-coefficients.js';
import { visitSummary } from '../../src/outcomes/longitudinal/visit-summary/visit-summary.js';
import { cumulativeLink } from '../../src/outcomes/ordinal/cumulative-link/cumulative-link.js';
import { partialProportionalOdds } from '../../src/outcomes/ordinal/partial-proportional-odds/partial-proportional-odds.js';
import { proportionalOdds } from '../../src/outcomes/ordinal/proportional-odds/proportional-odds.js';
import { proportionalOddsAssumption } from '../../src/outcomes/ordinal/proportional-odds-assumption/proportional-odds-assumption.js';
import { cox } from '../../src/survival/cox/cox.js';
import { parametricSurvival } from '../../src/survival/parametric-survival/parametric-survival.js';

// Forty subjects in no order: every level of every variable meets every outcome.
const rows = Array.from({ length: 40 }, (_, row) => row);
const arm = rows.map((row) => (row % 2 === 0 ? 'placebo' : 'drug'));
const region = rows.map((row) => ['Europe', 'Asia', 'America'][(row * 7) % 3]!);
const age = rows.map((row) => 40 + ((row * 13) % 29));
const site = rows.map((row) => `site ${row % 8}`);
const yes = rows.map((row) => ((row * 11) % 7 < 3 ? 1 : 0));
const value = rows.map((row) => ((row * 17) % 23) / 4);
const events = rows.map((row) => Math.max(0, ((row * 5) % 9) - 3));
const exposure = rows.map((row) => 1 + (row % 3) / 2);

const numbers = (values: readonly number[]) => Float64Array.from(values);
const indicator = (names: readonly string[], level: string) =>
  Float64Array.from(names, (name) => (name === level ? 1 : 0));
/** The same covariates with every level written out as 0 and 1, the first in order of code being the reference. */
const written = [
  { name: 'arm: placebo', values: indicator(arm, 'placebo'), term: 'arm' },
  { name: 'region: Asia', values: indicator(region, 'Asia'), term: 'region' },
  { name: 'region: Europe', values: indicator(region, 'Europe'), term: 'region' },
  { name: 'age', values: numbers(age) },
];
const named = { arm, region, age };
const coded = factor(site);

describe('columns of names give what 0/1 columns give', () => {
  const methods = [
    ['logistic regression', logisticRegression, { outcome: yes }],
    ['log-binomial regression', logBinomial, { outcome: yes }],
    ['modified Poisson', modifiedPoisson, { outcome: yes }],
    ['Poisson regression', poissonRegression, { events, exposure }],
    ['negative binomial regression', negativeBinomialRegression, { events, exposure }],
    ['zero-inflated regression', zeroInflatedRegression, { events, exposure }],
  ] as const;
  for (const [name, method, data] of methods) {
    const run = method as (data: object) => { coefficients: readonly { name: string }[] };
    it(name, () => {
      const result = run({ ...data, covariates: named, cluster: site });
      expect(result).toEqual(run({ ...data, covariates: written, cluster: coded }));
      expect(result.coefficients.map((row) => row.name)).toEqual(written.map((column) => column.name));
    });
  }

  it('marginal standardisation, with strata of randomisation', () => {
    const both = [
      { group: arm, strata: region, covariates: { age } },
      { group: factor(arm), strata: factor(region), covariates: [{ name: 'age', values: numbers(age) }] },
    ].map((data) =>
      marginalStandardisation(
        { outcome: yes, reference: 'placebo', ...data },
        { randomisation: 'stratified' },
      ),
    );
    expect(both[0]).toEqual(both[1]);
  });

  it('analysis of covariance', () => {
    const data = { outcome: value, reference: 'placebo' };
    expect(ancova({ ...data, group: arm, covariates: { region, age } }, { margins: 'equal' })).toEqual(
      ancova({ ...data, group: factor(arm), covariates: written.slice(1) }, { margins: 'equal' }),
    );
  });

  it('factorial analysis of variance', () => {
    const interactions = [['arm', 'region']];
    expect(factorialAnova({ outcome: value, variables: named, interactions })).toEqual(
      factorialAnova({
        outcome: value,
        variables: [
          { name: 'arm', factor: factor(arm) },
          { name: 'region', factor: factor(region) },
          { name: 'age', columns: [age] },
        ],
        interactions,
      }),
    );
  });

  describe('ordinal regressions, with the scale as numbers, names or places', () => {
    const places = rows.map((row) => (row * 19) % 4);
    const categories = ['none', 'mild', 'moderate', 'severe'];
    const shared = { group: arm, reference: 'placebo', strata: region, covariates: { age, region } };
    const coded = {
      categories,
      outcome: Int32Array.from(places),
      weight: numbers(rows.map(() => 1)),
      group: factor(arm),
      reference: 'placebo',
      strata: factor(region),
      covariates: [written[3]!, ...written.slice(1, 3)],
    };
    const names = places.map((place) => categories[place]!);
    const methods = [
      ['proportional odds', proportionalOdds],
      ['partial proportional odds', partialProportionalOdds],
      ['cumulative link', cumulativeLink],
      ['tests of proportional odds', proportionalOddsAssumption],
    ] as const;
    it.each(methods)('%s', (_, method) => {
      const expected = method(coded, { strata: 'none' });
      const without = { strata: 'none' } as const;
      expect(method({ ...shared, outcome: names, categories }, without)).toEqual(expected);
      expect(method({ ...shared, outcome: places, categories }, without)).toEqual(expected);
      expect(method({ ...shared, outcome: factor(names, categories) }, without)).toEqual(expected);
      const turned = { ...shared, outcome: factor(names), categories };
      expect(method(turned, without)).toEqual(expected);
      const ofNumbers = method({ ...shared, outcome: places.map((place) => place * 1.5 - 3) }, without);
      const renamed = { ...coded, categories: ['-3', '-1.5', '0', '1.5'] };
      expect(ofNumbers).toEqual(method(renamed, without));
      // Strata are adjusted for unless that is turned down.
      expect(method({ ...shared, covariates: { age }, outcome: places, categories })).not.toEqual(
        method({ ...shared, covariates: { age }, outcome: places, categories }, without),
      );
    });

    it.each([
      ['names without their order', { outcome: names }, /categories.*missing/],
      ['a name off the scale', { outcome: ['dead', ...names.slice(1)], categories }, /outcome\[0\].*"dead"/],
      ['half a place', { outcome: [0.5, ...places.slice(1)], categories }, /outcome\[0\].*no place/],
      ['a place beyond the scale', { outcome: [4, ...places.slice(1)], categories }, /outcome.*row 1/],
      ['a missing outcome', { outcome: [null, ...places.slice(1)] }, /outcome\[0\]/],
      ['too few groups', { outcome: places, group: arm.slice(1) }, /group/],
    ])('refuse %s', (_, given, message) => {
      expect(() => proportionalOdds({ ...shared, ...given } as never)).toThrow(message);
    });
  });

  describe('repeated visits', () => {
    const visits = ['Week 4', 'Week 12'];
    const atVisits = <Value>(values: readonly Value[]) => values.flatMap((one) => visits.map(() => one));
    const visit = factor(
      rows.flatMap(() => visits),
      visits,
    );
    const outcome = rows.flatMap((row) => [value[row]!, row === 9 ? null : value[row]! / 2 + (row % 5)]);
    const shared = { subject: atVisits(rows.map(String)), visit, reference: 'placebo', visitTimes: [4, 12] };
    const gaps = Float64Array.from(outcome, (one) => one ?? Number.NaN);
    const given = {
      ...shared,
      outcome: outcome as number[],
      group: atVisits(arm),
      covariates: { region: atVisits(region), age: atVisits(age) },
    };
    const coded = {
      ...shared,
      outcome: gaps,
      group: factor(given.group),
      covariates: written.slice(1).map((one) => ({ ...one, values: numbers(atVisits([...one.values])) })),
    };
    it('mixed model, with a matrix of covariances for each region', () => {
      const covarianceGroup = atVisits(region);
      expect(mixedModelRepeatedMeasures({ ...given, covarianceGroup })).toEqual(
        mixedModelRepeatedMeasures({ ...coded, covarianceGroup: factor(covarianceGroup) }),
      );
    });
    it.each([
      ['random coefficients', randomCoefficients],
      ['estimating equations', generalisedEstimatingEquations],
      ['what was seen', visitSummary],
    ] as const)('%s', (_, method) => {
      expect(method(given)).toEqual(method(coded));
    });
    it('mixed model, where a covariate is missing', () => {
      const missing = given.covariates.age.map((one, row) => (row < 2 ? null : one)) as number[];
      const age = Float64Array.from(missing, (one) => one ?? Number.NaN);
      const result = mixedModelRepeatedMeasures({ ...given, covariates: { age: missing } });
      expect(result).toEqual(mixedModelRepeatedMeasures({ ...coded, covariates: { age } }));
      expect(result.rowsWithoutCovariate).toBe(2);
    });
    it('want the order of the visits', () => {
      const plain = { ...given, visit: rows.flatMap(() => visits) };
      expect(() => mixedModelRepeatedMeasures(plain as never)).toThrow(
        /visit.*without their order.*factor\(visit/,
      );
    });
  });

  it('baseline characteristics', () => {
    const withGap = age.map((one, row) => (row === 5 ? null : one));
    const sex = rows.map((row) => (row === 7 ? null : ['F', 'M'][(row * 3) % 2]!));
    const grade = factor(
      rows.map((row) => ['II', 'III', 'IV'][row % 3]!),
      ['II', 'III', 'IV'],
    );
    expect(
      baselineCharacteristics({
        group: arm,
        reference: 'placebo',
        variables: { Age: withGap, Sex: sex, Class: grade },
      }),
    ).toEqual(
      baselineCharacteristics({
        group: factor(arm),
        reference: 'placebo',
        variables: [
          {
            type: 'number',
            name: 'Age',
            label: 'Age',
            unit: null,
            values: Float64Array.from(withGap, (one) => one ?? Number.NaN),
          },
          {
            type: 'category',
            name: 'Sex',
            label: 'Sex',
            categories: ['F', 'M'],
            codes: Int32Array.from(sex, (one) => ['F', 'M'].indexOf(one ?? '')),
          },
          { type: 'category', name: 'Class', label: 'Class', categories: grade.levels, codes: grade.codes },
        ],
      }),
    );
  });

  it('shifts', () => {
    const categories = ['low', 'normal', 'high'];
    const before = rows.map((row) => categories[row % 3]!);
    const after = rows.map((row) => (row === 4 ? null : categories[(row * 2) % 3]!));
    const places = (names: readonly (string | null)[]) =>
      Int32Array.from(names, (name) => categories.indexOf(name ?? ''));
    const parameter = rows.map(() => 'ALT');
    expect(shiftTable({ categories, before, after, parameter, group: arm })).toEqual(
      shiftTable({
        categories,
        before: places(before),
        after: places(after),
        parameter: factor(parameter),
        group: factor(arm),
      }),
    );
    const odd = { categories, before: ['lost', ...before.slice(1)], after, parameter, group: arm };
    expect(() => shiftTable(odd)).toThrow(/before\[0\].*"lost"/);
  });

  it('adverse events, whose subjects may have names', () => {
    const subjects = rows.map((row) => `S-${row}`);
    const who = [3, 3, 8, 11, 20, 31];
    const term = ['Nausea', 'Rash', 'Nausea', 'Cough', 'Rash', 'Nausea'];
    const bodySystem = ['Gut', 'Skin', 'Gut', 'Lung', 'Skin', 'Gut'];
    const start = [10, 12, null, 4, 1, 30];
    const shared = { reference: 'placebo', exposureUnit: 'days' };
    const days = rows.map((row) => 40 + row);
    const events = { subject: who.map((row) => subjects[row]!), bodySystem, term, start };
    expect(adverseEventSummary({ ...shared, group: arm, subjects, exposure: days, events })).toEqual(
      adverseEventSummary({
        ...shared,
        group: factor(arm),
        exposure: numbers(days),
        events: {
          subject: Int32Array.from(who),
          bodySystem: factor(bodySystem),
          term: factor(term),
          start: Float64Array.from(start, (one) => one ?? Number.NaN),
        },
      }),
    );
    expect(() => adverseEventSummary({ ...shared, group: arm, events })).toThrow(/subjects/);
    const twice = ['S-1', ...subjects.slice(1)];
    expect(() => adverseEventSummary({ ...shared, group: arm, subjects: twice, events })).toThrow(
      /different/,
    );
    const stranger = { ...events, subject: ['S-99', ...events.subject.slice(1)] };
    expect(() => adverseEventSummary({ ...shared, group: arm, subjects, events: stranger })).toThrow(
      /events\.subject\[0\].*"S-99"/,
    );
  });

  it('survival regressions', () => {
    const data = { time: value.map((one) => one + 1), event: yes };
    expect(cox({ ...data, covariates: named })).toEqual(cox({ ...data, covariates: written }));
    expect(parametricSurvival({ ...data, covariates: named })).toEqual(
      parametricSurvival({ ...data, covariates: written }),
    );
  });
});

describe('columns of names', () => {
  const data = { outcome: yes };

  it('compare with the first level of a factor, in its order', () => {
    const fit = logisticRegression({
      ...data,
      covariates: { region: factor(region, ['Europe', 'Asia', 'America']) },
    });
    expect(fit.coefficients.map(({ name }) => name)).toEqual(['region: Asia', 'region: America']);
    expect(fit.termTests.map(({ term, df }) => [term, df])).toEqual([['region', 2]]);
  });

  it.each([
    ['a missing name', { arm: arm.map((name, row) => (row === 3 ? null : name)) }, /covariates\.arm.*row 4/],
    ['a missing number', { age: age.map((one, row) => (row === 3 ? null : one)) }, /covariates\.age\[3\]/],
    ['too few names', { arm: arm.slice(1) }, /covariates\.arm/],
    ['too few numbers', { age: age.slice(1) }, /covariates\.age.*wrong length/],
    ['a code without a level', { arm: { levels: ['a'], codes: Int32Array.from(rows) } }, /covariates\.arm/],
    ['a factor without levels', { arm: { codes: Int32Array.from(rows) } }, /covariates\.arm\.levels/],
    ['one number', { age: 7 }, /covariates\.age/],
    ['text', 'age', /covariates/],
    ['a list without names', [{ values: age }], /covariates\[0\]\.name/],
  ])('refuse %s', (_, covariates, message) => {
    expect(() => logisticRegression({ ...data, covariates: covariates as never })).toThrow(message);
    expect(() =>
      cox({ time: value.map((one) => one + 1), event: yes, covariates: covariates as never }),
    ).toThrow(message);
  });
});
