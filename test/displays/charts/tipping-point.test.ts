import { describe, expect, it } from 'vitest';
import { PlanError } from '../../../src/core/errors.js';
import type { GridPart, Result } from '../../../src/core/result.js';
import { tippingPointDisplay } from '../../../src/displays/charts/tipping-point/tipping-point.js';
import { tippingPointOptions } from '../../../src/displays/charts/tipping-point/tipping-point-options.js';
import { tippingPointMethod } from '../../../src/outcomes/missing-data/tipping-point/definition.js';
import {
  respondersWithMissing,
  tippingCounts,
  tippingManyCounts,
  tippingOneArm,
  tippingShifts,
} from '../sample-missing-data.js';
import { layersWith, textsOf } from '../spec-parts.js';

const build = (result: Result, options: object = {}) =>
  tippingPointDisplay.build([result], { ...tippingPointOptions.parse(options), title: 'Map' });
const gridOf = (result: Result): GridPart =>
  result.parts.find((part): part is GridPart => part.kind === 'grid')!;
const filled = (spec: ReturnType<typeof build>['wide']) =>
  layersWith(spec, { type: 'rect' }).filter(({ encoding }) => encoding['fill'] !== undefined);
/** Legend boxes are squares of 12 pixels beneath the cells; the first layer holds the cells. */
const cellsOf = (spec: ReturnType<typeof build>['wide']) => filled(spec)[0]!.data.values;

describe('the tipping-point map', () => {
  it('colours every cell, and significant ones apart from the rest', () => {
    const grid = gridOf(tippingCounts);
    const cells = cellsOf(build(tippingCounts).wide);
    expect(cells).toHaveLength(grid.cells.length);
    const neutral = cells.filter(({ colour }) => colour === '#e4e4e8').length;
    expect(neutral).toBe(grid.cells.filter(({ p }) => (p as number) >= 0.05).length);
    const darkest = cells.filter(({ colour }) => colour === '#124e86').length;
    expect(darkest).toBe(grid.cells.filter(({ p }) => (p as number) < 0.001).length);
  });

  it('puts x to the right and y upwards', () => {
    const grid = gridOf(tippingCounts);
    const cells = cellsOf(build(tippingCounts).wide);
    const at = (x: number, y: number) =>
      cells.find(
        ({ tip }) => String(tip).includes(`tocilizumab: ${x};`) && String(tip).includes(`placebo: ${y}:`),
      )!;
    expect(at(14, 0)['x'] as number).toBeGreaterThan(at(0, 0)['x'] as number);
    expect(at(0, 12)['y'] as number).toBeLessThan(at(0, 0)['y'] as number);
    expect(grid.cells[0]).toMatchObject({ x: 8, y: 5 });
    expect(at(0, 0)['tip']).toContain('18.1 (5.3–30.9), p=0.005');
  });

  it('draws a boundary just where significance changes', () => {
    const grid = gridOf(tippingCounts);
    const significant = (x: number, y: number) =>
      (grid.cells.find((cell) => cell.x === x && cell.y === y)!.p as number) < 0.05;
    let edges = 0;
    for (let x = 0; x <= 14; x += 1) {
      for (let y = 0; y <= 12; y += 1) {
        if (x < 14 && significant(x, y) !== significant(x + 1, y)) edges += 1;
        if (y < 12 && significant(x, y) !== significant(x, y + 1)) edges += 1;
      }
    }
    const lines = layersWith(build(tippingCounts).wide, { type: 'rule' }).filter(
      ({ mark }) => (mark as { strokeWidth?: number }).strokeWidth === 2.5,
    );
    expect(lines[0]!.data.values).toHaveLength(edges);
  });

  it('frames the assumption that the analysis starts from', () => {
    const { wide } = build(tippingCounts);
    const frames = layersWith(wide, { type: 'rect' }).filter(
      ({ encoding }) => encoding['fill'] === undefined,
    );
    const base = cellsOf(wide).find(({ tip }) => /tocilizumab: 8;.*placebo: 5:/.test(String(tip)))!;
    const { x, x2, y, y2 } = frames[0]!.data.values[0]! as Record<string, number>;
    expect((x! + x2!) / 2).toBeCloseTo(((base['x'] as number) + (base['x2'] as number)) / 2, 1);
    expect((y! + y2!) / 2).toBeCloseTo(((base['y'] as number) + (base['y2'] as number)) / 2, 1);
    expect(build(tippingCounts).footnotes.join(' ')).toContain(
      'Frame: events among the missing as among the observed (8 of 14, 5 of 12).',
    );
  });

  it('frames it among cells that share its numbers, as arms of one size have them', () => {
    const data = respondersWithMissing([34, 51, 9], [20, 50, 10]);
    const { parts } = tippingPointMethod.run(data, tippingPointMethod.options.parse({}));
    const { wide } = build({ ...tippingCounts, parts });
    const [frame] = layersWith(wide, { type: 'rect' }).filter(
      ({ encoding }) => encoding['fill'] === undefined,
    );
    const { x, x2, y, y2 } = frame!.data.values[0]! as Record<string, number>;
    const cells = cellsOf(wide) as readonly Record<string, number>[];
    const on = cells.find(
      (rect) =>
        rect['x']! < (x! + x2!) / 2 &&
        (x! + x2!) / 2 < rect['x2']! &&
        rect['y']! < (y! + y2!) / 2 &&
        (y! + y2!) / 2 < rect['y2']!,
    )!;
    expect(String(on['tip'])).toMatch(/tocilizumab: 6;.*placebo: 4:/);
    const same = cells.filter(({ tip }) => String(tip).includes('26.7 (9.5–43.9)'));
    expect(same.length).toBeGreaterThan(1);
  });

  it('names whom the effect favours, or only which arm is lower', () => {
    expect(textsOf(build(tippingCounts).wide)).toContain('Favours tocilizumab, p<0.001');
    const neutral = textsOf(build(tippingOneArm).wide).join(' ');
    expect(neutral).toContain('Lower with tocilizumab');
    expect(neutral).not.toMatch(/Favours|worse|better/);
    expect(textsOf(build(tippingShifts).wide).join(' ')).toContain('(points), worse →');
    expect(textsOf(build(tippingCounts).narrow).join(' ')).toContain('tocilizumab, better →');
  });

  it('prints effects where they have room', () => {
    const effect = '20.6';
    expect(textsOf(build(tippingCounts).wide)).toContain(effect);
    expect(textsOf(build(tippingCounts).narrow)).not.toContain(effect);
    expect(textsOf(build(tippingCounts, { values: 'show' }).narrow)).toContain(effect);
    expect(textsOf(build(tippingCounts, { values: 'hide' }).wide)).not.toContain(effect);
  });

  it('draws a large grid with few marks that give each cell its colour', () => {
    const grid = gridOf(tippingManyCounts);
    const cells = cellsOf(build(tippingManyCounts).wide) as readonly Record<string, number>[];
    expect(cells.length).toBeLessThan(grid.cells.length / 5);
    const [left, right] = [Math.min(...cells.map(({ x }) => x!)), Math.max(...cells.map(({ x2 }) => x2!))];
    const [top, bottom] = [Math.min(...cells.map(({ y }) => y!)), Math.max(...cells.map(({ y2 }) => y2!))];
    for (const { x, y, p } of grid.cells) {
      const across = left + ((x + 0.5) / 46) * (right - left);
      const down = bottom - ((y + 0.5) / 41) * (bottom - top);
      const on = cells.filter(
        (rect) => rect['x']! < across && across < rect['x2']! && rect['y']! < down && down < rect['y2']!,
      );
      expect(on.at(-1)!['colour'] === ('#e4e4e8' as never)).toBe((p as number) >= 0.05);
    }
  });

  it('says where significance is lost and counts what keeps it', () => {
    const { summary } = build(tippingCounts);
    expect(summary).toContain('20.6 (7.7–33.4), p=0.002.');
    expect(summary).toContain('Of 195 pairs of assumptions, 167 give a significant difference');
    expect(build(tippingShifts).summary).toMatch(
      /Shift above 0 in tocilizumab: significance is lost at [\d.]+ points/,
    );
  });

  it('lists named assumptions and both lines through the start in its table', () => {
    const { rows, columns } = build(tippingCounts).table;
    expect(columns[3]!.label).toBe('Risk difference, percentage points (95% CI)');
    expect(rows.filter(({ assumption }) => assumption === 'Tocilizumab varied')).toHaveLength(15);
    expect(rows.filter(({ assumption }) => assumption === 'Placebo varied')).toHaveLength(13);
    expect(rows[1]).toMatchObject({
      assumption: 'No missing subject had the event',
      effect: '18.1 (5.3–30.9)',
    });
  });

  it('keeps a cell that is not estimable, and refuses a result without a grid', () => {
    const grid = gridOf(tippingOneArm);
    const none = { notEstimable: 'no-variation' } as const;
    const cells = grid.cells.map((cell, index) =>
      index === 1 ? { ...cell, p: none, lower: none, upper: none } : cell,
    );
    const broken: Result = { ...tippingOneArm, parts: [{ ...grid, cells }] };
    const figure = build(broken);
    expect(textsOf(figure.wide)).toContain('Not estimable');
    expect(() => build({ ...tippingOneArm, parts: [] })).toThrow(PlanError);
    expect(() => build({ ...tippingOneArm, parts: [{ ...grid, cells: [] }] })).toThrow(/no grid/);
  });
});
