import { describe, expect, it } from 'vitest';
import type { Result, SummaryRow } from '../../../src/core/result.js';
import { meansOverVisitsDisplay } from '../../../src/displays/charts/means-over-visits/means-over-visits.js';
import { spaghettiDisplay } from '../../../src/displays/charts/spaghetti/spaghetti.js';
import { modelledVisits, observedVisits } from '../sample-longitudinal.js';
import { restrictedMeans } from '../sample-results.js';

interface SpecLayer {
  readonly data: {
    readonly values: readonly { x?: number; y?: number; text?: string; tip?: { n?: string } }[];
  };
  readonly mark: { readonly type: string };
}
const layersOf = (spec: object) => (spec as { layer: readonly SpecLayer[] }).layer;
const draw = (result: Result, options: object = {}) =>
  meansOverVisitsDisplay.build([result], meansOverVisitsDisplay.options.parse(options));
const courses = (result: Result, options: object = {}) =>
  spaghettiDisplay.build([result], spaghettiDisplay.options.parse(options));
const rowsOf = (result: Result) => result.parts.flatMap((part) => (part.kind === 'summary' ? part.rows : []));
/** The result with its summary rows changed. */
const withRows = (result: Result, change: (row: SummaryRow) => SummaryRow): Result => ({
  ...result,
  parts: result.parts.map((part) =>
    part.kind === 'summary' ? { ...part, rows: part.rows.map(change) } : part,
  ),
});

describe('the means-over-visits display', () => {
  it('has a row a visit, with the means, numbers and differences of the result', () => {
    const { table } = draw(modelledVisits, { decimals: 2 });
    expect(table.rows).toHaveLength(3);
    const means = rowsOf(modelledVisits).filter(({ statistic }) => statistic === 'least-squares-mean');
    const first = means[0]!;
    expect(table.rows[0]!['mean0']).toContain((first.value as number).toFixed(2).replace('-', '−'));
    expect(table.rows[0]!['n0']).toBe(
      String(rowsOf(modelledVisits).find(({ statistic }) => statistic === 'n')!.value),
    );
    expect(table.rows.every((row) => row['difference0'] !== '' && row['p0'] !== '')).toBe(true);
    expect(draw(observedVisits).table.columns.map(({ id }) => id)).not.toContain('difference0');
  });

  it('draws one point a mean, arms side by side, none of it outside the figure', () => {
    for (const variant of ['wide', 'narrow'] as const) {
      const spec = draw(modelledVisits)[variant];
      const points = layersOf(spec).flatMap(({ data, mark }) =>
        mark.type === 'point' ? data.values.filter(({ tip }) => tip !== undefined) : [],
      );
      expect(points).toHaveLength(6);
      expect(new Set(points.map(({ x }) => x)).size).toBe(6);
      for (const { x } of layersOf(spec).flatMap(({ data }) => data.values)) {
        if (x === undefined) continue;
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(spec['width'] as number);
      }
    }
  });

  it('keeps the unit and the side of benefit on the axis', () => {
    const result = {
      ...modelledVisits,
      context: { ...modelledVisits.context, benefit: 'lower' as const, variable: 'DAS28' },
    };
    const texts = layersOf(draw(result).wide).flatMap(({ data }) => data.values.map(({ text }) => text));
    expect(texts).toContain('Least-squares mean, DAS28 (points; lower is better)');
    expect(draw(result).summary).toMatch(/in favour of (tocilizumab|placebo)\.$/);
    expect(draw(modelledVisits, { valueLabel: 'Score' }).wide).toMatchObject({
      description: expect.any(String),
    });
  });

  it('leaves out a mean that does not exist and says why in the table', () => {
    const last = rowsOf(modelledVisits).filter(({ statistic }) => statistic === 'least-squares-mean')[2]!;
    const figure = draw(
      withRows(modelledVisits, (row) =>
        row.statistic === 'least-squares-mean' && row.group === last.group && row.term === last.term
          ? { ...row, value: { notEstimable: 'collinear' } }
          : row,
      ),
    );
    expect(figure.table.rows[2]!['mean0']).toBe('collinear');
    expect(figure.footnotes.join(' ')).toContain('cannot be estimated');
    const points = layersOf(figure.wide).flatMap(({ data, mark }) =>
      mark.type === 'point' ? data.values.filter(({ tip }) => tip !== undefined) : [],
    );
    expect(points).toHaveLength(5);
  });

  it('refuses a result without means by visit', () => {
    expect(() => draw(restrictedMeans)).toThrow(/no means by visit/);
  });
});

describe('the spaghetti display', () => {
  it('draws every observed value once, and the means above', () => {
    const part = observedVisits.parts.find(({ kind }) => kind === 'points');
    const count = part?.kind === 'points' ? part.series.reduce((sum, { y }) => sum + y.length, 0) : 0;
    const figure = courses(observedVisits);
    const dots = layersOf(figure.wide).flatMap(({ data, mark }) =>
      mark.type === 'point' ? data.values : [],
    );
    expect(dots).toHaveLength(count);
    expect(figure.footnotes.join(' ')).toContain('Heavy line');
    expect(courses(observedVisits, { mean: false }).footnotes.join(' ')).not.toContain('Heavy line');
    const subjects = figure.table.rows.map(({ subjects: seen }) => Number(seen));
    expect(subjects.reduce((sum, seen) => sum + seen, 0)).toBe(count);
  });

  it('names visits as the summary does and prints its medians', () => {
    const { table } = courses(observedVisits, { decimals: 3 });
    const median = rowsOf(observedVisits).find(({ statistic }) => statistic === 'median')!;
    expect(table.rows[0]!['visit']).toBe(median.term);
    expect(table.rows[0]!['median']).toBe((median.value as number).toFixed(3).replace('-', '−'));
  });

  it('draws the arms asked for, and refuses others and results without courses', () => {
    const name = rowsOf(observedVisits)[0]!.group!;
    expect(new Set(courses(observedVisits, { arms: [name] }).table.rows.map(({ arm }) => arm)).size).toBe(1);
    expect(() => courses(observedVisits, { arms: ['nobody'] })).toThrow(/no subjects in one of the arms/);
    expect(() => courses(modelledVisits)).toThrow(/no courses/);
  });
});

describe('very many courses', () => {
  it('are drawn in part, counted in full', () => {
    const part = observedVisits.parts.find(({ kind }) => kind === 'points');
    if (part?.kind !== 'points') throw new Error('no courses');
    const subjects = Array.from({ length: 1500 }, (_, index) => `S${index}`);
    const crowd = {
      ...part.series[0]!,
      labels: subjects.flatMap((subject) => [subject, subject]),
      x: subjects.flatMap(() => [4, 8]),
      y: subjects.flatMap((_, index) => [index % 5, index % 3]),
    };
    const { wide, footnotes, summary } = courses({
      ...observedVisits,
      parts: [{ ...part, series: [crowd] }],
    });
    expect(summary).toContain('1500 subjects');
    expect(footnotes.join(' ')).toContain('Drawn: 1000 subjects of an arm with more');
    const lines = layersOf(wide).filter(({ data }) => data.values.length === 1000);
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(wide)).toContain('1500');
  });
});
