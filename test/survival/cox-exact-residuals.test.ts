import { describe, expect, it } from 'vitest';
import { coxResiduals } from '../../src/survival/cox/cox-residuals.js';
import { fitCoxModel } from '../../src/survival/cox/fit-cox-model.js';
import { coxMartingaleResiduals } from '../../src/survival/cox/martingale-residuals.js';
import {
  type TimeTransform,
  testProportionalHazards,
} from '../../src/survival/cox/proportional-hazards-test.js';
import { generateCoxRows } from './cox-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly generate: { readonly n: number; readonly seed: number };
  readonly options: { readonly strata: boolean };
  readonly expected: {
    readonly coefficients: readonly number[];
    readonly martingale: readonly number[];
    readonly devianceSum: number;
    readonly zph: readonly { readonly transform: TimeTransform; readonly chiSquare: readonly number[] }[];
  };
}
const oracle = readOracle<Case>('cox', 'exact');

describe('what follows from a fit with exact ties, against R survival', () => {
  it.each(oracle.cases)('$name', ({ generate, options, expected }) => {
    const { time, event, entry, strata, treatment, age, marker } = generateCoxRows(generate.n, generate.seed);
    const model = fitCoxModel(
      {
        time: time.map((own, row) => entry[row]! + Math.max(1, Math.ceil((own - entry[row]!) / 5))),
        event,
        covariates: { treatment, age, marker },
        ...(options.strata ? { strata } : {}),
      },
      { ties: 'exact' },
    );
    expected.coefficients.forEach((value, index) => {
      expectClose(model.result.coefficients[index]!.logHazardRatio, value, oracle.tolerance);
    });
    const { martingale, deviance } = coxMartingaleResiduals(model);
    expected.martingale.forEach((value, row) => {
      expectClose(martingale[row], value, oracle.tolerance, `row ${row}`);
    });
    expectClose(
      deviance.reduce((sum, value) => sum + value * value, 0),
      expected.devianceSum,
      oracle.tolerance,
    );
    for (const { transform, chiSquare } of expected.zph) {
      testProportionalHazards(model, transform).forEach((test, index) => {
        expectClose(test.chiSquare, chiSquare[index]!, 1e-7, `${transform} ${test.term}`);
      });
    }
    expect(() => coxResiduals(model)).toThrow(/exact-ties/);
  });
});
