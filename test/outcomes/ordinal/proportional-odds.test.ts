import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrdinalData } from '../../../src/core/analysis-data.js';
import { isEstimable } from '../../../src/core/estimable.js';
import { proportionalOddsMethod } from '../../../src/outcomes/ordinal/proportional-odds/definition.js';
import {
  proportionalOdds,
  proportionalOddsFromCounts,
} from '../../../src/outcomes/ordinal/proportional-odds/proportional-odds.js';
import oracle from '../../oracles/proportional-odds/fits.json' with { type: 'json' };

const near = (actual: unknown, expected: number, tolerance = oracle.tolerance) => {
  expect(isEstimable(actual as number), JSON.stringify(actual)).toBe(true);
  expect(Math.abs((actual as number) - expected)).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );
};

function rowsOf(input: (typeof oracle.rows)[0]['input']): OrdinalData {
  const levels = ['control', 'low dose', 'high dose'];
  return {
    kind: 'ordinal',
    categories: ['1', '2', '3', '4', '5'],
    outcome: Int32Array.from(input.outcome, (category) => category - 1),
    weight: new Float64Array(input.outcome.length).fill(1),
    group: { levels, codes: Int32Array.from(input.group, (name) => levels.indexOf(name)) },
    reference: 'control',
    covariates: [
      { name: 'age', values: Float64Array.from(input.age) },
      { name: 'severity', values: Float64Array.from(input.severity) },
    ],
  };
}

describe('proportional odds against ordinal::clm', () => {
  for (const { name, input, expected } of oracle.counts) {
    it(name, () => {
      const result = proportionalOddsFromCounts(input);
      const [effect] = result.groups;
      near(effect!.logOddsRatio, expected.beta.of);
      near(effect!.standardError, expected.standardErrors.of);
      near(result.logLikelihood, expected.logLikelihood, 1e-11);
      near(result.likelihoodRatioTest.chiSquare, expected.likelihoodRatio, 1e-10);
      const thresholds = [expected.thresholds].flat();
      const errors = [expected.thresholdStandardErrors].flat();
      expect(result.thresholds).toHaveLength(thresholds.length);
      thresholds.forEach((threshold, index) => {
        near(result.thresholds[index]!.estimate, threshold);
        near(result.thresholds[index]!.standardError, errors[index]!);
      });
    });
  }

  it('three arms and two covariates', () => {
    const { input, expected } = oracle.rows[0]!;
    const result = proportionalOdds(rowsOf(input));
    const low = result.groups.find((effect) => effect.name === 'low dose')!;
    const high = result.groups.find((effect) => effect.name === 'high dose')!;
    near(low.logOddsRatio, expected.beta['grouplow dose']);
    near(low.standardError, expected.standardErrors['grouplow dose']);
    near(high.logOddsRatio, expected.beta['grouphigh dose']);
    const [age, severity] = result.covariates;
    near(age!.logOddsRatio, expected.beta.age);
    near(age!.standardError, expected.standardErrors.age);
    near(severity!.logOddsRatio, expected.beta.severity);
    near(severity!.standardError, expected.standardErrors.severity);
    expected.thresholds.forEach((threshold, index) => {
      near(result.thresholds[index]!.estimate, threshold);
      near(result.thresholds[index]!.standardError, expected.thresholdStandardErrors[index]!);
    });
    near(result.logLikelihood, expected.logLikelihood, 1e-11);
    near(result.likelihoodRatioTest.chiSquare, expected.likelihoodRatio, 1e-10);
    expect(result.likelihoodRatioTest.df).toBe(expected.df);
  });
});

describe('proportional odds where one arm is separated', () => {
  const design = ({ input }: (typeof oracle.separated)[0]): OrdinalData => {
    const levels = [...new Set(input.group)];
    return {
      kind: 'ordinal',
      categories: Array.from({ length: Math.max(...input.outcome) }, (_, index) => `${index + 1}`),
      outcome: Int32Array.from(input.outcome, (category) => category - 1),
      weight: new Float64Array(input.outcome.length).fill(1),
      group: { levels, codes: Int32Array.from(input.group, (name) => levels.indexOf(name)) },
      reference: 'control',
      covariates:
        input.severity === undefined
          ? []
          : [
              { name: 'age', values: Float64Array.from(input.age) },
              { name: 'severity', values: Float64Array.from(input.severity) },
            ],
    };
  };
  const separated = { notEstimable: 'separated' };

  for (const one of oracle.separated) {
    it(`${one.name}: the others are as ordinal::clm has them without that arm`, () => {
      const result = proportionalOdds(design(one));
      for (const effect of [...result.groups, ...result.covariates]) {
        const key = result.groups.includes(effect) ? `group${effect.name}` : effect.name;
        const expected = (one.expected.beta as Record<string, number>)[key];
        if (expected === undefined) {
          expect(['small', 'best']).toContain(effect.name);
          expect(effect.logOddsRatio).toEqual(separated);
          expect(effect.standardError).toEqual(separated);
        } else {
          near(effect.logOddsRatio, expected);
          near(effect.standardError, (one.expected.standardErrors as Record<string, number>)[key]!);
        }
      }
      one.expected.thresholds.forEach((threshold, index) => {
        near(result.thresholds[index]!.estimate, threshold);
        near(result.thresholds[index]!.standardError, one.expected.thresholdStandardErrors[index]!);
      });
      expect(result.logLikelihood).toEqual(separated);
      expect(result.notices.map((notice) => notice.code)).toContain('proportional-odds/separated');
    });
  }

  const cells = (arms: Record<string, readonly number[]>): OrdinalData => {
    const levels = Object.keys(arms);
    const size = Object.values(arms)[0]!.length;
    return {
      kind: 'ordinal',
      categories: Array.from({ length: size }, (_, index) => `${index}`),
      outcome: Int32Array.from(levels.flatMap(() => Array.from({ length: size }, (_, index) => index))),
      weight: Float64Array.from(Object.values(arms).flat()),
      group: {
        levels,
        codes: Int32Array.from(levels.flatMap((_, index) => new Array<number>(size).fill(index))),
      },
      reference: levels[0]!,
      covariates: [],
    };
  };

  it('a category that only the separated arm reaches leaves a logistic regression of the others', () => {
    const result = proportionalOdds(cells({ control: [5, 4, 0], drug: [3, 6, 0], small: [0, 2, 3] }));
    near(result.groups[0]!.logOddsRatio, Math.log(6 / 3 / (4 / 5)), 1e-12);
    near(result.groups[0]!.standardError, Math.sqrt(1 / 5 + 1 / 4 + 1 / 3 + 1 / 6), 1e-12);
    near(result.thresholds[0]!.estimate, Math.log(5 / 4), 1e-12);
    expect(result.thresholds[1]!.estimate).toEqual(separated);
    expect(result.groups[1]!.logOddsRatio).toEqual(separated);
  });

  it('a separated reference leaves nothing against it', () => {
    const result = proportionalOdds(cells({ control: [0, 0, 5], drug: [3, 6, 2], other: [2, 2, 5] }));
    expect(result.groups.map((effect) => effect.logOddsRatio)).toEqual([separated, separated]);
  });

  it('arms at both ends leave the others as they are without them', () => {
    const sparse = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(sparse, sparse, fc.integer({ min: 1, max: 5 }), (control, drug, few) => {
        const alone = proportionalOdds(cells({ control, drug }));
        const result = proportionalOdds(
          cells({ control, drug, best: [0, 0, 0, few], worst: [few, 0, 0, 0] }),
        );
        near(result.groups[0]!.logOddsRatio, alone.groups[0]!.logOddsRatio as number, 1e-9);
        near(result.groups[0]!.standardError, alone.groups[0]!.standardError as number, 1e-9);
        expect(result.groups.slice(1).map((effect) => effect.p)).toEqual([separated, separated]);
        result.thresholds.forEach(({ estimate, standardError }, index) => {
          near(estimate, alone.thresholds[index]!.estimate as number, 1e-9);
          near(standardError, alone.thresholds[index]!.standardError as number, 1e-9);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('says separated, not that it failed, where several covariates split the scale together', () => {
    const result = proportionalOdds({
      ...cells({ a: [0], b: [0], c: [0] }),
      categories: ['0', '1', '2'],
      outcome: Int32Array.of(1, 1, 0, 2, 1),
      weight: new Float64Array(5).fill(1),
      group: { levels: ['a', 'b', 'c'], codes: Int32Array.of(0, 1, 2, 2, 1) },
      covariates: [{ name: 'x', values: Float64Array.of(0, 2, 1, 3, 1) }],
    });
    expect(result.groups[0]!.logOddsRatio).toEqual(separated);
    expect(result.covariates[0]!.logOddsRatio).toEqual(separated);
  });
});

describe('proportional odds and the unit of a covariate', () => {
  const withAge = (change: (value: number) => number) => {
    const rows = rowsOf(oracle.rows[0]!.input);
    const [age, ...others] = rows.covariates;
    return proportionalOdds({
      ...rows,
      covariates: [{ name: 'age', values: age!.values.map(change) }, ...others],
    }).covariates[0]!;
  };
  const { beta, standardErrors } = oracle.rows[0]!.expected;

  it('a ratio of a whole unit beyond the range of numbers keeps its logarithm', () => {
    const tiny = withAge((value) => -value * 1e-6);
    near((tiny.logOddsRatio as number) / 1e6, -beta.age);
    near((tiny.standardError as number) / 1e6, standardErrors.age);
    expect(tiny.oddsRatio).toEqual({ notEstimable: 'overflow' });
    expect(tiny.upper).toEqual({ notEstimable: 'overflow' });
    expect(tiny.logUpper).toBeTypeOf('number');
  });

  it('a large common offset is not collinear with the thresholds', () => {
    near(withAge((value) => value + 3e7).logOddsRatio, beta.age);
    near(withAge((value) => value / 5 + 3e7).logOddsRatio, beta.age * 5, 1e-6);
    expect(withAge(() => 0.1).logOddsRatio).toEqual({ notEstimable: 'collinear' });
    expect(withAge(() => 3e7 + 0.1).logOddsRatio).toEqual({ notEstimable: 'collinear' });
  });
});

const counts = fc.integer({ min: 2, max: 8 }).chain((size) => {
  const arm = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: size, maxLength: size });
  return fc.record({ of: arm, versus: arm });
});

describe('proportional odds, laws', () => {
  it('swapping the groups, or turning the scale round, flips the sign', () => {
    fc.assert(
      fc.property(counts, ({ of, versus }) => {
        const [effect] = proportionalOddsFromCounts({ of, versus }).groups;
        const [swapped] = proportionalOddsFromCounts({ of: versus, versus: of }).groups;
        const [turned] = proportionalOddsFromCounts({
          of: of.toReversed(),
          versus: versus.toReversed(),
        }).groups;
        const [lower] = proportionalOddsFromCounts({ of, versus }, { oddsOf: 'lower-category' }).groups;
        const estimate = effect!.logOddsRatio as number;
        near(swapped!.logOddsRatio, -estimate);
        near(turned!.logOddsRatio, -estimate);
        near(lower!.logOddsRatio, -estimate);
        near(swapped!.standardError, effect!.standardError as number);
        near(swapped!.p, effect!.p as number);
      }),
      { numRuns: 60 },
    );
  });

  it('the interval holds the estimate, and the fitted score is zero', () => {
    fc.assert(
      fc.property(counts, ({ of, versus }) => {
        const result = proportionalOddsFromCounts({ of, versus });
        const effect = result.groups[0]!;
        expect(effect.logLower as number).toBeLessThan(effect.logOddsRatio as number);
        expect(effect.logUpper as number).toBeGreaterThan(effect.logOddsRatio as number);
        // At the maximum, each threshold's fitted share equals the observed share, summed over the groups' scores.
        const beta = effect.logOddsRatio as number;
        const fitted = (threshold: number, shift: number) => 1 / (1 + Math.exp(shift - threshold));
        let score = 0;
        [versus, of].forEach((arm, group) => {
          arm.forEach((count, category) => {
            const upper = result.thresholds[category]?.estimate as number | undefined;
            const lower = result.thresholds[category - 1]?.estimate as number | undefined;
            const above = upper === undefined ? 1 : fitted(upper, group * beta);
            const below = lower === undefined ? 0 : fitted(lower, group * beta);
            score += group * count * (1 - above - below);
          });
        });
        expect(Math.abs(score)).toBeLessThan(1e-9 * of.reduce((sum, count) => sum + count, 0));
      }),
      { numRuns: 60 },
    );
  });

  it('identical groups differ by nothing', () => {
    const result = proportionalOddsFromCounts({ of: [4, 9, 2], versus: [8, 18, 4] });
    near(result.groups[0]!.logOddsRatio, 0, 1e-12);
    near(result.likelihoodRatioTest.chiSquare, 0, 1e-10);
    near(result.likelihoodRatioTest.p, 1, 1e-5);
  });

  it('counted cells give what one row a subject gives, in any order', () => {
    const { input } = oracle.rows[0]!;
    const rows = rowsOf(input);
    const order = Array.from(rows.outcome.keys()).toReversed();
    const shuffled: OrdinalData = {
      ...rows,
      outcome: Int32Array.from(order, (row) => rows.outcome[row]!),
      group: { ...rows.group, codes: Int32Array.from(order, (row) => rows.group.codes[row]!) },
      covariates: rows.covariates.map(({ name, values }) => ({
        name,
        values: Float64Array.from(order, (row) => values[row]!),
      })),
    };
    near(
      proportionalOdds(shuffled).groups[0]!.logOddsRatio,
      proportionalOdds(rows).groups[0]!.logOddsRatio as number,
      1e-10,
    );
  });

  it('the unit of a covariate does not matter', () => {
    const rows = rowsOf(oracle.rows[0]!.input);
    const rescaled = {
      ...rows,
      covariates: rows.covariates.map(({ name, values }) => ({
        name,
        values: values.map((value) => 1e4 + value * 0.1),
      })),
    };
    near(
      proportionalOdds(rescaled).groups[0]!.logOddsRatio,
      proportionalOdds(rows).groups[0]!.logOddsRatio as number,
      1e-9,
    );
  });

  it('leaves its input alone', () => {
    const rows = rowsOf(oracle.rows[0]!.input);
    const before = structuredClone(rows);
    proportionalOdds(rows);
    expect(rows).toEqual(before);
  });
});

describe('proportional odds, edges', () => {
  it('of two groups is separated exactly when no member of one is above any member of the other', () => {
    const sparse = fc.integer({ min: 2, max: 6 }).chain((size) => {
      const arm = fc.array(fc.nat({ max: 2 }), { minLength: size, maxLength: size });
      return fc.record({ of: arm, versus: arm });
    });
    const range = (arm: number[]) => {
      const used = arm.flatMap((count, category) => (count > 0 ? [category] : []));
      return [Math.min(...used), Math.max(...used)] as const;
    };
    fc.assert(
      fc.property(sparse, ({ of, versus }) => {
        const [low, high] = range(of);
        const [otherLow, otherHigh] = range(versus);
        const [effect] = proportionalOddsFromCounts({ of, versus }).groups;
        const expected =
          !of.some((count) => count > 0) || !versus.some((count) => count > 0)
            ? 'empty-group'
            : low === otherHigh && high === otherLow
              ? 'no-variation'
              : low >= otherHigh || otherLow >= high
                ? 'separated'
                : null;
        if (expected === null) expect(isEstimable(effect!.standardError)).toBe(true);
        else expect(effect!.logOddsRatio).toEqual({ notEstimable: expected });
      }),
      { numRuns: 200 },
    );
  });

  it('separation is said, not estimated', () => {
    const result = proportionalOddsFromCounts({ of: [0, 0, 4, 9], versus: [6, 5, 0, 0] });
    expect(result.groups[0]!.logOddsRatio).toEqual({ notEstimable: 'separated' });
    expect(result.groups[0]!.p).toEqual({ notEstimable: 'separated' });
    expect(result.logLikelihood).toEqual({ notEstimable: 'separated' });
    expect(result.notices.map((notice) => notice.code)).toContain('proportional-odds/separated');
  });

  it('a covariate that splits the scale is named', () => {
    const rows = rowsOf(oracle.rows[0]!.input);
    const split = {
      name: 'split',
      values: Float64Array.from(rows.outcome, (category, row) => category * 10 + (row % 7)),
    };
    const result = proportionalOdds({ ...rows, covariates: [...rows.covariates, split] });
    expect(result.covariates[2]!.logOddsRatio).toEqual({ notEstimable: 'separated' });
    expect(result.notices[0]!.message).toContain('"split"');
  });

  it('quasi-separation too: all of one group at the top of the scale', () => {
    const result = proportionalOddsFromCounts({ of: [0, 0, 9], versus: [6, 5, 3] });
    expect(result.groups[0]!.logOddsRatio).toEqual({ notEstimable: 'separated' });
  });

  it('groups and a covariate that all but split the scale still have their likelihood-ratio test', () => {
    // Each group has its own cut, five hundred apart, and one pair of subjects a hundredth the wrong way round.
    const cuts = [5, -500];
    const steps = [-4, -3, -2, 0.01, 0, 2, 3, 4];
    const result = proportionalOdds({
      categories: ['no', 'yes'],
      outcome: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1),
      weight: new Float64Array(16).fill(1),
      group: {
        levels: ['control', 'drug'],
        codes: Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1),
      },
      reference: 'control',
      covariates: [
        { name: 'x', values: Float64Array.from(cuts.flatMap((cut) => steps.map((step) => cut + step))) },
      ],
    });
    near(result.groups[0]!.logOddsRatio, 1698.83606923, 1e-9);
    near(result.likelihoodRatioTest.chiSquare, 16.556786707, 1e-9);
  });

  it('all of one group in a middle category is no separation', () => {
    const result = proportionalOddsFromCounts({ of: [0, 9, 0], versus: [6, 5, 3] });
    expect(isEstimable(result.groups[0]!.logOddsRatio)).toBe(true);
  });

  it('everybody in one category', () => {
    const result = proportionalOddsFromCounts({ of: [0, 8, 0], versus: [0, 6, 0] });
    expect(result.groups[0]!.logOddsRatio).toEqual({ notEstimable: 'no-variation' });
    expect(result.likelihoodRatioTest.p).toEqual({ notEstimable: 'no-variation' });
  });

  it('an empty group', () => {
    const result = proportionalOddsFromCounts({ of: [0, 0, 0], versus: [3, 6, 1] });
    expect(result.groups[0]!.logOddsRatio).toEqual({ notEstimable: 'empty-group' });
    expect(result.likelihoodRatioTest.p).toEqual({ notEstimable: 'empty-group' });
  });

  it('one subject a group', () => {
    const result = proportionalOddsFromCounts({ of: [0, 1], versus: [1, 0] });
    expect(result.groups[0]!.logOddsRatio).toEqual({ notEstimable: 'separated' });
  });

  it('a collinear covariate is named and left out', () => {
    const rows = rowsOf(oracle.rows[0]!.input);
    const [age] = rows.covariates;
    const double = { name: 'age in months', values: age!.values.map((value) => value * 12 + 3) };
    const result = proportionalOdds({ ...rows, covariates: [...rows.covariates, double] });
    expect(result.covariates[2]!.logOddsRatio).toEqual({ notEstimable: 'collinear' });
    near(result.covariates[0]!.logOddsRatio, oracle.rows[0]!.expected.beta.age);
    expect(result.notices[0]!.message).toContain('age in months');
  });

  it('takes a fine scale: 400 categories, 20 000 subjects, two covariates', () => {
    const n = 20_000;
    const group = Int32Array.from({ length: n }, (_, row) => row % 2);
    const age = Float64Array.from({ length: n }, (_, row) => 40 + ((row * 7919) % 41));
    const sex = Float64Array.from({ length: n }, (_, row) => ((row * 104_729) % 3 === 0 ? 1 : 0));
    const outcome = Int32Array.from(
      { length: n },
      (_, row) => ((row * 15_485_863 + group[row]! * 37 * row) % 400) | 0,
    );
    const result = proportionalOdds({
      categories: Array.from({ length: 400 }, (_, index) => String(index)),
      outcome,
      weight: new Float64Array(n).fill(1),
      group: { levels: ['a', 'b'], codes: group },
      reference: 'a',
      covariates: [
        { name: 'age', values: age },
        { name: 'sex', values: sex },
      ],
    });
    expect(isEstimable(result.groups[0]!.logOddsRatio)).toBe(true);
  });

  it('refuses what does not fit together', () => {
    expect(() => proportionalOddsFromCounts({ of: [1, 2], versus: [1, 2, 3] })).toThrow(
      /another number of categories/,
    );
    expect(() => proportionalOddsFromCounts({ of: [1, -2], versus: [1, 2] })).toThrow(
      /not a number of subjects/,
    );
    expect(() => proportionalOddsFromCounts({ of: [1, 2], versus: [1, 2] }, { level: 95 })).toThrow(/0.95/);
    const rows = rowsOf(oracle.rows[0]!.input);
    expect(() => proportionalOdds({ ...rows, reference: 'placebo' })).toThrow(/not one of the groups/);
    expect(() => proportionalOdds({ ...rows, reference: null })).toThrow(/Name the comparator/);
  });
});

describe('proportional odds in the registry', () => {
  it('gives counts, ratios on the log scale and the likelihood-ratio test', () => {
    const rows = rowsOf(oracle.rows[0]!.input);
    const output = proportionalOddsMethod.run(rows, proportionalOddsMethod.options.parse({}));
    const [summary, estimates, test] = output.parts;
    expect(summary).toMatchObject({ kind: 'summary' });
    expect(
      estimates?.kind === 'estimates' && estimates.rows.map((row) => [row.term, row.role, row.of]),
    ).toEqual([
      ['low dose', 'comparison', 'low dose'],
      ['high dose', 'comparison', 'high dose'],
      ['age', 'covariate', null],
      ['severity', 'covariate', null],
    ]);
    expect(test?.kind === 'test' && test.rows[0]).toMatchObject({ statistic: 'likelihood-ratio', df: 2 });
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
