import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { visitSummaryMethod } from '../../../src/outcomes/longitudinal/visit-summary/definition.js';
import { visitSummary } from '../../../src/outcomes/longitudinal/visit-summary/visit-summary.js';
import { sampleData } from '../../sample-data.js';
import { expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';

interface Input {
  outcome: (number | null)[];
  visit: number[];
  group: number[];
}
interface SummaryCase extends OracleCase<Input, { level: number }> {
  figures: OracleCase<unknown, unknown>['expected'][];
}
const oracle = readOracle<Input, { level: number }>('visit-summary/base.json');
const rowsOf = ({ outcome, visit, group }: Input) => ({
  outcome: Float64Array.from(outcome, (value) => value ?? Number.NaN),
  visit: { levels: ['a', 'b', 'c'], codes: Int32Array.from(visit) },
  group: { levels: ['placebo', 'active'], codes: Int32Array.from(group) },
});

describe('summary by visit', () => {
  it.each(oracle.cases.map((one) => [one.name, one as SummaryCase] as const))(
    'agrees with R: %s',
    (_, one) => {
      const { figures } = visitSummary(rowsOf(one.input), one.options);
      expect(figures).toHaveLength(6);
      one.figures.forEach((expected, index) => {
        expect(expectFigures(figures[index]!, expected, oracle.tolerance)).toBe(12);
      });
    },
  );

  it('says why a number does not exist', () => {
    const one = visitSummary({
      outcome: [5, Number.NaN],
      visit: { levels: ['a', 'b'], codes: Int32Array.from([0, 1]) },
      group: { levels: ['x'], codes: Int32Array.from([0, 0]) },
    }).figures;
    expect(one[0]).toMatchObject({
      n: 1,
      mean: 5,
      median: 5,
      lower: { notEstimable: 'too-few-observations' },
    });
    expect(one[1]).toMatchObject({ n: 0, missing: 1, mean: { notEstimable: 'empty-group' } });
    expect(() =>
      visitSummary({
        outcome: [1],
        visit: { levels: ['a'], codes: Int32Array.from([1]) },
        group: { levels: ['x'], codes: Int32Array.from([0]) },
      }),
    ).toThrow(MethodError);
  });

  it('holds every observed value once, by arm', () => {
    const data = sampleData.longitudinal;
    const output = visitSummaryMethod.run(data, { level: 0.95, courses: true });
    const points = output.parts.find(({ kind }) => kind === 'points');
    const count = points?.kind === 'points' ? points.series.reduce((sum, { y }) => sum + y.length, 0) : 0;
    expect(count).toBe(data.outcome.filter((value) => !Number.isNaN(value)).length);
    expect(visitSummaryMethod.run(data, { level: 0.95, courses: false }).parts).toHaveLength(1);
  });
});
