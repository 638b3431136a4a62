import { describe, expect, it } from 'vitest';
import { eggerMethod } from '../../src/synthesis/egger/definition.js';
import { egger } from '../../src/synthesis/egger/egger.js';
import oracle from '../oracles/egger/tests.json' with { type: 'json' };
import { expectNear, studiesFrom } from './oracle-rows.js';

describe("Egger's regression against lm and metafor::regtest", () => {
  for (const { name, input, expected } of oracle.cases) {
    it(name, () => {
      const { intercept, limit, studyCount } = egger(studiesFrom(input));
      expectNear(intercept.estimate, expected.intercept, oracle.tolerance);
      expectNear(intercept.standardError, expected.interceptError, oracle.tolerance);
      expectNear(intercept.statistic, expected.t, oracle.tolerance);
      expectNear(intercept.p, expected.p, oracle.tolerance);
      expectNear(limit.estimate, expected.slope, oracle.tolerance);
      expectNear(limit.standardError, expected.slopeError, oracle.tolerance);
      expect(studyCount - 2).toBe(expected.df);
    });
  }
});

describe("Egger's regression, laws and edges", () => {
  it('turning all effects round turns the intercept', () => {
    const { estimate, standardError } = oracle.cases[0]!.input;
    const turned = egger(studiesFrom({ estimate: estimate.map((value) => -value), standardError }));
    expectNear(turned.intercept.estimate, -oracle.cases[0]!.expected.intercept, 1e-10);
  });

  it('needs three studies of unequal precision that do not lie on a line', () => {
    const two = egger(studiesFrom({ estimate: [0.1, 0.2], standardError: [0.1, 0.3] }));
    expect(two.intercept.p).toEqual({ notEstimable: 'too-few-observations' });
    const alike = egger(studiesFrom({ estimate: [0.1, 0.2, 0.4], standardError: [0.3, 0.3, 0.3] }));
    expect(alike.intercept.estimate).toEqual({ notEstimable: 'no-variation' });
    const line = egger(studiesFrom({ estimate: [2, 2, 2], standardError: [1, 0.5, 0.25] }));
    expect(line.intercept.p).toEqual({ notEstimable: 'no-variation' });
  });

  it('fits the registry', () => {
    const output = eggerMethod.run(studiesFrom(oracle.cases[0]!.input), eggerMethod.options.parse({}));
    expect(output.parts[0]?.kind === 'test' && output.parts[0].rows[0]).toMatchObject({
      statistic: 'small-study-effects',
      df: 5,
    });
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
