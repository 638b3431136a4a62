import { describe, expect, it } from 'vitest';
import { notEstimable } from '../../../src/core/estimable.js';
import type { Result, SummaryPart } from '../../../src/core/result.js';
import { restrictedMeanDisplay } from '../../../src/displays/charts/restricted-mean/restricted-mean.js';
import { restrictedMeanOptions } from '../../../src/displays/charts/restricted-mean/restricted-mean-options.js';
import { restrictedMeans, restrictedMeansOfThree, survivalCurves } from '../sample-results.js';
import { layersWith, textsOf, xScales } from '../spec-parts.js';

const build = (result: Result, options: object = {}) =>
  restrictedMeanDisplay.build([result], { ...restrictedMeanOptions.parse(options), title: 'Areas' });

const meansOf = (result: Result): SummaryPart =>
  result.parts.find((part): part is SummaryPart => part.kind === 'summary')!;

const withoutMean = (result: Result): Result => {
  const summary = meansOf(result);
  const [first, ...rest] = summary.rows;
  const { interval: _interval, ...bare } = first!;
  const rows = [{ ...bare, value: notEstimable('beyond-last-observation') }, ...rest];
  return {
    ...result,
    parts: result.parts.map((part) => (part === summary ? { ...summary, rows } : part)),
  };
};

describe('the shaded areas', () => {
  it('are as large as the means, and end at the horizon', () => {
    for (const result of [restrictedMeans, restrictedMeansOfThree]) {
      const means = meansOf(result).rows;
      const areas = layersWith(build(result).wide, { type: 'area' });
      expect(areas).toHaveLength(means.length);
      areas.forEach(({ data, mark }, arm) => {
        expect(mark.interpolate).toBe('step-after');
        const points = data.values as unknown as { time: number; estimate: number; base: number }[];
        const area = points
          .slice(1)
          .reduce((sum, { time }, step) => sum + points[step]!.estimate * (time - points[step]!.time), 0);
        expect(points.at(-1)!.time).toBe(Number(means[arm]!.term));
        expect(points.every(({ base }) => base === 0)).toBe(true);
        expect(area).toBeCloseTo(means[arm]!.value as number, 3);
      });
    }
  });

  it('stand on the scale of the curves, with a line at the horizon', () => {
    const { wide } = build(restrictedMeansOfThree, { riskTable: true });
    expect(new Set(xScales(wide).map((scale) => JSON.stringify(scale))).size).toBe(1);
    const line = layersWith(wide, { type: 'rule' }).find(
      ({ encoding }) => encoding['x']!['field'] === 'time',
    );
    expect(line!.data.values[0]).toMatchObject({ time: 72, y: 0 });
    expect(textsOf(wide)).toContain('τ = 72 weeks');
  });

  it('leave out an arm without a mean, and say why', () => {
    const figure = build(withoutMean(restrictedMeans));
    expect(layersWith(figure.wide, { type: 'area' })).toHaveLength(1);
    expect(layersWith(figure.wide, { type: 'line' })).toHaveLength(2);
    expect(textsOf(figure.wide)).toContain('beyond the last observation');
    expect(figure.table.rows[0]).toMatchObject({ value: 'beyond the last observation', interval: '' });
  });
});

describe('the numbers beneath', () => {
  it('are the means and their difference, with unit, interval and p', () => {
    const figure = build(restrictedMeans);
    const texts = textsOf(figure.wide);
    expect(texts).toContain('Mean event-free time up to 28\u00a0days (95% CI)');
    expect(texts).toContain('23.51 (23.17–23.85) days');
    expect(texts).toContain('Tocilizumab minus usual care');
    expect(texts).toContain('0.58 (0.24–0.92) days, p=0.013');
    expect(figure.summary).toBe(
      'Mean event-free time up to 28 days (95% CI): tocilizumab 23.51 (23.17–23.85) days; usual care 22.93 (22.59–23.27) days. Difference in restricted mean event-free time, tocilizumab minus usual care: 0.58 (0.24–0.92) days, p=0.013.',
    );
  });

  it('follow the contrast asked for; the table has all', () => {
    const lost = build(restrictedMeansOfThree, { contrast: 'time-lost-ratio' });
    expect(textsOf(lost.wide)).toContain('Time lost, satralizumab over placebo');
    expect(lost.summary).toContain('Ratio of restricted mean times lost, satralizumab over placebo: 0.65');
    const none = build(restrictedMeans, { contrast: 'none' });
    expect(textsOf(none.wide).join(' ')).not.toContain('minus');
    expect(none.table.rows.map(({ row }) => row)).toEqual([
      'Tocilizumab',
      'Usual care',
      'Difference in restricted mean event-free time, tocilizumab minus usual care',
      'Ratio of restricted mean times lost, tocilizumab over usual care',
    ]);
  });
});

describe('a result without restricted means', () => {
  it('is refused', () => {
    expect(() => build(survivalCurves)).toThrow('display/no-restricted-mean');
    const bare = { ...restrictedMeans, parts: restrictedMeans.parts.filter(({ kind }) => kind !== 'curves') };
    expect(() => build(bare)).toThrow('Expected the result of method restricted-mean-survival-time');
  });
});

describe('what was chosen and adjusted for', () => {
  it('stands in the footnotes and in the table: the rule of the window, covariates beside contrasts', () => {
    const estimates = restrictedMeans.parts.find((part) => part.kind === 'estimates')!;
    if (estimates.kind !== 'estimates') throw new Error('no estimates');
    const age = { ...estimates.rows[0]!, role: 'covariate' as const, term: 'AGE', of: null, versus: null };
    const message = 'τ = 28 days was not given: it is the last event of the arm whose last event came first.';
    const notice = {
      code: 'restricted-mean-survival-time/window',
      severity: 'information' as const,
      message,
    };
    const figure = build({
      ...restrictedMeans,
      notices: [notice],
      parts: restrictedMeans.parts.map((part) =>
        part === estimates ? { ...estimates, rows: [...estimates.rows, age] } : part,
      ),
    });
    expect(figure.footnotes).toContain(message);
    expect(figure.table.rows.at(-1)!['row']).toMatch(/AGE, per unit$/);
    // The block under the axis is for arms.
    expect(textsOf(figure.wide).some((text) => text.includes('AGE'))).toBe(false);
    expect(build(restrictedMeans).footnotes.some((note) => note.includes('was not given'))).toBe(false);
  });
});
