import { describe, expect, it } from 'vitest';
import type { Result } from '../../../src/core/result.js';
import { stateOccupancyDisplay } from '../../../src/displays/charts/state-occupancy/state-occupancy.js';
import { stateOccupancyOptions } from '../../../src/displays/charts/state-occupancy/state-occupancy-options.js';
import { contrastRatio } from '../../../src/displays/style/category-ramp.js';
import { multiStateMethod } from '../../../src/survival/multi-state/definition.js';
import { sampleData } from '../../sample-data.js';
import { hospitalStates, stateShares, stateSharesOfThree } from '../sample-event-histories.js';
import { survivalCurves } from '../sample-results.js';
import { layersWith, textsOf } from '../spec-parts.js';

const build = (result: Result, options: object = {}) =>
  stateOccupancyDisplay.build([result], { ...stateOccupancyOptions.parse(options), title: 'States' });

interface Edge {
  readonly x: number;
  readonly y: number;
  readonly y2: number;
}
const areasOf = (spec: object): readonly (readonly Edge[])[] =>
  layersWith(spec as never, { type: 'area' }).map(({ data }) => data.values as unknown as Edge[]);

describe('areas of states', () => {
  it('fill the panel of each arm from 0 to 100% at every time', () => {
    for (const [result, arms] of [
      [stateShares, 2],
      [stateSharesOfThree, 3],
    ] as const) {
      const figure = build(result);
      for (const spec of [figure.wide, figure.narrow]) {
        const areas = areasOf(spec);
        expect(areas).toHaveLength(4 * arms);
        for (let arm = 0; arm < arms; arm += 1) {
          const own = areas.slice(4 * arm, 4 * arm + 4);
          const bottom = own[0]![0]!.y;
          const top = own[3]![0]!.y2;
          expect(bottom - top).toBeGreaterThan(100);
          // The state above starts where the one below ends, at the first and the last time.
          for (const step of [0, -1]) {
            own.slice(1).forEach((area, state) => {
              expect(area.at(step)!.y).toBeCloseTo(own[state]!.at(step)!.y2, 1);
            });
            expect(own[0]!.at(step)!.y).toBe(bottom);
            expect(own[3]!.at(step)!.y2).toBeCloseTo(top, 1);
          }
        }
      }
    }
  });

  it('are as high as the shares', () => {
    const areas = areasOf(build(stateShares).wide);
    const part = stateShares.parts[0]!;
    if (part.kind !== 'curves') throw new Error('no curves');
    const height = areas[0]![0]!.y - areas[3]![0]!.y2;
    areas.forEach((area, index) => {
      const last = area.at(-1)!;
      expect((last.y - last.y2) / height).toBeCloseTo(part.curves[index]!.estimate.at(-1)!, 3);
    });
  });

  it('stand in the order asked for, in colours whose lightness falls steadily', () => {
    const reversed = build(stateShares, { states: [...hospitalStates].reverse() });
    expect(reversed.table.rows[0]!['state']).toBe('Dead');
    expect(build(stateShares).table.rows[0]!['state']).toBe('Discharged');
    // Which end is better does not depend on which is drawn at the bottom.
    expect(reversed.footnotes.join(' ')).toContain('better towards Discharged.');
    const shown = layersWith(build(stateShares).wide, { type: 'area' })
      .slice(0, 4)
      .map(({ mark }) => contrastRatio((mark as { color?: string }).color!, '#ffffff'));
    expect([...shown].sort((one, other) => one - other)).toEqual(shown);
    expect(new Set(shown).size).toBe(4);
  });

  it('have a key, the size of each arm and the numbers under observation', () => {
    const figure = build(stateShares);
    const texts = textsOf(figure.wide);
    for (const text of [
      'Tocilizumab',
      'Usual care',
      'On mechanical ventilation',
      'Under observation',
      '2022',
      '2094',
    ]) {
      expect(texts, text).toContain(text);
    }
    expect(texts.filter((text) => text === '100%')).toHaveLength(1);
    expect(textsOf(build(stateShares, { riskTable: false }).wide)).not.toContain('Under observation');
    expect(figure.footnotes.join(' ')).toContain('The outcome is better towards Discharged.');
    expect(figure.summary).toMatch(/^Shares of states at 28\u00a0?\s?days\. Tocilizumab: Discharged \d/);
  });

  it('draw what the method gives', () => {
    const data = sampleData['multi-state'];
    const { parts, notices } = multiStateMethod.run(data, multiStateMethod.options.parse({}));
    const figure = build({ ...stateShares, parts, notices });
    expect(areasOf(figure.wide)).toHaveLength(data.states.length * data.group.levels.length);
    const first = figure.table.rows.slice(0, data.states.length);
    const shares = first.map(({ share }) => Number(share!.replace('%', '')));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
    const subjects = new Set(data.subject.filter((_, row) => data.group.codes[row] === 0)).size;
    expect(first[0]!['observed']).toBe(String(subjects));
  });

  it('say what is missing', () => {
    expect(() => build(survivalCurves)).toThrow(/display\/no-states.*kaplan-meier/s);
    expect(() => build(stateShares, { states: ['dead'] })).toThrow(/display\/unknown-state.*discharged/s);
    expect(() => build(stateShares, { states: [...hospitalStates, 'lost'] })).toThrow(
      /display\/unknown-state/,
    );
  });
});
