import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrdinalData } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import {
  type CumulativeLinkOptions,
  cumulativeLink,
} from '../../../src/outcomes/ordinal/cumulative-link/cumulative-link.js';
import { cumulativeLinkMethod } from '../../../src/outcomes/ordinal/cumulative-link/definition.js';
import { cumulativeLinkLikelihood } from '../../../src/outcomes/ordinal/cumulative-link-likelihood.js';
import { linkFunctions, ordinalLinks } from '../../../src/outcomes/ordinal/link-functions.js';
import { partialProportionalOddsMethod } from '../../../src/outcomes/ordinal/partial-proportional-odds/definition.js';
import {
  type PartialProportionalOddsOptions,
  partialProportionalOdds,
} from '../../../src/outcomes/ordinal/partial-proportional-odds/partial-proportional-odds.js';
import { proportionalOddsMethod } from '../../../src/outcomes/ordinal/proportional-odds/definition.js';
import { proportionalOdds } from '../../../src/outcomes/ordinal/proportional-odds/proportional-odds.js';
import links from '../../oracles/cumulative-link/clm.json' with { type: 'json' };
import partial from '../../oracles/partial-proportional-odds/clm.json' with { type: 'json' };
import { sampleData } from '../../sample-data.js';
import { estimateRows, testRows } from '../part-rows.js';
import { expectNear } from './oracle-near.js';

const factor = (names: readonly string[], levels: readonly string[]) => ({
  levels,
  codes: Int32Array.from(names, (name) => levels.indexOf(name)),
});
const dataOf = (input: { y: number[]; group: string[]; age: number[] }): OrdinalData => ({
  kind: 'ordinal',
  categories: ['1', '2', '3', '4', '5'],
  outcome: Int32Array.from(input.y, (category) => category - 1),
  weight: new Float64Array(input.y.length).fill(1),
  group: factor(input.group, ['control', 'drug']),
  reference: 'control',
  covariates: [{ name: 'age', values: Float64Array.from(input.age) }],
});
const stratified: OrdinalData = {
  ...dataOf(links.input),
  strata: factor(links.input.stratum, ['a', 'b', 'c']),
};
const several: OrdinalData = {
  ...dataOf(partial.input),
  covariates: [
    { name: 'age', values: Float64Array.from(partial.input.age) },
    { name: 'severity', values: Float64Array.from(partial.input.severity) },
  ],
};

describe('cumulative link models against ordinal::clm', () => {
  it.each(links.cases.map((one) => [one.name, one] as const))('%s', (_, { options, expected }) => {
    const result = cumulativeLink(stratified, options as CumulativeLinkOptions);
    expected.beta.forEach((beta, index) => {
      expectNear(result.effects[index]!.estimate, beta, links.tolerance, `slope ${index}`);
      expectNear(
        result.effects[index]!.standardError,
        expected.standardErrors[index]!,
        links.tolerance,
        `error ${index}`,
      );
    });
    expect(result.effects).toHaveLength(expected.beta.length);
    expectNear(result.logLikelihood, expected.logLikelihood, 1e-11);
    expectNear(result.likelihoodRatioTest.chiSquare, expected.likelihoodRatio, 1e-9);
    expected.thresholds.forEach((threshold, index) => {
      expectNear(result.thresholds[index]!.estimate, threshold, links.tolerance, `threshold ${index}`);
    });
    expected.thresholdStandardErrors?.forEach((error, index) => {
      expectNear(result.thresholds[index]!.standardError, error, links.tolerance, `threshold error ${index}`);
    });
    if (expected.stratumChiSquare !== undefined) {
      expect(result.jointTests.map(({ term, df }) => [term, df])).toEqual([['stratum', 2]]);
      expectNear(result.jointTests[0]!.chiSquare, expected.stratumChiSquare, 1e-7);
    }
  });
});

describe('partial proportional odds against clm and vglm', () => {
  it.each(partial.cases.map((one) => [one.name, one] as const))('%s', (_, { options, expected }) => {
    const result = partialProportionalOdds(several, options as PartialProportionalOddsOptions);
    const effects = (name: string) =>
      result.effects.filter((one) => one.name === (name === 'drug' ? 'drug' : name));
    for (const { name, estimate, standardError } of expected.free) {
      estimate.forEach((value, cut) => {
        expectNear(effects(name)[cut]!.estimate, value, partial.tolerance, `${name} ${cut}`);
        expectNear(effects(name)[cut]!.standardError, standardError[cut]!, partial.tolerance);
      });
      expect(effects(name).map(({ above }) => above)).toEqual(['1', '2', '3', '4']);
    }
    for (const { name, estimate, standardError } of expected.common) {
      expectNear(effects(name)[0]!.estimate, estimate, partial.tolerance, name);
      expectNear(effects(name)[0]!.standardError, standardError, partial.tolerance, name);
      expect(effects(name).map(({ above }) => above)).toEqual([null]);
    }
    expectNear(result.logLikelihood, expected.logLikelihood, 1e-11);
    expectNear(result.likelihoodRatioTest.chiSquare, expected.likelihoodRatio, 1e-9);
    expect(result.likelihoodRatioTest.df).toBe(expected.df);
  });
});

describe('cumulative link models, laws', () => {
  it('the score is the slope of the log likelihood, and the information minus that of the score', () => {
    const rows = {
      below: Int32Array.of(-1, 0, 1, 0, 1, -1),
      above: Int32Array.of(0, 1, -1, 1, -1, 0),
      weight: Float64Array.of(2, 1, 3, 1, 1, 2),
      thresholdCount: 2,
      columns: [Float64Array.of(0.3, -1, 0.6, 1.4, -0.2, 0.1)],
      freeColumns: [Float64Array.of(1, 0, 1, 0, 0, 1)],
    };
    const at = Float64Array.of(-0.4, 0.9, 0.2, -0.3, 0.5);
    for (const name of ordinalLinks) {
      const link = linkFunctions[name];
      const here = cumulativeLinkLikelihood(rows, link, at);
      const step = 1e-5;
      at.forEach((_, index) => {
        const moved = (by: number) =>
          cumulativeLinkLikelihood(
            rows,
            link,
            at.map((value, other) => value + (other === index ? by : 0)),
          );
        const [up, down] = [moved(step), moved(-step)];
        expect(here.score[index]).toBeCloseTo((up.logLikelihood - down.logLikelihood) / (2 * step), 6);
        at.forEach((__, other) => {
          const slope = (up.score[other]! - down.score[other]!) / (2 * step);
          expect(-here.information[index * at.length + other]!).toBeCloseTo(slope, 6);
        });
      });
    }
  });

  it('the logit link is the proportional odds model, and all cuts alike is too', () => {
    const model = proportionalOdds({ ...several, covariates: several.covariates.slice(0, 1) });
    const link = cumulativeLink({ ...several, covariates: several.covariates.slice(0, 1) });
    expectNear(link.effects[0]!.estimate, model.groups[0]!.logOddsRatio as number, 1e-9);
    expectNear(link.logLikelihood, model.logLikelihood as number, 1e-12);
    const none = partialProportionalOdds(several, { freeGroups: false });
    expect(none.likelihoodRatioTest.chiSquare).toEqual({ notEstimable: 'not-applicable' });
  });

  it('turning the scale around turns the shift, and cloglog into loglog', () => {
    const turned = { ...stratified, outcome: stratified.outcome.map((category) => 4 - category) };
    const estimate = (data: OrdinalData, link: CumulativeLinkOptions['link']) =>
      cumulativeLink(data, { link: link!, strata: 'thresholds' }).effects[0]!.estimate as number;
    for (const [link, mirrored] of [
      ['logit', 'logit'],
      ['probit', 'probit'],
      ['cloglog', 'loglog'],
    ] as const) {
      expect(estimate(turned, mirrored)).toBeCloseTo(-estimate(stratified, link), 8);
    }
  });

  it('one stratum with its own thresholds changes nothing, nor does a stratum with one category', () => {
    const whole = cumulativeLink({ ...several, strata: undefined } as never).effects;
    const one = factor(
      partial.input.group.map(() => 'all'),
      ['all'],
    );
    const same = cumulativeLink({ ...several, strata: one }, { strata: 'thresholds' }).effects;
    same.forEach((effect, index) => {
      expectNear(effect.estimate, whole[index]!.estimate as number, 1e-9);
    });
    const silent = several.outcome.map((category, row) => (row < 5 ? 2 : category));
    const apart = factor(
      partial.input.group.map((_, row) => (row < 5 ? 'silent' : 'rest')),
      ['silent', 'rest'],
    );
    const weight = several.weight.map((_, row) => (row < 5 ? 0 : 1));
    const with5 = cumulativeLink({ ...several, outcome: silent, strata: apart }, { strata: 'thresholds' });
    const without5 = cumulativeLink({ ...several, weight });
    expectNear(with5.effects[0]!.estimate, without5.effects[0]!.estimate as number, 1e-9);
  });

  it('swapping the groups turns the shift', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), {
          minLength: 2,
          maxLength: 6,
        }),
        fc.constantFrom(...ordinalLinks),
        (cells, link) => {
          const data = (reference: string) => ({
            categories: cells.map((_, index) => `${index}`),
            outcome: Int32Array.from([...cells.keys(), ...cells.keys()]),
            weight: Float64Array.from([...cells.map(([a]) => a), ...cells.map(([, b]) => b)]),
            group: {
              levels: ['a', 'b'],
              codes: Int32Array.from([...cells.map(() => 0), ...cells.map(() => 1)]),
            },
            reference,
            covariates: [],
          });
          const there = cumulativeLink(data('a'), { link }).effects[0]!.estimate as number;
          const back = cumulativeLink(data('b'), { link }).effects[0]!.estimate as number;
          expect(back).toBeCloseTo(-there, 7);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('cumulative link models, edges', () => {
  const small = (outcome: number[], codes: number[]) => ({
    categories: ['low', 'middle', 'high'],
    outcome: Int32Array.from(outcome),
    weight: new Float64Array(outcome.length).fill(1),
    group: { levels: ['a', 'b'], codes: Int32Array.from(codes) },
    reference: 'a',
    covariates: [],
  });

  it('says when nothing varies, a ratio is infinite or a group is empty', () => {
    const reason = (rows: ReturnType<typeof small>) => cumulativeLink(rows).effects[0]!.estimate;
    expect(reason(small([1, 1, 1], [0, 1, 1]))).toEqual({ notEstimable: 'no-variation' });
    expect(reason(small([0, 0, 1, 2, 2], [0, 0, 0, 1, 1]))).toEqual({ notEstimable: 'separated' });
    expect(reason(small([0, 1, 2], [0, 0, 0]))).toEqual({ notEstimable: 'empty-group' });
    const partialFit = partialProportionalOdds(small([0, 1, 2, 0, 1, 1], [0, 0, 0, 1, 1, 1]));
    expect(partialFit.effects.map(({ p }) => p)).toEqual([
      { notEstimable: 'separated' },
      { notEstimable: 'separated' },
    ]);
    expect(partialFit.notices.map(({ code }) => code)).toEqual(['partial-proportional-odds/separated']);
  });

  it('leaves out a covariate that is constant within strata with thresholds of their own', () => {
    const { effects } = cumulativeLink(
      {
        ...stratified,
        covariates: [
          { name: 'site', values: Float64Array.from(stratified.strata!.codes) },
          ...stratified.covariates,
        ],
      },
      { strata: 'thresholds' },
    );
    expect(effects.map(({ name, estimate }) => [name, typeof estimate])).toEqual([
      ['drug', 'number'],
      ['site', 'object'],
      ['age', 'number'],
    ]);
  });

  it('refuses unknown links, rules and free covariates, and thresholds without strata', () => {
    const { strata: _, ...plain } = stratified;
    expect(() => cumulativeLink(plain, { strata: 'thresholds' })).toThrow(/strata/);
    expect(() => cumulativeLink(plain, { link: 'cauchit' as never })).toThrow(MethodError);
    expect(() => cumulativeLink(plain, { strata: 'fixed' as never })).toThrow(MethodError);
    expect(() => partialProportionalOdds(several, { freeCovariates: ['weight'] })).toThrow(/age, severity/);
    expect(() => partialProportionalOdds(several, { level: 2 })).toThrow(MethodError);
  });
});

describe('cumulative link models of many subjects', () => {
  it('a hundred thousand of them on 23 levels agree with the proportional odds model', () => {
    const random = new Xoshiro256(3);
    const n = 100_000;
    const codes = Int32Array.from({ length: n }, (_, row) => row % 2);
    const age = Float64Array.from({ length: n }, () => random.normal());
    const outcome = Int32Array.from(codes, (code, row) => {
      const u = random.uniform();
      const latent = 0.3 * code - 0.2 * age[row]! + Math.log(u / (1 - u));
      return Math.max(0, Math.min(22, Math.floor(11 + 4 * latent)));
    });
    const rows = {
      categories: Array.from({ length: 23 }, (_, index) => `${index - 1}`),
      outcome,
      weight: new Float64Array(n).fill(1),
      group: { levels: ['a', 'b'], codes },
      reference: 'a',
      covariates: [{ name: 'age', values: age }],
    };
    const model = proportionalOdds(rows);
    const link = cumulativeLink(rows);
    expectNear(link.effects[0]!.estimate, model.groups[0]!.logOddsRatio as number, 1e-10);
    expectNear(link.effects[1]!.standardError, model.covariates[0]!.standardError as number, 1e-10);
    // The rounding of so many scores must not keep the fit from its end.
    const cuts = partialProportionalOdds(rows);
    expect(cuts.effects.filter(({ estimate }) => typeof estimate === 'number')).toHaveLength(23);
  });
});

describe('as methods', () => {
  it('name cuts, links and joint tests', () => {
    const data = { ...sampleData.ordinal, strata: factor(sampleData.ordinal.group.levels, []) };
    const { strata: _, ...plain } = data;
    const cuts = partialProportionalOddsMethod.run(plain, partialProportionalOddsMethod.options.parse({}));
    expect(estimateRows(cuts)[0]!.term).toBe(`above ${plain.categories[0]}`);
    const probit = cumulativeLinkMethod.run(
      stratified,
      cumulativeLinkMethod.options.parse({ link: 'probit', strata: 'thresholds' }),
    );
    expect(estimateRows(probit)[0]).toMatchObject({ statistic: 'latent-shift', scale: 'linear', of: 'drug' });
    const odds = proportionalOddsMethod.run(stratified, proportionalOddsMethod.options.parse({}));
    expect(testRows(odds).map(({ statistic, term, df }) => [statistic, term, df])).toEqual([
      ['likelihood-ratio', null, 1],
      ['wald', 'stratum', 2],
    ]);
    const without = proportionalOddsMethod.run(
      stratified,
      proportionalOddsMethod.options.parse({ strata: 'none' }),
    );
    expect(estimateRows(without).map(({ term }) => term)).toEqual([null, 'age']);
  });
});
