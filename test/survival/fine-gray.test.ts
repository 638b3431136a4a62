import { describe, expect, it } from 'vitest';
import { cox } from '../../src/survival/cox/cox.js';
import { fineGrayMethod } from '../../src/survival/fine-gray/definition.js';
import { fineGray } from '../../src/survival/fine-gray/fine-gray.js';
import { generateCompetingRows } from './competing-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface References {
  readonly generate: { readonly n: number; readonly seed: number };
  readonly fits: readonly {
    readonly name: string;
    readonly columns: readonly string[] | string;
    readonly cause: number;
    readonly byGroup: boolean;
    readonly coefficients: readonly number[] | number;
    readonly covariance: readonly (readonly number[])[];
    readonly logLikelihood: number;
    readonly nullLogLikelihood: number;
  }[];
}
const file = readOracle<never>('fine-gray', 'cmprsk');
const references = file.cases as unknown as References;
const rows = generateCompetingRows(references.generate.n, references.generate.seed);
const all: Record<string, number[]> = {
  one: rows.group.map((value) => (value === '1' ? 1 : 0)),
  two: rows.group.map((value) => (value === '2' ? 1 : 0)),
  age: rows.age,
  marker: rows.marker,
};
const { time, event } = rows;

describe('fine-gray against cmprsk', () => {
  for (const expected of references.fits) {
    it(expected.name, () => {
      const names = [expected.columns].flat() as string[];
      const result = fineGray(
        {
          time,
          event,
          covariates: Object.fromEntries(names.map((name) => [name, all[name]!])),
          ...(expected.byGroup ? { censoringGroup: rows.group } : {}),
        },
        { cause: expected.cause },
      );
      expect(result.status).toBe('converged');
      ([expected.coefficients].flat() as number[]).forEach((value, index) => {
        expectClose(
          result.coefficients[index]!.logSubdistributionHazardRatio,
          value,
          file.tolerance,
          names[index],
        );
        // With censoring groups the reference's variance is another one; a jackknife below checks ours.
        if (expected.byGroup) return;
        expected.covariance[index]!.forEach((entry, column) => {
          const size = Math.sqrt(expected.covariance[index]![index]! * expected.covariance[column]![column]!);
          expectClose(
            (result.covariance[index]![column]! as number) / size,
            entry / size,
            file.tolerance,
            'covariance',
          );
        });
      });
      expectClose(result.logLikelihood, expected.logLikelihood, file.tolerance, 'log likelihood');
      expectClose(
        result.nullLogLikelihood,
        expected.nullLogLikelihood,
        file.tolerance,
        'null log likelihood',
      );
    });
  }
});

describe('fine-gray laws', () => {
  // The jackknife is larger by terms of order 1 / n.
  it('has the standard errors of leaving out one subject at a time, with censoring groups too', () => {
    const fitted = (skip: number, byGroup: boolean) => {
      const keep = <T>(values: readonly T[]) => values.filter((_, row) => row !== skip);
      return fineGray({
        time: keep(time),
        event: keep(event),
        covariates: { one: keep(all['one']!), marker: keep(rows.marker) },
        ...(byGroup ? { censoringGroup: keep(rows.group) } : {}),
      }).coefficients;
    };
    for (const byGroup of [false, true]) {
      const whole = fitted(-1, byGroup);
      const without = time.map((_, row) => fitted(row, byGroup));
      whole.forEach((row, index) => {
        const squares = without.reduce((sum, other) => {
          const shift = other[index]!.logSubdistributionHazardRatio as number;
          return sum + (shift - (row.logSubdistributionHazardRatio as number)) ** 2;
        }, 0);
        expectClose((row.standardError as number) / Math.sqrt(squares), 1, 0.06, row.name);
      });
    }
  });

  it('is Breslow Cox regression when no competing event happens', () => {
    const single = event.map((kind) => (kind === 1 ? 1 : 0));
    const covariates = { age: rows.age, marker: rows.marker };
    const fit = fineGray({ time, event: single, covariates });
    const reference = cox({ time, event: single, covariates }, { ties: 'breslow', variance: 'robust' });
    fit.coefficients.forEach((row, index) => {
      const other = reference.coefficients[index]!;
      expectClose(row.logSubdistributionHazardRatio, other.logHazardRatio as number, 1e-11);
      expectClose(row.standardError, other.standardError as number, 1e-11);
    });
    expectClose(fit.logLikelihood, reference.logLikelihood as number, 1e-12);
  });

  it('is Cox regression with competing events kept to the end when nobody is censored', () => {
    const kinds = event.map((kind) => (kind === 0 ? 2 : kind));
    const covariates = { marker: rows.marker };
    const fit = fineGray({ time, event: kinds, covariates });
    const reference = cox(
      {
        time: time.map((value, row) => (kinds[row] === 1 ? value : 1000)),
        event: kinds.map((kind) => kind === 1),
        covariates,
      },
      { ties: 'breslow', variance: 'robust' },
    );
    expectClose(
      fit.coefficients[0]!.logSubdistributionHazardRatio,
      reference.coefficients[0]!.logHazardRatio as number,
      1e-11,
    );
    expectClose(
      fit.coefficients[0]!.standardError,
      reference.coefficients[0]!.standardError as number,
      1e-11,
    );
  });

  it('swapping arms turns the ratio; row order and unit of time do not matter', () => {
    const group = rows.group.map((value) => (value === '0' ? 'control' : 'active'));
    const one = fineGray({ time, event, group, reference: 'control' }).coefficients[0]!;
    const two = fineGray({ time, event, group, reference: 'active' }).coefficients[0]!;
    expectClose(two.logSubdistributionHazardRatio, -(one.logSubdistributionHazardRatio as number), 1e-11);
    const reversed = fineGray({
      time: [...time].reverse().map((value) => value / 7),
      event: [...event].reverse(),
      group: [...group].reverse(),
      reference: 'control',
    }).coefficients[0]!;
    expectClose(reversed.logSubdistributionHazardRatio, one.logSubdistributionHazardRatio as number, 1e-11);
    expectClose(reversed.standardError, one.standardError as number, 1e-11);
  });
});

describe('fine-gray edges', () => {
  it('says why there is no number', () => {
    const none = fineGray({ time: [1, 2], event: [2, 0], covariates: { x: [0, 1] } });
    expect(none.status).toBe('no-events');
    expect(none.coefficients[0]!.p).toEqual({ notEstimable: 'no-events' });
    const separated = fineGray({
      time: [1, 2, 3, 4, 5, 6],
      event: [1, 1, 1, 2, 0, 2],
      covariates: { x: [1, 1, 1, 0, 0, 0] },
    });
    expect(separated.status).toBe('separated');
    expect(separated.coefficients[0]!.subdistributionHazardRatio).toEqual({ notEstimable: 'separated' });
    const twice = fineGray({
      time,
      event,
      covariates: { age: rows.age, again: rows.age.map((age) => 3 * age + 1) },
    });
    expect(twice.collinear).toEqual([{ name: 'again', dependsOn: ['age'] }]);
    expect(twice.coefficients[1]!.p).toEqual({ notEstimable: 'collinear' });
    expect(() => fineGray({ time, event })).toThrow(/"covariates" is empty/);
    expect(() => fineGray({ time, event, covariates: { age: rows.age } }, { cause: 0 })).toThrow(/"cause"/);
  });
});

describe('fine-gray as a method', () => {
  it('gives contrasts and covariates', () => {
    const output = fineGrayMethod.run(
      {
        kind: 'competing-events',
        time: Float64Array.from(time),
        event: Uint8Array.from(event),
        causes: ['discharge', 'death'],
        group: { levels: ['0', '1', '2'], codes: Int32Array.from(rows.group, Number) },
        reference: '0',
        covariates: [
          { name: 'age', values: Float64Array.from(rows.age) },
          { name: 'marker', values: Float64Array.from(rows.marker) },
        ],
        timeUnit: 'days',
      },
      fineGrayMethod.options.parse({}),
    );
    const [estimates] = output.parts;
    if (estimates?.kind !== 'estimates') throw new Error('unexpected part');
    expect(estimates.rows.map((row) => row.term)).toEqual(['1', '2', 'age', 'marker']);
    const expected = references.fits.find((fit) => fit.name === 'four columns')!;
    expectClose(
      estimates.rows[0]!.estimate,
      (expected.coefficients as readonly number[])[0]!,
      file.tolerance,
    );
    expect(output.notices).toEqual([]);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});

interface StratifiedReferences {
  readonly fits: readonly {
    readonly columns: readonly string[];
    readonly cause: number;
    readonly stratified: boolean;
    readonly clustered: boolean;
    readonly weighted: boolean;
    readonly coefficients: readonly number[];
    readonly robustStandardErrors: readonly number[];
    readonly logLikelihood: number;
    readonly nullLogLikelihood: number;
  }[];
}

describe('fine-gray with strata, clusters and case weights', () => {
  const oracle = readOracle<never>('fine-gray', 'stratified');
  const { fits } = oracle.cases as unknown as StratifiedReferences;
  for (const expected of fits) {
    const { cause, columns, stratified, clustered, weighted } = expected;
    const kind = Object.entries({ stratified, clustered, weighted })
      .filter(([, is]) => is)
      .map(([name]) => name);
    it(`is the robust Cox fit of finegray weights in R: ${[`cause ${cause}`, ...kind].join(', ')}`, () => {
      const result = fineGray(
        {
          time: time.map((value, row) => value + (row + 1) / 1000),
          event,
          ...(stratified ? { strata: rows.strata } : {}),
          // Robust errors square weighted influences, of each row or of each cluster.
          cluster: time.map((_, row) => String(clustered ? Math.floor(row / 3) : row)),
          ...(weighted ? { weight: time.map((_, row) => 1 + (((row + 1) * 7) % 3)) } : {}),
          covariates: Object.fromEntries(columns.map((name) => [name, all[name]!])),
        },
        { cause, censoringWeights: 'known' },
      );
      expected.coefficients.forEach((value, index) => {
        const own = result.coefficients[index]!;
        expectClose(own.logSubdistributionHazardRatio, value, oracle.tolerance);
        expectClose(own.standardError, expected.robustStandardErrors[index]!, oracle.tolerance);
      });
      expectClose(result.logLikelihood, expected.logLikelihood, oracle.tolerance);
      expectClose(result.nullLogLikelihood, expected.nullLogLikelihood, oracle.tolerance);
    });
  }

  it('counts a weight of w as w subjects, with ties, censoring groups and estimated weights', () => {
    const weight = time.map((_, row) => 1 + (row % 3));
    const repeat = <T>(values: readonly T[]) =>
      values.flatMap((value, row) => new Array<T>(weight[row]!).fill(value));
    const one = fineGray({
      time,
      event,
      weight,
      censoringGroup: rows.group,
      covariates: { one: all['one']!, marker: rows.marker },
    });
    const two = fineGray({
      time: repeat(time),
      event: repeat(event),
      censoringGroup: repeat(rows.group),
      covariates: { one: repeat(all['one']!), marker: repeat(rows.marker) },
    });
    expect(one.n).toBe(two.n);
    expect(one.competingEvents).toBe(two.competingEvents);
    expectClose(one.events, two.events, 1e-12);
    one.coefficients.forEach((row, index) => {
      const other = two.coefficients[index]!;
      expectClose(row.logSubdistributionHazardRatio, other.logSubdistributionHazardRatio as number, 1e-10);
      expectClose(row.standardError, other.standardError as number, 1e-10);
    });
    expectClose(one.logLikelihood, two.logLikelihood as number, 1e-12);
    // Weights of one half leave nobody at risk where nobody is.
    const halves = fineGray({
      time,
      event,
      weight: time.map(() => 0.1),
      covariates: { marker: rows.marker },
    });
    const plain = fineGray({ time, event, covariates: { marker: rows.marker } });
    expectClose(
      halves.coefficients[0]!.logSubdistributionHazardRatio,
      plain.coefficients[0]!.logSubdistributionHazardRatio as number,
      1e-9,
    );
    expectClose(
      halves.coefficients[0]!.standardError,
      (plain.coefficients[0]!.standardError as number) * Math.sqrt(10),
      1e-9,
    );
    expect(() =>
      fineGray({ time, event, weight: time.map(() => 0), covariates: { m: rows.marker } }),
    ).toThrow(/"weight"/);
    expect(() =>
      fineGray({ time, event, covariates: { m: rows.marker } }, { censoringWeights: 'guessed' as never }),
    ).toThrow(/"censoringWeights"/);
  });

  const covariates = { one: all['one']!, marker: rows.marker };
  const single = fineGray({ time, event, covariates });
  const twice = <T>(values: readonly T[]) => [...values, ...values];
  const double = {
    time: twice(time),
    event: twice(event),
    covariates: { one: twice(covariates.one), marker: twice(covariates.marker) },
  };

  it('halves the variance when the same subjects are a second stratum, whatever the levels are called', () => {
    const strata = double.time.map((_, row) => (row < time.length ? 'first' : 'second'));
    const result = fineGray({ ...double, strata });
    result.coefficients.forEach((row, index) => {
      const other = single.coefficients[index]!;
      expectClose(row.logSubdistributionHazardRatio, other.logSubdistributionHazardRatio as number, 1e-10);
      expectClose((row.standardError as number) * Math.SQRT2, other.standardError as number, 1e-10);
    });
    const empty = { levels: ['none', 'all'], codes: new Int32Array(time.length).fill(1) };
    expect(fineGray({ time, event, covariates, strata: empty })).toEqual(single);
  });

  it('does not believe in subjects that are copies when copies share a cluster', () => {
    const cluster = double.time.map((_, row) => `subject ${row % time.length}`);
    const result = fineGray({ ...double, cluster });
    result.coefficients.forEach((row, index) => {
      const other = single.coefficients[index]!;
      expectClose(row.logSubdistributionHazardRatio, other.logSubdistributionHazardRatio as number, 1e-10);
      expectClose(row.standardError, other.standardError as number, 1e-10);
    });
    const alone = fineGray({ time, event, covariates, cluster: time.map((_, row) => String(row)) });
    expectClose(alone.coefficients[0]!.standardError, single.coefficients[0]!.standardError as number, 1e-12);
    expect(() => fineGray({ time, event, covariates, cluster: ['a'] })).toThrow(/"cluster".*length/);
  });

  it('has the standard errors of leaving out one subject at a time within strata', () => {
    const fitted = (skip: number) => {
      const keep = <T>(values: readonly T[]) => values.filter((_, row) => row !== skip);
      return fineGray({
        time: keep(time),
        event: keep(event),
        strata: keep(rows.strata),
        covariates: { marker: keep(rows.marker) },
      }).coefficients[0]!;
    };
    const whole = fitted(-1);
    const squares = time.reduce((sum, _, row) => {
      const shift =
        (fitted(row).logSubdistributionHazardRatio as number) -
        (whole.logSubdistributionHazardRatio as number);
      return sum + shift * shift;
    }, 0);
    expectClose((whole.standardError as number) / Math.sqrt(squares), 1, 0.06);
  });
});
