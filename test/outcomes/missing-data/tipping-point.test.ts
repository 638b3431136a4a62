import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LongitudinalData } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import { adjustedDifferences } from '../../../src/outcomes/missing-data/adjusted-differences.js';
import { multipleImputation } from '../../../src/outcomes/missing-data/multiple-imputation/multiple-imputation.js';
import { tippingPointMethod } from '../../../src/outcomes/missing-data/tipping-point/definition.js';
import { findTippingShift } from '../../../src/outcomes/missing-data/tipping-point/find-tipping-point.js';
import { shiftSteps } from '../../../src/outcomes/missing-data/tipping-point/shift-steps.js';
import { shiftedAnalysis } from '../../../src/outcomes/missing-data/tipping-point/shifted-analysis.js';
import {
  type TippingPoint,
  type TippingPointOptions,
  tippingPoint,
} from '../../../src/outcomes/missing-data/tipping-point/tipping-point.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures } from '../oracle-cases.js';

interface Cell {
  x: number;
  y: number;
  expected: Record<string, number>;
}
interface Count {
  events: number;
  observed: number;
  missing: number;
}
const oracle = JSON.parse(
  readFileSync(new URL('../../oracles/tipping-point/grids.json', import.meta.url), 'utf8'),
) as {
  tolerance: number;
  number: {
    codes: number[];
    baseline: number[];
    missing: number[];
    times: number[];
    imputations: number[][];
    once: Cell[];
    eachVisit: Cell[];
    tippingOnce: number;
    tippingEachVisit: number;
  };
  yesNo: {
    of: Count;
    versus: Count;
    cells: { x: number; y: number; wald: Record<string, number>; newcombe: Record<string, number> }[];
  };
};
const data = sampleData.longitudinal;

function countsOf({ events, observed, missing }: Count): number[] {
  return Array.from({ length: observed + missing }, (_, index) =>
    index < events ? 1 : index < observed ? 0 : Number.NaN,
  );
}
const of = countsOf(oracle.yesNo.of);
const versus = countsOf(oracle.yesNo.versus);
const yesNo: LongitudinalData = {
  kind: 'longitudinal',
  subjects: [...of, ...versus].map((_, index) => `${index}`),
  visits: [{ name: 'week 24', time: 24 }],
  outcomeIs: 'yes-no',
  outcome: Float64Array.from([...of, ...versus]),
  group: {
    levels: ['tocilizumab', 'placebo'],
    codes: Int32Array.from([...of.map(() => 0), ...versus.map(() => 1)]),
  },
  reference: 'placebo',
  covariates: [],
  outcomeLabel: 'ACR20',
  unit: null,
};

describe('tipping point against cells worked in R', () => {
  const { number } = oracle;
  const model = adjustedDifferences(
    Int32Array.from(number.codes),
    2,
    1,
    [0],
    [{ name: 'baseline', values: Float64Array.from(number.baseline) }],
  );
  const analysis = (times: readonly number[]) =>
    shiftedAnalysis(
      number.imputations,
      model,
      0,
      {
        of: Float64Array.from(times, (count, row) => (number.codes[row] === 0 ? count : 0)),
        versus: Float64Array.from(times, (count, row) => (number.codes[row] === 1 ? count : 0)),
      },
      ['tocilizumab', 'placebo'],
      0.95,
    );

  it.each([
    ['once', number.missing, number.once, number.tippingOnce],
    ['each visit', number.times, number.eachVisit, number.tippingEachVisit],
  ] as const)('shifts added %s', (_, times, cells, tipping) => {
    const at = analysis(times);
    for (const { x, y, expected } of cells)
      expect(expectFigures(at(x, y), expected, oracle.tolerance)).toBe(6);
    expectClose(
      findTippingShift((shift) => at(shift, 0).p, 12, 0.05),
      tipping,
      1e-9,
    );
  });

  it.each(['wald', 'newcombe'] as const)('every count of events, %s', (interval) => {
    const { cells } = tippingPoint(yesNo, { interval });
    expect(cells).toHaveLength(oracle.yesNo.cells.length);
    oracle.yesNo.cells.forEach((cell, index) => {
      expect([cells[index]!.x, cells[index]!.y]).toEqual([cell.x, cell.y]);
      expect(expectFigures(cells[index]!, cell[interval], 1e-10)).toBeGreaterThan(3);
    });
  });
});

describe('tipping point laws', () => {
  const options: TippingPointOptions = { imputations: 20, shifts: [-1, 0, 1], referenceShifts: [-1, 0, 1] };
  const cell = ({ cells }: TippingPoint, x: number, y: number) =>
    cells.find((one) => one.x === x && one.y === y)!;

  it('without a shift is multiple imputation with the same options', () => {
    const tipping = tippingPoint(data, options);
    const plain = multipleImputation(data, { imputations: 20 }).differences[0]!;
    for (const figure of ['estimate', 'standardError', 'lower', 'upper', 'p', 'df'] as const) {
      expectClose(tipping.base[figure], plain[figure] as number, 1e-10, figure);
    }
    expect(cell(tipping, 0, 0)).toEqual(tipping.base);
  });

  it('moves by the share of imputed values', () => {
    const bare = { ...data, covariates: [] };
    const { baseline: _, ...plain } = bare;
    const tipping = tippingPoint(plain, options);
    const share = tipping.missing.of / 40;
    expectClose((cell(tipping, 1, 0).estimate as number) - (tipping.base.estimate as number), share, 1e-10);
    // Equal shares of both arms shifted alike cancel where arms lack equally many.
    const both = (cell(tipping, 1, 1).estimate as number) - (tipping.base.estimate as number);
    expectClose(both, share - tipping.missing.versus / 40, 1e-9);
  });

  it('adds a shift for each visit missed in a row', () => {
    const outcome = data.outcome.slice();
    for (const subject of [0, 2, 4, 6]) outcome.fill(Number.NaN, subject * 3 + 1, subject * 3 + 3);
    const longer: LongitudinalData = { ...data, covariates: [], outcome };
    const { baseline: _, ...plain } = longer;
    const gain = (rule: 'once' | 'each-visit') => {
      const tipping = tippingPoint(plain, { ...options, rule });
      return (cell(tipping, 1, 0).estimate as number) - (tipping.base.estimate as number);
    };
    expectClose(gain('each-visit') - gain('once'), 4 / 40, 1e-9);
  });

  it('loses significance just at the tipping point', () => {
    const tipping = tippingPoint(data, { imputations: 20, shifts: [-30, 0, 30] });
    expect(tipping.base.p as number).toBeLessThan(0.05);
    const up = tipping.up as number;
    expect(up).toBeGreaterThan(0);
    const around = tippingPoint(data, { imputations: 20, shifts: [up * (1 - 1e-9), up * (1 + 1e-9)] });
    expect(cell(around, up * (1 - 1e-9), around.cells[0]!.y).p).toBeTypeOf('number');
    const at = (shift: number) =>
      tippingPoint(data, { imputations: 20, report: [shift] }).reported[0]!.cell.p as number;
    expect(at(up * (1 - 1e-9))).toBeLessThan(0.05);
    expect(at(up * (1 + 1e-9))).toBeGreaterThan(0.05);
  });

  it('flips its grid when yes and no change places', () => {
    const turned = { ...yesNo, outcome: yesNo.outcome.map((value) => 1 - value) };
    const here = tippingPoint(yesNo);
    const there = tippingPoint(turned);
    for (const { x, y, estimate, p } of here.cells) {
      const other = cell(there, here.missing.of - x, here.missing.versus - y);
      expectClose(other.estimate, -(estimate as number), 1e-12);
      expectClose(other.p, p as number, 1e-10);
    }
  });

  it('finds the first count at which a risk difference is no longer significant', () => {
    const { base, down, up, cells } = tippingPoint(yesNo, { significance: 0.002 });
    expect([base.x, base.y]).toEqual([4, 2]);
    expect(up).toEqual({ notEstimable: 'not-reached' });
    const lost = cells.filter(({ y, x, p }) => y === 2 && x < 4 && (p as number) >= 0.002).map(({ x }) => x);
    expect(lost.length).toBeGreaterThan(0);
    expect(down).toBe(Math.max(...lost));
  });

  it('leaves its input alone and gives the same for a seed', () => {
    const before = structuredClone(data);
    expect(tippingPoint(data, options)).toEqual(tippingPoint(data, options));
    expect(data).toEqual(before);
  });
});

describe('tipping point edges', () => {
  const run = (input: LongitudinalData, options: object = {}) =>
    tippingPointMethod.run(input, tippingPointMethod.options.parse({ imputations: 5, ...options }));

  it('takes round steps about 0', () => {
    expect(shiftSteps(1.6, false, 3)).toEqual([-1.5, -1, -0.5, 0, 0.5, 1, 1.5]);
    expect(shiftSteps(20, false, 2)).toEqual([-20, -10, 0, 10, 20]);
    expect(shiftSteps(0, false, 1)).toEqual([-1, 0, 1]);
    expect(shiftSteps(1.2)).toContain(0.6);
    for (const reach of [0.031, 1, 1.01, 2.4, 7.7, 93]) {
      const steps = shiftSteps(reach, true);
      expect(steps.at(-1)).toBeGreaterThanOrEqual(reach);
      expect(steps.at(-1)).toBeLessThanOrEqual(2.5 * reach + 1e-9);
    }
  });

  it('reaches as far as the tipping point where no shifts are named', () => {
    const { cells, up } = tippingPoint(data, { imputations: 20 });
    const most = Math.max(...cells.map(({ x }) => x));
    expect(most).toBeGreaterThan(up as number);
    expect(cells.some(({ y, p }) => y === 0 && (p as number) > 0.05)).toBe(true);
  });

  it('returns a grid with named axes', () => {
    const grid = run(data).parts.find((part) => part.kind === 'grid');
    expect(grid).toMatchObject({
      statistic: 'mean-difference',
      xLabel: 'Shift of imputed values, tocilizumab (points)',
      yLabel: 'Shift of imputed values, placebo (points)',
      significance: 0.05,
    });
    const counts = run(yesNo).parts.find((part) => part.kind === 'grid');
    expect(counts).toMatchObject({ xLabel: 'Events among 6 missing, tocilizumab' });
  });

  it('says when there is nothing to tip', () => {
    const alike = {
      ...yesNo,
      outcome: yesNo.outcome.map((value, row) => (Number.isNaN(value) ? value : row % 2)),
    };
    const { down, up } = tippingPoint(alike);
    expect([down, up]).toEqual([{ notEstimable: 'not-applicable' }, { notEstimable: 'not-applicable' }]);
    expect(run(alike).notices.map(({ code }) => code)).toContain('tipping-point/not-significant');
  });

  it('refuses what does not fit', () => {
    const full = { ...yesNo, outcome: yesNo.outcome.map((value) => (Number.isNaN(value) ? 0 : value)) };
    expect(() => run(full)).toThrow(/Nothing can tip/);
    const gone = { ...yesNo, outcome: yesNo.outcome.map((value, row) => (row < 50 ? Number.NaN : value)) };
    expect(() => run(gone)).toThrow(/no observed value in arm "tocilizumab"/);
    expect(() => run(data, { arm: 'usual care' })).toThrow(/names no arm/);
    const three = {
      ...data,
      group: { levels: ['a', 'b', 'placebo'], codes: data.group.codes.map((_, row) => row % 3) },
    };
    expect(() => run(three)).toThrow(/several arms/);
    expect(typeof tippingPoint(three, { arm: 'b', imputations: 5 }).base.estimate).toBe('number');
    expect(() => tippingPoint(data, { shifts: [] })).toThrow(MethodError);
    expect(() => tippingPoint(data, { shifts: [Number.NaN] })).toThrow(MethodError);
    expect(() => tippingPoint(data, { significance: 0 })).toThrow(MethodError);
  });
});
