import { describe, expect, it } from 'vitest';
import type { SurvivalData } from '../../src/core/analysis-data.js';
import {
  bandCriticalValue,
  bridgeWithin,
  ornsteinUhlenbeckWithin,
} from '../../src/survival/kaplan-meier/band-critical-value.js';
import { kaplanMeierMethod } from '../../src/survival/kaplan-meier/definition.js';
import { type KaplanMeierInput, kaplanMeier } from '../../src/survival/kaplan-meier/kaplan-meier.js';
import { expectClose, readOracle } from './oracle.js';

interface BandCase {
  readonly name: string;
  readonly input: {
    readonly kind: 'hall-wellner' | 'equal-precision';
    readonly height: number;
    readonly from: number;
    readonly to: number;
  };
  readonly expected: number;
}
interface Options {
  readonly hazards: readonly {
    readonly name: string;
    readonly input: KaplanMeierInput;
    readonly ctype: number;
    readonly expected: readonly Record<
      'survival' | 'standardError' | 'cumulativeHazard' | 'cumulativeHazardStandardError',
      number[]
    >[];
  }[];
  readonly difference: { readonly times: number[]; estimate: number[]; standardError: number[] };
  readonly printed: readonly { name: string; time: number[]; lower: number[]; upper: number[] }[];
  readonly input: { time: number[]; event: number[]; group: string[] };
}
const options = readOracle<never>('kaplan-meier', 'options');
const { hazards, difference, printed, input } = options.cases as unknown as Options;
const { time, event, group } = input;
const six = { time: time.slice(0, 21), event: event.slice(0, 21) };

describe('kaplan-meier estimates from the cumulative hazard against R survfit(stype = 2)', () => {
  for (const reference of hazards) {
    it(reference.name, () => {
      const estimator = reference.ctype === 1 ? 'fleming-harrington' : 'fleming-harrington-ties';
      const { curves } = kaplanMeier(reference.input, { estimator });
      reference.expected.forEach((expected, index) => {
        const curve = curves[index]!;
        for (const column of Object.keys(expected) as (keyof typeof expected)[]) {
          expect(curve[column]).toHaveLength(expected[column].length);
          expected[column].forEach((value, step) => {
            expectClose(curve[column][step], value, options.tolerance, `${column} ${step}`);
          });
        }
      });
    });
  }

  it('lies above the product-limit estimate, less so with ties one by one', () => {
    const [product, hazard, ties] = (
      ['kaplan-meier', 'fleming-harrington', 'fleming-harrington-ties'] as const
    ).map((estimator) => kaplanMeier({ time, event }, { estimator }).curves[0]!.survival);
    product!.forEach((value, step) => {
      expect(ties![step]!).toBeGreaterThanOrEqual(value);
      expect(hazard![step]!).toBeGreaterThanOrEqual(ties![step]!);
    });
  });
});

interface RobustCase {
  readonly name: string;
  readonly input: KaplanMeierInput;
  readonly estimator: 'kaplan-meier' | 'fleming-harrington' | 'fleming-harrington-ties';
  readonly expected: {
    readonly [column in
      | 'survival'
      | 'cumulativeHazard'
      | 'cumulativeHazardStandardError'
      | 'standardError']: readonly number[];
  };
}

describe('kaplan-meier robust variance against R survfit(robust = TRUE)', () => {
  const oracle = readOracle<RobustCase>('kaplan-meier', 'robust');
  for (const { name, input, estimator, expected } of oracle.cases) {
    it(name, () => {
      const curve = kaplanMeier(input, { variance: 'robust', estimator }).curves[0]!;
      for (const column of ['survival', 'cumulativeHazard', 'cumulativeHazardStandardError'] as const) {
        expected[column].forEach((value, step) => {
          expectClose(curve[column][step]!, value, oracle.tolerance);
        });
      }
      expected.standardError.forEach((value, step) => {
        if (curve.survival[step] === 0) expect(curve.standardError[step]).toBeNull();
        else expectClose(curve.standardError[step]!, value, oracle.tolerance);
      });
    });
  }

  it('is that of rows where each is its own cluster, and needs asking for', () => {
    const cluster = six.time.map((_, row) => `unit ${row}`);
    const plain = kaplanMeier(six, { variance: 'robust' });
    expect(kaplanMeier({ ...six, cluster }, { variance: 'robust' })).toEqual(plain);
    expect(() => kaplanMeier({ ...six, cluster })).toThrow(/cluster/);
  });
});

describe('critical values of simultaneous bands', () => {
  const oracle = readOracle<BandCase>('kaplan-meier', 'bands');
  for (const { name, input: own, expected } of oracle.cases) {
    it(name, () => {
      const within = own.kind === 'hall-wellner' ? bridgeWithin : ornsteinUhlenbeckWithin;
      expectClose(within(own.height, own.from, own.to), expected, oracle.tolerance);
      expectClose(bandCriticalValue(own.kind, expected, own.from, own.to), own.height, 1e-8);
    });
  }

  it('are those of Kolmogorov, of the tables of Klein and Moeschberger, and of one point', () => {
    expectClose(bandCriticalValue('hall-wellner', 0.95, 0, 1), 1.3580986393225505, 1e-11);
    const table = [
      [0.02, 0.9, 3.1622],
      [0.12, 0.9, 3.0384],
      [0.22, 0.3, 2.4447],
    ] as const;
    for (const [from, to, value] of table) {
      const approximate = bandCriticalValue('equal-precision', 0.95, from, to, 'miller-siegmund');
      expect(Math.abs(approximate - value)).toBeLessThan(6e-5);
      const exact = bandCriticalValue('equal-precision', 0.95, from, to);
      expect(Math.abs(exact - value)).toBeLessThan(0.04);
    }
    expectClose(bandCriticalValue('equal-precision', 0.95, 0.4, 0.4), 1.959963984540054, 1e-12);
    expectClose(bandCriticalValue('hall-wellner', 0.95, 0.2, 0.2), 1.959963984540054 * 0.4, 1e-12);
    expect(bandCriticalValue('equal-precision', 0.95, 0.4, 0.40001)).toBeGreaterThan(1.95);
  });

  it('grow with the range and the coverage', () => {
    for (const kind of ['hall-wellner', 'equal-precision'] as const) {
      const values = [
        bandCriticalValue(kind, 0.9, 0.2, 0.5),
        bandCriticalValue(kind, 0.95, 0.2, 0.5),
        bandCriticalValue(kind, 0.95, 0.1, 0.8),
        bandCriticalValue(kind, 0.999, 0.1, 0.8),
      ];
      expect(values).toEqual([...values].sort((left, right) => left - right));
    }
  });
});

describe('kaplan-meier bands', () => {
  const transforms = {
    'hall-wellner': ['hall-wellner', 'plain'],
    loghall: ['hall-wellner', 'log-log'],
    epband: ['equal-precision', 'plain'],
    logep: ['equal-precision', 'log-log'],
  } as const;
  for (const reference of printed) {
    it(`are those of km.ci to the digits of its tables: ${reference.name}`, () => {
      const [band, transform] = transforms[reference.name as keyof typeof transforms];
      const curve = kaplanMeier(six, {
        band,
        transform,
        bandFrom: 6,
        bandTo: 23,
        bandCriticalValue: 'miller-siegmund',
      }).curves[0]!;
      reference.time.forEach((at, index) => {
        const step = curve.time.indexOf(at);
        // Linear limits are not cut at 0 and 1 there.
        const expected = (value: number) => Math.min(1, Math.max(0, value));
        expect(Math.abs(curve.band!.lower[step]! - expected(reference.lower[index]!))).toBeLessThan(0.01);
        expect(Math.abs(curve.band!.upper[step]! - expected(reference.upper[index]!))).toBeLessThan(0.01);
      });
    });
  }

  it('contain the pointwise limits, and the equal-precision band is them with another critical value', () => {
    for (const transform of ['plain', 'log', 'log-log', 'logit', 'arcsine'] as const) {
      const { band, ...curve } = kaplanMeier(six, { band: 'equal-precision', transform }).curves[0]!;
      expect([band!.from, band!.to]).toEqual([6, 35]);
      curve.time.forEach((_, step) => {
        expect(band!.lower[step]!).toBeLessThanOrEqual(curve.lower[step]!);
        expect(band!.upper[step]!).toBeGreaterThanOrEqual(curve.upper[step]!);
      });
    }
    const plain = kaplanMeier(six, { band: 'hall-wellner', transform: 'log-log' }).curves[0]!;
    // Klein and Moeschberger, formula 4.4.6: S to the power of exp(-+ h (1 + n v) / (sqrt(n) log S)).
    const step = 3;
    const survival = plain.survival[step]!;
    const relative = plain.standardError[step]! / survival;
    const h = plain.band!.criticalValue as number;
    const theta = Math.exp((h * (1 + 21 * relative ** 2)) / (Math.sqrt(21) * Math.log(survival)));
    expectClose(plain.band!.lower[step], survival ** (1 / theta), 1e-12);
    expectClose(plain.band!.upper[step], survival ** theta, 1e-12);
  });

  it('end where the curve reaches 0, and do not exist without events', () => {
    const zero = kaplanMeier({ time: [1, 2, 3], event: [1, 1, 1] }, { band: 'hall-wellner' }).curves[0]!;
    expect(zero.band!.to).toBe(2);
    expect(zero.band!.lower[2]).toBeNull();
    const none = kaplanMeier({ time: [1, 2], event: [0, 0] }, { band: 'equal-precision' }).curves[0]!;
    expect(none.band!.criticalValue).toEqual({ notEstimable: 'no-events' });
    expect(none.band!.lower).toEqual([null, null]);
    const single = kaplanMeier({ time: [1, 2], event: [1, 0] }, { band: 'equal-precision' }).curves[0]!;
    expectClose(single.band!.criticalValue, 1.959963984540054, 1e-12);
    expect(kaplanMeier(six).curves[0]!.band).toBeNull();
  });

  it('refuse late entry, and ranges that are none', () => {
    const late = { ...six, entry: six.time.map(() => 0) };
    expect(() => kaplanMeier(late, { band: 'hall-wellner' })).toThrow(/late entry/);
    expect(() => kaplanMeier(six, { band: 'hall-wellner', bandFrom: 9, bandTo: 6 })).toThrow(
      /range of times/,
    );
  });
});

describe('differences in survival at times', () => {
  it('have the sum of the variances', () => {
    const { differences } = kaplanMeier(
      { time, event, group },
      { times: difference.times, reference: 'placebo' },
    );
    expect(differences).toHaveLength(3);
    differences.forEach((row, index) => {
      expect([row.time, row.of, row.versus]).toEqual([difference.times[index], '6-MP', 'placebo']);
      expectClose(row.estimate, difference.estimate[index]!, options.tolerance);
      expectClose(row.standardError, difference.standardError[index]!, options.tolerance);
    });
    const turned = kaplanMeier({ time, event, group }, { times: difference.times });
    expectClose(turned.differences[0]!.estimate, -difference.estimate[0]!, options.tolerance);
  });

  it('say why there is none', () => {
    const rows = { time: [1, 2, 3, 9], event: [1, 0, 1, 1], group: ['a', 'a', 'b', 'b'] };
    const { differences } = kaplanMeier(rows, { times: [0.5, 5], beyondLastObservation: 'not-estimable' });
    expect(differences[0]!.estimate).toBe(0);
    expect(differences[0]!.p).toEqual({ notEstimable: 'no-variation' });
    expect(differences[1]!.estimate).toEqual({ notEstimable: 'beyond-last-observation' });
    expect(kaplanMeier(rows).differences).toEqual([]);
    expect(() => kaplanMeier(rows, { times: [1], reference: 'c' })).toThrow(/"reference"/);
  });
});

describe('kaplan-meier options of a plan', () => {
  const data: SurvivalData = {
    kind: 'survival',
    time: Float64Array.from(time),
    event: Uint8Array.from(event),
    group: {
      levels: ['6-MP', 'placebo'],
      codes: Int32Array.from(group, (name) => (name === '6-MP' ? 0 : 1)),
    },
    reference: 'placebo',
    covariates: [],
    timeUnit: 'weeks',
    eventLabel: 'relapse',
  };
  const run = (chosen: object) => kaplanMeierMethod.run(data, kaplanMeierMethod.options.parse(chosen)).parts;

  it('draws the band, names it, and gives differences only when asked', () => {
    const [curves, , estimates] = run({ band: 'hall-wellner', times: [10], differences: true });
    expect(curves!.kind === 'curves' && curves!.intervalMethod).toMatch(/simultaneous Hall-Wellner band/);
    expect(estimates!.kind === 'estimates' && estimates!.rows.map((row) => [row.statistic, row.of])).toEqual([
      ['survival-difference', '6-MP'],
    ]);
    expect(run({ times: [10] })).toHaveLength(2);
    const [plain] = run({});
    const width = (part: typeof curves) =>
      part!.kind === 'curves' ? part!.curves[0]!.upper[3]! - part!.curves[0]!.lower[3]! : 0;
    expect(width(curves)).toBeGreaterThan(width(plain));
  });
});
