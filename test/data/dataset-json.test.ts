import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/core/errors.js';
import { secondsFromIsoDateTime, secondsFromIsoTime } from '../../src/data/calendar-date.js';
import { typeDataset } from '../../src/data/dataset/type-dataset.js';
import { readDatasetJson } from '../../src/data/formats/dataset-json/read-dataset-json.js';
import { writeDatasetJson } from '../../src/data/formats/dataset-json/write-dataset-json.js';
import { formatFor, readFormat } from '../../src/data/formats/registry.js';
import { readXpt } from '../../src/data/formats/xpt/read-xpt.js';
import { writeXpt } from '../../src/data/formats/xpt/write-xpt.js';
import { issuesOf, numbers, source, table, text, utf8 } from './sample-tables.js';

const column = (name: string, dataType: string, more: object = {}) => ({
  itemOID: `IT.ADX.${name}`,
  name,
  label: `Label of ${name}`,
  dataType,
  ...more,
});
const attributes = (columns: readonly object[], records: number, more: object = {}) => ({
  datasetJSONCreationDateTime: '2024-12-05T10:00:00',
  datasetJSONVersion: '1.1.0',
  itemGroupOID: 'IG.ADX',
  records,
  name: 'ADX',
  label: 'An example',
  columns,
  ...more,
});
const json = (columns: readonly object[], rows: readonly unknown[], more: object = {}) =>
  JSON.stringify({ ...attributes(columns, rows.length, more), rows });
const ndjson = (columns: readonly object[], rows: readonly unknown[]) =>
  [attributes(columns, rows.length), ...rows].map((line) => JSON.stringify(line)).join('\n');
const read = (content: string | Uint8Array, file = 'adx.json') =>
  readDatasetJson(typeof content === 'string' ? utf8(content) : content, source(file));
const problems = (content: string | Uint8Array) =>
  issuesOf(() => read(content)).map(({ code, where, got }) => [code, where, got]);

const columns = [
  column('USUBJID', 'string', { length: 6, keySequence: 1 }),
  column('AVAL', 'float', { displayFormat: '8.2' }),
  column('N', 'integer'),
  column('DOSE', 'decimal'),
  column('DOSEN', 'decimal', { targetDataType: 'decimal' }),
  column('ADTC', 'date'),
  column('ADT', 'date', { targetDataType: 'integer', displayFormat: 'DATE9.' }),
  column('ADTM', 'datetime', { targetDataType: 'integer' }),
  column('ATM', 'time', { targetDataType: 'integer' }),
  column('FLAG', 'boolean'),
];
const rows = [
  ['01-001', 4e-8, 3, '0.10', '0.10', '2020-02', '2012-07-09', '2012-07-09T00:01:00', '00:01:30', true],
  ['', null, null, null, null, null, null, null, null, null],
];

describe('readDatasetJson', () => {
  it('makes of each dataType what the standard says', () => {
    const result = read(json(columns, rows));
    expect(result).toMatchObject({ name: 'ADX', label: 'An example', rowCount: 2 });
    expect(result.ledger).toBeUndefined();
    const of = (name: string) => result.columns.find((candidate) => candidate.name === name);
    expect(of('USUBJID')).toMatchObject({ label: 'Label of USUBJID', type: 'text', values: ['01-001', ''] });
    expect(of('AVAL')).toEqual({
      name: 'AVAL',
      label: 'Label of AVAL',
      format: '8.2',
      type: 'number',
      values: Float64Array.of(4e-8, 0),
      missing: Uint8Array.of(0, 46),
    });
    expect(of('N')).toMatchObject({ type: 'number', values: Float64Array.of(3, 0) });
    expect(of('DOSE')).toMatchObject({ type: 'text', values: ['0.10', null] });
    expect(of('DOSEN')).toMatchObject({ type: 'number', values: Float64Array.of(0.1, 0) });
    expect(of('ADTC')).toMatchObject({ type: 'text', values: ['2020-02', null] });
    expect(of('ADT')).toMatchObject({ type: 'number', values: Float64Array.of(19183, 0), format: 'DATE9.' });
    expect(of('ADTM')).toMatchObject({
      values: Float64Array.of(19183 * 86400 + 60, 0),
      format: 'DATETIME20.',
    });
    expect(of('ATM')).toMatchObject({ values: Float64Array.of(90, 0), format: 'TIME8.' });
    expect(of('FLAG')).toMatchObject({ type: 'text', values: ['true', null] });
  });

  it('reads NDJSON with rows as arrays or objects, and knows the line of each row', () => {
    const few = columns.slice(0, 3);
    const content = `${ndjson(few, [['a', 1, 2], { N: 4, USUBJID: 'b' }])}\n`.replace('\n{"N', '\n\n{"N');
    const result = read(content, 'adx.ndjson');
    expect(result.columns.map(({ values }) => [...values])).toEqual([
      ['a', 'b'],
      [1, 0],
      [2, 4],
    ]);
    expect(result.columns[1]).toMatchObject({ missing: Uint8Array.of(0, 46) });
    expect([...result.lines!]).toEqual([2, 4]);
  });

  it('takes attributes in any order, pretty printing, and attributes it does not know', () => {
    const { rows: _rows, ...reordered } = JSON.parse(json(columns, rows)) as Record<string, unknown>;
    const content = JSON.stringify({ rows, extra: { a: 1 }, ...reordered }, null, 2);
    expect(read(content).columns).toEqual(read(json(columns, rows)).columns);
    expect(read(`\ufeff${content}`).rowCount).toBe(2);
  });

  it('takes records: 0 as a table without rows, with or without the attribute rows', () => {
    expect(read(json(columns, [])).rowCount).toBe(0);
    expect(read(JSON.stringify(attributes(columns, 0))).columns).toHaveLength(10);
    expect(read(`${JSON.stringify(attributes(columns, 0))}\n`, 'adx.ndjson').rowCount).toBe(0);
  });

  it('keeps values that contradict the declared type, and reports them', () => {
    const lies = [
      column('AVAL', 'integer'),
      column('ID', 'string'),
      column('D', 'decimal', { targetDataType: 'decimal' }),
    ];
    const result = read(
      json(lies, [
        [1.5, 7, '0.1000000000000000055511151231257827'],
        [2, 'x', 3],
        [-33.3333333333, true, '0.1000'],
      ]),
    );
    expect(result.columns[0]!.values).toEqual(Float64Array.of(1.5, 2, -33.3333333333));
    expect(result.columns[1]!.values).toEqual(['7', 'x', 'true']);
    expect(result.columns[2]!.values).toEqual(Float64Array.of(0.1, 3, 0.1));
    expect(
      result.ledger!.map(({ kind, column: name, count, rows: where }) => [kind, name, count, [...where]]),
    ).toEqual([
      ['declared-type', 'AVAL', 2, [1, 3]],
      ['declared-type', 'ID', 2, [1, 3]],
      ['declared-type', 'D', 1, [2]],
    ]);
    const long = read(json(lies.slice(2), [['0.12345678901234567890123']]));
    expect(long.ledger).toMatchObject([{ kind: 'decimal-rounded', count: 1 }]);
    const dataset = typeDataset(result, {
      id: 'any',
      label: '',
      description: '',
      key: [],
      variables: [],
      checks: [],
    });
    expect(dataset.ledger.map(({ kind }) => kind)).toContain('declared-type');
  });

  it('takes SAS numbers where a writer left dates as they were', () => {
    const dates = [column('ADT', 'date', { targetDataType: 'integer', displayFormat: 'DATE9.' })];
    expect(read(json(dates, [[19725], ['2014-01-02']])).columns[0]!.values).toEqual(
      Float64Array.of(19725, 19725),
    );
  });

  it('refuses cells that cannot be kept, all at once, with row and column', () => {
    const strict = [
      column('N', 'integer'),
      column('X', 'double'),
      column('D', 'date', { targetDataType: 'integer' }),
      column('T', 'string'),
    ];
    expect(
      problems(
        json(strict, [
          ['1', true, '2020-02', null],
          [2 ** 60, 1, '2021-02-29', { a: 1 }],
        ]),
      ),
    ).toEqual([
      ['dataset-json/wrong-type', 'adx.json, row 1, column N', '"1"'],
      ['dataset-json/wrong-type', 'adx.json, row 2, column N', '1152921504606847000'],
      ['dataset-json/wrong-type', 'adx.json, row 1, column X', 'true'],
      ['dataset-json/wrong-type', 'adx.json, row 1, column D', '"2020-02"'],
      ['dataset-json/wrong-type', 'adx.json, row 2, column D', '"2021-02-29"'],
      ['dataset-json/wrong-type', 'adx.json, row 2, column T', 'a nested value'],
    ]);
    const few = [column('A', 'string'), column('B', 'string')];
    expect(problems(ndjson(few, [['x'], { A: 'x', C: 'y' }, 3, null]))).toEqual([
      ['dataset-json/ragged-row', 'adx.json:2 (row 1)', '1 value'],
      ['dataset-json/unknown-key', 'adx.json:3 (row 2)', undefined],
      ['dataset-json/bad-row', 'adx.json:4 (row 3)', 'a number'],
      ['dataset-json/bad-row', 'adx.json:5 (row 4)', 'null'],
    ]);
  });

  it('notices a cut file', () => {
    const content = ndjson(columns.slice(0, 1), [['a'], ['b'], ['c']]);
    expect(problems(content.slice(0, content.lastIndexOf('\n')))).toEqual([
      ['dataset-json/record-count', 'adx.json, records', '2 rows'],
    ]);
    expect(problems(content.slice(0, -2))).toEqual([['json/syntax', 'adx.json:4:4', 'the end of the file']]);
    expect(problems(json(columns, rows).slice(0, -5))[0]![0]).toBe('json/syntax');
    expect(problems(`${json(columns, rows)}\n[1]`)).toEqual([['json/syntax', 'adx.json:2:1', '"["']]);
  });

  it('refuses other versions, missing attributes, repeated columns and compressed files', () => {
    expect(problems('{"clinicalData": {}}')[0]![0]).toBe('dataset-json/other-version');
    expect(problems(json(columns, rows, { datasetJSONVersion: '1.0.0' }))[0]![0]).toBe(
      'dataset-json/other-version',
    );
    expect(problems('{"datasetJSONVersion": "1.1", "name": 3}').map(([, where]) => where)).toEqual([
      'adx.json, datasetJSONCreationDateTime',
      'adx.json, itemGroupOID',
      'adx.json, records',
      'adx.json, name',
      'adx.json, label',
      'adx.json, columns',
    ]);
    expect(problems(json([column('A', 'text')], [['x']])).map(([, where]) => where)).toEqual([
      'adx.json, columns[0].dataType',
    ]);
    expect(problems(json([column('A', 'string'), column('A', 'string')], []))).toEqual([
      ['dataset-json/duplicate-column', 'adx.json, columns[1].name', undefined],
    ]);
    expect(problems('[]')[0]![0]).toBe('dataset-json/bad-attribute');
    expect(problems(Uint8Array.of(0x1f, 0x8b, 8))).toEqual([
      ['dataset-json/compressed', 'adx.json, byte 0', 'gzip data'],
    ]);
    expect(problems(Uint8Array.of(0x78, 0x9c, 8))).toEqual([
      ['dataset-json/compressed', 'adx.json, byte 0', 'zlib data'],
    ]);
  });

  it('takes __proto__ as a plain name', () => {
    const odd = [column('__proto__', 'string'), column('constructor', 'string')];
    const row = '{"__proto__": "x"}';
    const result = read(`${JSON.stringify(attributes(odd, 1))}\n${row}\n`);
    expect(result.columns.map(({ values }) => values)).toEqual([['x'], [null]]);
  });

  it('gives a table or a DataError for any damage (property)', () => {
    const content = json(columns, rows);
    const lines = ndjson(columns, rows);
    fc.assert(
      fc.property(
        fc.constantFrom(content, lines),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('', '"', '[', ',', '0', 'null', '\n'),
        (whole, from, length, patch) => {
          const at = from % whole.length;
          try {
            read(whole.slice(0, at) + patch + whole.slice(at + (length % 5)));
          } catch (error) {
            if (!(error instanceof DataError)) throw error;
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe('format choice', () => {
  it('tells Dataset-JSON from JSON records by content', () => {
    expect(formatFor('adx.json', utf8(json(columns, rows)))?.id).toBe('dataset-json');
    expect(formatFor('adx.ndjson', utf8(ndjson(columns, rows)))?.id).toBe('dataset-json');
    expect(formatFor('adx.json', utf8('[{"A": 1}]'))?.id).toBe('json');
    expect(readFormat(utf8(json(columns, rows)), source('adx.json')).name).toBe('ADX');
    expect(formatFor('adx.dsjc')?.id).toBe('dataset-json');
  });
});

describe('writeDatasetJson', () => {
  const sample = {
    ...table('ADTTE', [
      text('USUBJID', ['01-001', '', null], 'Unique Subject Identifier'),
      numbers('AVAL', [0.1, null, 5e-324], '8.2', 'Analysis Value'),
      numbers('N', [1, -2, null]),
      numbers('ADT', [19183, null, -1], 'DATE9.'),
      numbers('ADTM', [0, 86399, null], 'DATETIME20.'),
      numbers('ODD', [0.5, 1, null], 'DATE9.'),
    ]),
    label: 'Time to event',
  };

  it('reads back to the same table, in both layouts', () => {
    for (const layout of ['json', 'ndjson'] as const) {
      const bytes = writeDatasetJson(sample, { layout });
      const { lines, ...result } = read(bytes, sample.source.file);
      expect(result).toEqual(sample);
      expect(lines === undefined ? null : [...lines]).toEqual(layout === 'json' ? null : [2, 3, 4]);
      expect(writeDatasetJson(sample, { layout })).toEqual(bytes);
    }
  });

  it('declares types by the standard', () => {
    const written = JSON.parse(new TextDecoder().decode(writeDatasetJson(sample))) as {
      columns: { name: string; dataType: string; targetDataType?: string }[];
      rows: unknown[][];
    };
    expect(
      written.columns.map(({ name, dataType, targetDataType }) => [name, dataType, targetDataType]),
    ).toEqual([
      ['USUBJID', 'string', undefined],
      ['AVAL', 'double', undefined],
      ['N', 'integer', undefined],
      ['ADT', 'date', 'integer'],
      ['ADTM', 'datetime', 'integer'],
      ['ODD', 'double', undefined],
    ]);
    expect(written.rows[0]).toEqual(['01-001', 0.1, 1, '2012-07-09', '1960-01-01T00:00:00', 0.5]);
    expect(written).toMatchObject({ datasetJSONVersion: '1.1.0', records: 3, itemGroupOID: 'IG.ADTTE' });
  });

  it('refuses to lose a special missing value unless told to', () => {
    const special = table('T', [numbers('X', [1, 'B'])]);
    expect(issuesOf(() => writeDatasetJson(special))[0]).toMatchObject({
      code: 'dataset-json-write/special-missing',
      where: 't.xpt, row 2, column X',
      got: '.B',
    });
    expect(read(writeDatasetJson(special, { specialMissing: 'null' })).columns[0]).toMatchObject({
      missing: Uint8Array.of(0, 46),
    });
    expect(issuesOf(() => writeDatasetJson(table('T', [numbers('X', [Number.NaN])])))[0]!.code).toBe(
      'dataset-json-write/not-a-number',
    );
  });

  it('agrees with SAS transport on any table (property)', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, min: -1e75, max: 1e75 }).map((x) => (Math.abs(x) < 1e-78 ? 0 : x)),
      fc.integer(),
      fc.constant(null),
    );
    const day = fc.option(fc.integer({ min: -138_000, max: 2_900_000 }));
    const word = fc.string({ unit: 'grapheme', maxLength: 6 }).map((x) => x.replace(/[ \0]+$/, ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, value, day), { maxLength: 8 }), (cells) => {
        const any = table('T', [
          text(
            'ID',
            cells.map(([first]) => first),
          ),
          numbers(
            'X',
            cells.map(([, second]) => second),
          ),
          numbers(
            'D',
            cells.map(([, , third]) => third),
            'DATE9.',
          ),
        ]);
        const fromXpt = readXpt(writeXpt(any), any.source);
        expect(read(writeDatasetJson(any), any.source.file)).toEqual(fromXpt);
        const { lines: _lines, ...fromLines } = read(
          writeDatasetJson(any, { layout: 'ndjson' }),
          any.source.file,
        );
        expect(fromLines).toEqual(fromXpt);
      }),
    );
  });
});

describe('ISO times as SAS numbers', () => {
  it('counts seconds from 1960, and refuses what is not complete', () => {
    expect(secondsFromIsoDateTime('1960-01-01T00:00:01.5')).toBe(1.5);
    expect(secondsFromIsoDateTime('1959-12-31T23:59:59')).toBe(-1);
    expect(secondsFromIsoDateTime('2020-02-29')).toBe(21974 * 86400);
    expect(secondsFromIsoTime('23:59')).toBe(86340);
    for (const wrong of [
      '2020-02-30T00:00:00',
      '2020-02T00:00:00',
      '2020-01-01T24:00:00',
      '2020-01-01T10:00:00Z',
    ]) {
      expect(secondsFromIsoDateTime(wrong)).toBeNull();
    }
  });
});
