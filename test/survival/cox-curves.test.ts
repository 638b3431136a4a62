import { describe, expect, it } from 'vitest';
import { fitCoxModel } from '../../src/survival/cox/fit-cox-model.js';
import { predictCoxCurve } from '../../src/survival/cox/predicted-curve.js';
import { generateCoxRows } from './cox-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly generate: { readonly n: number; readonly seed: number };
  readonly options: {
    readonly ties: 'efron' | 'breslow';
    readonly strata: boolean;
    readonly entry: boolean;
    readonly weight: boolean;
  };
  readonly times: readonly number[];
  readonly expected: readonly {
    survival: number[];
    standardError: number[];
    lower: number[];
    upper: number[];
  }[];
}
const profiles = [
  { covariates: { treatment: 0, age: 50, marker: 0 }, stratum: '0' },
  { covariates: { treatment: 1, age: 65, marker: -1 }, stratum: '2' },
];

describe('predicted curves against R survival', () => {
  const oracle = readOracle<Case>('cox', 'curves');
  for (const { name, generate, options, times, expected } of oracle.cases) {
    it(name, () => {
      const rows = generateCoxRows(generate.n, generate.seed);
      const { treatment, age, marker } = rows;
      const model = fitCoxModel(
        {
          time: rows.time,
          event: rows.event,
          covariates: { treatment, age, marker },
          ...(options.entry ? { entry: rows.entry } : {}),
          ...(options.weight ? { weight: rows.weight } : {}),
          ...(options.strata ? { strata: rows.strata } : {}),
        },
        { ties: options.ties },
      );
      profiles.forEach(({ covariates, stratum }, which) => {
        const curve = predictCoxCurve(model, options.strata ? { covariates, stratum } : { covariates });
        times.forEach((time, index) => {
          const step = curve.time.filter((other) => other <= time).length - 1;
          if (step < 0) {
            expect(expected[which]!.survival[index]).toBe(1);
            return;
          }
          for (const key of ['survival', 'standardError', 'lower', 'upper'] as const) {
            expectClose(
              curve[key][step],
              expected[which]![key][index]!,
              oracle.tolerance,
              `${key} at ${time}`,
            );
          }
        });
      });
    });
  }
});

describe('predicted curves', () => {
  const rows = generateCoxRows(50, 4);
  const group = rows.treatment.map((value) => (value === 1 ? 'active' : 'control'));
  const model = fitCoxModel({
    time: rows.time,
    event: rows.event,
    group,
    reference: 'control',
    covariates: { age: rows.age },
  });

  it('of two arms differ by the hazard ratio at every time', () => {
    const control = predictCoxCurve(model, { group: 'control', covariates: { age: 40 } });
    const active = predictCoxCurve(model, { group: 'active', covariates: { age: 40 } });
    const ratio = model.result.coefficients[0]!.hazardRatio as number;
    control.cumulativeHazard.forEach((value, step) => {
      expectClose(active.cumulativeHazard[step], value * ratio, 1e-12);
    });
  });

  it('name what a profile lacks', () => {
    expect(() => predictCoxCurve(model, { group: 'control' })).toThrow(/lacks a value for "age"/);
    expect(() => predictCoxCurve(model, { group: 'placebo', covariates: { age: 40 } })).toThrow(
      /profile\.group/,
    );
    const stratified = fitCoxModel({
      time: rows.time,
      event: rows.event,
      strata: rows.strata,
      covariates: { age: rows.age },
    });
    expect(() => predictCoxCurve(stratified, { covariates: { age: 40 } })).toThrow(/profile\.stratum/);
    const separated = fitCoxModel({
      time: [1, 2, 3, 4],
      event: [1, 1, 0, 0],
      covariates: { x: [1, 1, 0, 0] },
    });
    expect(() => predictCoxCurve(separated, { covariates: { x: 1 } })).toThrow(/no-estimates/);
  });
});
