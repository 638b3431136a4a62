import { describe, expect, it } from 'vitest';
import { displays } from '../../src/displays/registry.js';
import { compileVega } from '../../src/reports/svg/render-svg.js';
import { buildSample, buildTable, sampleCalls, tableCalls } from './sample-displays.js';

describe('the registry of displays', () => {
  it('names each display once and has a sample of each', () => {
    const ids = displays.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set([...sampleCalls, ...tableCalls].map(({ display }) => display))).toEqual(new Set(ids));
  });

  it.each(displays.map((display) => [display.id, display] as const))('%s explains itself', (_id, display) => {
    expect(display.label).not.toBe('');
    expect(display.summary).toMatch(/\.$/);
    expect(Object.keys(display.options.parse({}))).toEqual(Object.keys(display.options.shape));
    for (const [name, option] of Object.entries(display.options.shape)) {
      expect((option as { description?: string }).description, name).toBeTruthy();
    }
    expect(display.options.safeParse({ noSuchOption: 1 }).success).toBe(false);
  });
});

describe.each(sampleCalls.map((call) => [`${call.display}: ${call.name}`, call] as const))(
  '%s',
  (_name, call) => {
    const figure = buildSample(call);

    it('draws valid Vega-Lite in both widths', async () => {
      for (const spec of [figure.wide, figure.narrow]) {
        // compileVega throws on the first warning of the compiler.
        expect((await compileVega(spec))['marks']).toBeInstanceOf(Array);
      }
      expect(figure.wide['width']).toBeGreaterThan(figure.narrow['width'] as number);
    });

    it('is plain data without holes', () => {
      expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
      expect(JSON.stringify(figure)).not.toMatch(/NaN|undefined|Infinity|\[object/);
    });

    it('comes out the same again and leaves its input alone', () => {
      const before = JSON.stringify(call.results);
      expect(buildSample(call)).toEqual(figure);
      expect(JSON.stringify(call.results)).toBe(before);
    });

    it('has a table with every column filled in, a sentence and notes', () => {
      const { columns, rows } = figure.table;
      const ids = columns.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) for (const id of ids) expect(row[id], id).toBeTypeOf('string');
      expect(figure.summary).toMatch(/\.$/);
      expect(figure.footnotes.length).toBeGreaterThan(0);
    });
  },
);

describe.each(tableCalls.map((call) => [`${call.display}: ${call.name}`, call] as const))(
  '%s',
  (_name, call) => {
    it('is a table of text with every cell filled in, the same each time', () => {
      const before = JSON.stringify(call.results);
      const table = buildTable(call);
      expect(table.title).toBe(call.name);
      expect(table.rows.length).toBeGreaterThan(0);
      for (const row of table.rows)
        for (const { id } of table.columns) expect(row[id], id).toBeTypeOf('string');
      expect(JSON.stringify(table)).not.toMatch(/NaN|undefined|Infinity|\[object/);
      expect(buildTable(call)).toEqual(table);
      expect(JSON.stringify(call.results)).toBe(before);
    });
  },
);
