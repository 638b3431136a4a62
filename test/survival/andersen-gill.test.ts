import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { andersenGill } from '../../src/survival/andersen-gill/andersen-gill.js';
import { andersenGillMethod } from '../../src/survival/andersen-gill/definition.js';
import { sampleData } from '../sample-data.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';
import {
  histories,
  type RecurrentFitCase,
  type RecurrentRows,
  rowsOf,
  threeSubjects,
} from './recurrent-histories.js';

const oracle = readOracle<RecurrentFitCase>('andersen-gill', 'fits') as Oracle<RecurrentFitCase> &
  RecurrentRows;
const { treated, score, ...rows } = oracle.data;

describe('andersen-gill against R survival', () => {
  for (const { ties, expected } of oracle.cases) {
    it(ties, () => {
      const result = andersenGill({ ...rows, covariates: { treated, score } }, { ties });
      expect(result.status).toBe('converged');
      expected.coefficients.forEach((value, i) => {
        expectClose(result.coefficients[i]!.logHazardRatio, value, oracle.tolerance);
        expected.coefficients.forEach((_, j) => {
          expectClose(result.covariance[i]![j], expected.covariance[i]![j]!, oracle.tolerance);
        });
      });
      expectClose(result.logLikelihood, expected.logLikelihood, 1e-11);
    });
  }
});

describe('andersen-gill laws and edges', () => {
  it('splitting a row without an event changes nothing', () => {
    const split = {
      subject: ['a', 'a', 'b', 'b', 'c', 'd', 'd'],
      entry: [0, 2, 0, 3, 0, 0, 2],
      time: [2, 5, 3, 4, 6, 2, 7],
      event: [1, 0, 1, 1, 0, 0, 1],
      covariates: { x: [1, 1, 0, 0, 1, 0, 0] },
    };
    const whole = {
      subject: ['a', 'a', 'b', 'b', 'c', 'd'],
      entry: [0, 2, 0, 3, 0, 0],
      time: [2, 5, 3, 4, 6, 7],
      event: [1, 0, 1, 1, 0, 1],
      covariates: { x: [1, 1, 0, 0, 1, 0] },
    };
    const [one, two] = [andersenGill(split), andersenGill(whole)];
    expectClose(one.coefficients[0]!.logHazardRatio, two.coefficients[0]!.logHazardRatio as number, 1e-10);
    expectClose(one.coefficients[0]!.standardError, two.coefficients[0]!.standardError as number, 1e-10);
  });

  it('swapping the arms turns the ratio over and keeps its error', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const table = rowsOf(list);
        const arm = (even: string, odd: string) => table.subject.map((name) => (name % 2 === 0 ? even : odd));
        const copy = structuredClone(table);
        const one = andersenGill({ ...table, group: arm('x', 'y') });
        const two = andersenGill({ ...table, group: arm('y', 'x') });
        expect(two.status).toBe(one.status);
        const [log, swapped] = [one.coefficients[0]!.logHazardRatio, two.coefficients[0]!.logHazardRatio];
        if (typeof log === 'number' && one.status === 'converged') {
          expectClose(swapped, -log, 1e-6);
          const { standardError, lower, upper, hazardRatio } = one.coefficients[0]!;
          // Subjects of the same history leave nothing to estimate an error from.
          if (typeof standardError !== 'number') {
            expect([standardError, lower]).toEqual(Array(2).fill({ notEstimable: 'no-variation' }));
            expect(two.coefficients[0]!.standardError).toEqual(standardError);
            return;
          }
          expectClose(two.coefficients[0]!.standardError, standardError, 1e-6);
          expect(lower as number).toBeLessThanOrEqual(hazardRatio as number);
          expect(upper as number).toBeGreaterThanOrEqual(hazardRatio as number);
        }
        expect(table).toEqual(copy);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses rows without length, and has no ratio without events', () => {
    expect(() =>
      andersenGill({ ...threeSubjects, group: ['x', 'x', 'y', 'y', 'y'], entry: [0, 2, 0, 3, 6] }),
    ).toThrow(/"entry"/);
    const none = andersenGill({
      ...threeSubjects,
      event: [0, 0, 0, 0, 0],
      group: ['x', 'x', 'y', 'y', 'y'],
    });
    expect(none.status).toBe('no-events');
  });
});

describe('andersen-gill as a method of a plan', () => {
  const options = andersenGillMethod.options.parse({});

  it('gives a rate ratio of the arms and their totals', () => {
    const data = sampleData.recurrent;
    const { parts, notices } = andersenGillMethod.run(data, options);
    const [estimates, , summary] = parts;
    const ratio = andersenGill(data).coefficients[0]!;
    expect(estimates).toMatchObject({
      kind: 'estimates',
      rows: [{ statistic: 'rate-ratio', term: null, of: 'tocilizumab', estimate: ratio.logHazardRatio }],
    });
    const values = summary?.kind === 'summary' ? summary.rows.map(({ value }) => value) : [];
    expect(values[0]).toBe(20);
    expect(values[1]).toBe(
      data.event.filter((event, row) => event === 1 && data.group.codes[row] === 0).length,
    );
    expect(notices).toEqual([]);
  });

  it('warns of an arm without events', () => {
    const data = sampleData.recurrent;
    const event = data.event.map((own, row) => (data.group.codes[row] === 0 ? 0 : own));
    const { parts, notices } = andersenGillMethod.run({ ...data, event }, options);
    expect(notices.map(({ code }) => code)).toEqual(['andersen-gill/separated']);
    expect(parts[0]).toMatchObject({ rows: [{ estimate: { notEstimable: 'separated' } }] });
  });
});
