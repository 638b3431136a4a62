import { describe, expect, it } from 'vitest';
import { MethodError } from '../../src/core/errors.js';
import { anova } from '../../src/outcomes/continuous/anova/anova.js';
import {
  equalVariances,
  varianceRatio,
} from '../../src/outcomes/continuous/equal-variances/equal-variances.js';
import { factorialAnova } from '../../src/outcomes/continuous/factorial-anova/factorial-anova.js';
import { oneSampleT } from '../../src/outcomes/continuous/one-sample-t/one-sample-t.js';
import { welchT } from '../../src/outcomes/continuous/welch-t/welch-t.js';
import { dunnett } from '../../src/outcomes/multiplicity/dunnett/dunnett.js';
import { tukeyKramer } from '../../src/outcomes/multiplicity/tukey-kramer/tukey-kramer.js';

const arms = [
  [3, 1, 4, 1.5],
  [5, 9, 2, 6],
  [5, 3, 5.5, 8],
];
const timesUnit = (unit: number) => arms.map((values) => values.map((value) => unit * value));
const named = (unit: number) => timesUnit(unit).map((values, place) => ({ name: 'abc'[place]!, values }));
const factors = {
  arm: arms.flatMap((values, place) => values.map(() => 'abc'[place]!)),
  site: arms.flatMap((values) => values.map((_, row) => `site ${row % 2}`)),
};

/** Every number of a result that is not finite, with where it stands. */
function notFinite(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} = ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => notFinite(one, `${path}.${key}`));
}

// Powers of two, so that the values keep all their digits.
describe.each([2 ** 1000, 2 ** -1000])('values times %d', (unit) => {
  it('have the same tests as the values', () => {
    for (const variances of ['equal', 'unequal'] as const) {
      expect(anova(timesUnit(unit), { variances })).toEqual(anova(arms, { variances }));
    }
    expect(equalVariances(timesUnit(unit))).toEqual(equalVariances(arms));
    expect(varianceRatio(timesUnit(unit)[0]!, timesUnit(unit)[1]!)).toEqual(
      varianceRatio(arms[0]!, arms[1]!),
    );
  });

  it('differ by as many units', () => {
    const [here, there] = [welchT(arms[0]!, arms[1]!), welchT(timesUnit(unit)[0]!, timesUnit(unit)[1]!)];
    expect(there).toMatchObject({ t: here.t, p: here.p, lower: unit * (here.lower as number) });
    const [sample, scaled] = [oneSampleT(arms[0]!), oneSampleT(timesUnit(unit)[0]!)];
    expect(scaled).toMatchObject({ t: sample.t, p: sample.p, upper: unit * (sample.upper as number) });
    for (const compare of [tukeyKramer, (given: ReturnType<typeof named>) => dunnett(given, 'a')]) {
      const expected = compare(named(1)).comparisons;
      for (const [place, found] of compare(named(unit)).comparisons.entries()) {
        const { t, adjustedP, lower, standardError } = expected[place]!;
        expect(found).toMatchObject({
          t,
          adjustedP,
          lower: unit * (lower as number),
          standardError: unit * (standardError as number),
        });
      }
    }
  });

  it('split their variation alike among factors and covariates of any size', () => {
    const age = arms.flat().map((value, row) => value + (row % 5));
    const analysis = (scale: number) =>
      factorialAnova(
        {
          outcome: timesUnit(scale).flat(),
          variables: { ...factors, age: age.map((value) => scale * value) },
          interactions: [['arm', 'site']],
        },
        { type: 'II' },
      );
    const [here, there] = [analysis(1), analysis(unit)];
    for (const [place, { f, p }] of here.terms.entries()) {
      expect(there.terms[place]!.f as number).toBeCloseTo(f as number, 10);
      expect(there.terms[place]!.p as number).toBeCloseTo(p as number, 10);
    }
    expect((there.means[0]!.lower as number) / unit).toBeCloseTo(here.means[0]!.lower as number, 10);
  });
});

describe('one value of 1e300 or 1.7e308 among others', () => {
  it.each([1e300, 1.7e308, -1.7e308])('%d gives numbers or reasons, never Infinity', (value) => {
    const odd = [[value, 1, 2, 3], ...arms.slice(1)];
    const opposite = [[value, -value, 2, 3], ...arms.slice(1)];
    for (const given of [odd, opposite]) {
      const list = given.map((values, place) => ({ name: 'abc'[place]!, values }));
      const results = [
        anova(given),
        anova(given, { variances: 'unequal' }),
        equalVariances(given),
        varianceRatio(given[0]!, given[1]!),
        varianceRatio(given[1]!, given[0]!),
        welchT(given[0]!, given[1]!),
        oneSampleT(given[0]!),
        tukeyKramer(list),
        dunnett(list, 'a'),
        factorialAnova({ outcome: given.flat(), variables: factors }),
      ];
      expect(results.flatMap((result, place) => notFinite(result, `${place}`))).toEqual([]);
    }
  });

  it('says that a ratio of variances is beyond all numbers', () => {
    const ratio = varianceRatio(
      { n: 5, mean: 0, standardDeviation: 1e300 },
      { n: 5, mean: 0, standardDeviation: 1 },
    );
    expect(ratio.ratio).toEqual({ notEstimable: 'overflow' });
    expect(ratio.p).toEqual({ notEstimable: 'overflow' });
    const fit = factorialAnova({ outcome: timesUnit(1e300).flat(), variables: factors });
    expect(fit.residualSumOfSquares).toEqual({ notEstimable: 'overflow' });
  });
});

describe('what is no arm and no interaction', () => {
  it.each([undefined, null, 7, { values: [1, 2] }])('arms are no %j', (bad) => {
    expect(() => dunnett([named(1)[0]!, bad as never], 'a')).toThrow(MethodError);
    expect(() => tukeyKramer([bad as never, named(1)[0]!])).toThrow(/arms\[0\]/);
  });

  it.each(['abc', 5, {}, [null], ['arm'], [['arm', 'nonsense']]])('interactions are no %j', (bad) => {
    const data = { outcome: arms.flat(), variables: factors, interactions: bad as never };
    expect(() => factorialAnova(data)).toThrow(MethodError);
  });

  it.each([
    { name: 'x' },
    { name: 'x', factor: undefined },
    { name: 'x', factor: null },
    { name: 'x', columns: [null] },
  ])('a variable is no %j', (bad) => {
    expect(() => factorialAnova({ outcome: arms.flat(), variables: [bad as never] })).toThrow(MethodError);
  });
});
