import { describe, expect, it } from 'vitest';
import type { OrdinalData } from '../../../src/core/analysis-data.js';
import { vanElterenMethod } from '../../../src/outcomes/ordinal/van-elteren/definition.js';
import { vanElteren } from '../../../src/outcomes/ordinal/van-elteren/van-elteren.js';
import { wilcoxon } from '../../../src/outcomes/ordinal/wilcoxon/wilcoxon.js';
import oracle from '../../oracles/van-elteren/tests.json' with { type: 'json' };
import { expectNear } from './oracle-near.js';

type Input = (typeof oracle.cases)[0]['input'];

function strataOf({ outcome, group, stratum }: Input) {
  const pick = (level: number, side: number) =>
    outcome.filter((_, row) => stratum[row] === level && group[row] === side);
  return [...new Set(stratum)].map((level) => ({
    stratum: String(level),
    of: pick(level, 1),
    versus: pick(level, 0),
  }));
}

function dataOf({ outcome, group, stratum }: Input): OrdinalData {
  return {
    kind: 'ordinal',
    categories: ['0', '1', '2', '3', '4'],
    outcome: Int32Array.from(outcome),
    weight: new Float64Array(outcome.length).fill(1),
    group: { levels: ['usual care', 'tocilizumab'], codes: Int32Array.from(group) },
    reference: 'usual care',
    strata: {
      levels: [...new Set(stratum)].map(String),
      codes: Int32Array.from(stratum, (level) => [...new Set(stratum)].indexOf(level)),
    },
    covariates: [],
  };
}

describe('van Elteren against coin', () => {
  for (const { name, input, expected } of oracle.cases) {
    it(name, () => {
      const result = vanElteren(strataOf(input));
      expectNear(result.z, expected.z, oracle.tolerance);
      expectNear(result.p, expected.p, oracle.tolerance);
      const output = vanElterenMethod.run(dataOf(input), {});
      const test = output.parts[0];
      expect(test?.kind === 'test' && test.rows[0]!.p).toBe(result.p);
    });
  }
});

describe('van Elteren, laws and edges', () => {
  it('with one stratum is the Wilcoxon test without continuity correction', () => {
    const [first] = strataOf(oracle.cases[0]!.input);
    const plain = wilcoxon(first!.of, first!.versus, { p: 'asymptotic', continuityCorrection: false });
    expectNear(vanElteren([first!]).z, plain.z as number, 1e-12);
  });

  it('swapping the groups flips the sign; the order of strata does not matter', () => {
    const strata = strataOf(oracle.cases[0]!.input);
    const z = vanElteren(strata).z as number;
    expectNear(
      vanElteren(strata.map(({ stratum, of, versus }) => ({ stratum, of: versus, versus: of }))).z,
      -z,
      1e-12,
    );
    expectNear(vanElteren(strata.toReversed()).z, z, 1e-12);
  });

  it('strata that say nothing', () => {
    const result = vanElteren([
      { stratum: 'a', of: [1, 1], versus: [1] },
      { stratum: 'b', of: [], versus: [1, 2] },
    ]);
    expect(result.p).toEqual({ notEstimable: 'no-variation' });
    expect(result.informativeStrata).toBe(0);
    expect(result.strata[1]!.probabilityIndex).toEqual({ notEstimable: 'empty-group' });
    expect(() => vanElteren([])).toThrow(/empty/);
  });

  it('needs strata, one a subject', () => {
    const { strata, ...without } = dataOf(oracle.cases[0]!.input);
    expect(() => vanElterenMethod.run(without, {})).toThrow(/strata/);
    const short = { ...without, strata: { levels: strata!.levels, codes: new Int32Array(2) } };
    expect(() => vanElterenMethod.run(short, {})).toThrow(/length/);
  });
});
