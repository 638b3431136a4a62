import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dictionary, DictionaryVariable, NumberColumn } from '../../src/core/dataset.js';
import { daysFromSas, isoDate, parseIsoDate, sasFormatKind } from '../../src/data/calendar-date.js';
import { parseDecimal } from '../../src/data/dataset/parse-decimal.js';
import { typeDataset } from '../../src/data/dataset/type-dataset.js';
import { parseDictionary } from '../../src/data/dictionary/parse-dictionary.js';
import { readCsv } from '../../src/data/formats/csv/read-csv.js';
import { issuesOf, numbers, source, table, text, utf8 } from './sample-tables.js';

const variable = (
  name: string,
  type: DictionaryVariable['type'],
  more: Partial<DictionaryVariable> = {},
) => ({
  name,
  label: name.toLowerCase(),
  type,
  required: false,
  missingAllowed: true,
  unit: null,
  minimum: null,
  maximum: null,
  codelist: null,
  ...more,
});
const dictionary = (
  variables: readonly DictionaryVariable[],
  more: Partial<Dictionary> = {},
): Dictionary => ({ id: 'mine', label: 'Mine', description: '', key: [], checks: [], variables, ...more });
const shipped = (name: string): Dictionary =>
  parseDictionary(
    readFileSync(new URL(`../../data-dictionaries/${name}.yaml`, import.meta.url), 'utf8'),
    `${name}.yaml`,
  );
const csv = (content: string) => readCsv(utf8(content), source('counts.csv'));
const ledgerOf = (dataset: {
  ledger: readonly { kind: string; column: string; count: number; rows: readonly number[] }[];
}) => dataset.ledger.map(({ kind, column, count, rows }) => [kind, column, count, [...rows]]);

describe('typeDataset: values', () => {
  it('gives declared types and never guesses', () => {
    const raw = csv('ID,N,X,D,F,MORE\n001,3,0.50,2020-02-29,Y,7\n1e3,.,,1969-12-31,,x\n');
    const dataset = typeDataset(
      raw,
      dictionary([
        variable('ID', 'text'),
        variable('N', 'integer', { unit: 'subjects' }),
        variable('X', 'decimal'),
        variable('D', 'date'),
        variable('F', 'flag'),
        variable('ABSENT', 'text'),
      ]),
    );
    expect([...dataset.columns.keys()]).toEqual(['ID', 'N', 'X', 'D', 'F', 'MORE']);
    expect(dataset.columns.get('ID')).toMatchObject({ type: 'text', values: ['001', '1e3'], label: 'id' });
    expect(dataset.columns.get('N')).toEqual({
      name: 'N',
      label: 'n',
      unit: 'subjects',
      codelist: null,
      type: 'integer',
      values: Float64Array.of(3, 0),
      missing: Uint8Array.of(0, 1),
      printed: ['3', null],
    });
    expect(dataset.columns.get('X')).toMatchObject({ printed: ['0.50', null], missing: Uint8Array.of(0, 1) });
    expect(dataset.columns.get('D')).toMatchObject({ values: Int32Array.of(18321, -1), precision: 'day' });
    expect(dataset.columns.get('F')).toMatchObject({ type: 'flag', values: ['Y', null] });
    expect(dataset.columns.get('MORE')).toMatchObject({ type: 'text', values: ['7', 'x'] });
    expect(dataset).toMatchObject({ name: 'counts', dictionary: 'mine', rowCount: 2, lines: raw.lines });
    expect(ledgerOf(dataset)).toEqual([['undeclared-column', 'MORE', 1, []]]);
  });

  it('leaves its input as it is', () => {
    const raw = table('T', [numbers('N', [1, null]), text('A', [' a', ''])]);
    const before = structuredClone(raw);
    typeDataset(raw, dictionary([variable('N', 'integer'), variable('A', 'text')]));
    expect(raw).toEqual(before);
  });

  it('counts every conversion that changes a value', () => {
    const raw = table('ADSL', [
      numbers('N', [1, 2.5, 'A', null, '_']),
      numbers('ID', [1, 2, 3, 4, null]),
      text('T', [' a', 'b ', 'c', '', null]),
      text('D', ['2020', '2020-03', '2020-03-04T10:30', '2020---15', '']),
      numbers('S', [21974, 21974.75, 'Z', null, 0], 'DATE9.'),
      numbers('M', [1898553600 + 60, null, null, null, 0], 'DATETIME20.'),
    ]);
    const dataset = typeDataset(
      raw,
      dictionary([
        variable('N', 'integer'),
        variable('ID', 'text'),
        variable('T', 'text'),
        variable('D', 'date'),
        variable('S', 'date'),
        variable('M', 'date'),
      ]),
    );
    expect(ledgerOf(dataset)).toEqual([
      ['integer-with-decimals', 'N', 1, [2]],
      ['special-missing', 'N', 2, [3, 5]],
      ['number-as-text', 'ID', 4, [1, 2, 3, 4]],
      ['blank-padding', 'T', 2, [1, 2]],
      ['partial-date', 'D', 3, [1, 2, 4]],
      ['time-dropped', 'D', 1, [3]],
      ['time-dropped', 'S', 1, [2]],
      ['special-missing', 'S', 1, [3]],
      ['time-dropped', 'M', 2, [1, 5]],
    ]);
    expect(dataset.columns.get('N')!.values).toEqual(Float64Array.of(1, 2.5, 0, 0, 0));
    expect(dataset.columns.get('ID')!.values).toEqual(['1', '2', '3', '4', null]);
    expect(dataset.columns.get('T')!.values).toEqual(['a', 'b', 'c', null, null]);
    const days = (name: string) => Array.from(dataset.columns.get(name)!.values as Int32Array, isoDate);
    expect(days('D')[2]).toBe('2020-03-04');
    expect([days('S')[0], days('S')[1], days('S')[4]]).toEqual(['2020-02-29', '2020-02-29', '1960-01-01']);
    expect(days('M')[0]).toBe('2020-02-29');
  });

  it('keeps undeclared columns by their raw type and says so once', () => {
    const raw = table('T', [
      numbers('AVAL', [1]),
      numbers('ADT', [0], 'DATE9.'),
      text('trtp', ['a']),
      numbers('N', [1]),
    ]);
    const dataset = typeDataset(raw, dictionary([variable('N', 'integer'), variable('TRTP', 'text')]));
    expect([...dataset.columns.values()].map(({ type }) => type)).toEqual([
      'decimal',
      'date',
      'text',
      'integer',
    ]);
    expect(dataset.ledger).toHaveLength(1);
    expect(dataset.ledger[0]).toMatchObject({
      kind: 'undeclared-column',
      column: 'AVAL, ADT, trtp',
      count: 3,
    });
    expect(dataset.ledger[0]!.message).toContain('"trtp" may be meant as "TRTP"');
  });

  it('hands on what the reader of the format found', () => {
    const entry = { kind: 'declared-type', column: 'X', count: 1, rows: [1], message: 'X' };
    const raw = { ...table('T', [text('X', ['a'])]), ledger: [entry] };
    expect(typeDataset(raw, dictionary([variable('X', 'text')])).ledger).toEqual([entry]);
  });
});

describe('typeDataset: violations', () => {
  it('collects all of them and names file, line, row and column', () => {
    const codelist = [{ code: 'placebo', label: 'Placebo' }];
    const issues = issuesOf(() =>
      typeDataset(
        csv('ARM,N,D,F\nplacebo,1,2020-01-01,Y\nplacbo,-1,2021-02-29,y\n,1000,12MAR2020,N\n'),
        dictionary([
          variable('ARM', 'text', { codelist, missingAllowed: false }),
          variable('N', 'integer', { minimum: 0, maximum: 99 }),
          variable('D', 'date'),
          variable('F', 'flag'),
          variable('EVENTS', 'integer', { required: true }),
        ]),
      ),
    );
    expect(issues.map(({ code, where, got }) => [code, where, got])).toEqual([
      ['data/missing-column', 'counts.csv', 'ARM, N, D, F'],
      ['data/not-in-codelist', 'counts.csv:3 (row 2, column ARM)', '"placbo"'],
      ['data/missing-value', 'counts.csv:4 (row 3, column ARM)', undefined],
      ['data/out-of-range', 'counts.csv:3 (row 2, column N)', '-1'],
      ['data/out-of-range', 'counts.csv:4 (row 3, column N)', '1000'],
      ['data/not-a-date', 'counts.csv:3 (row 2, column D)', '"2021-02-29"'],
      ['data/not-a-date', 'counts.csv:4 (row 3, column D)', '"12MAR2020"'],
      ['data/not-in-codelist', 'counts.csv:3 (row 2, column F)', '"y"'],
    ]);
    expect(issues[1]!.fix).toBe('Did you mean "placebo"?');
  });

  it('suggests the column that was probably meant', () => {
    const [issue] = issuesOf(() =>
      typeDataset(csv('EVENT\n1\n'), dictionary([variable('EVENTS', 'integer', { required: true })])),
    );
    expect(issue!.fix).toBe('Did you mean "EVENT"?');
  });

  it.each([
    ['"1,234"', 'Leave out the thousands separator'],
    ['"0,5"', 'Use a point, not a comma'],
    ['12%', 'Leave out the percent sign'],
    ['−3', 'Use the hyphen (-) as minus sign'],
    ['<5', 'A bound is not a number: leave the cell empty and say so in a note'],
    ['NA', 'Leave the cell empty where there is no value'],
    ['abc', 'Correct the cell, or leave it empty where there is no value'],
  ])('refuses %s as a number and says what to do', (cell, fix) => {
    const issues = issuesOf(() => typeDataset(csv(`N\n${cell}\n`), dictionary([variable('N', 'decimal')])));
    expect(issues).toMatchObject([{ code: 'data/not-a-number', fix }]);
  });

  it('refuses a partial date where a date must be', () => {
    const strict = dictionary([variable('D', 'date', { missingAllowed: false })]);
    expect(issuesOf(() => typeDataset(csv('D\n2020-05\n'), strict))).toMatchObject([
      { code: 'data/missing-value', expected: 'a full date' },
    ]);
  });

  it('finds repeated keys and shows rows, never values', () => {
    const keyed = dictionary([variable('ID', 'text'), variable('V', 'integer')], { key: ['ID', 'V'] });
    const issues = issuesOf(() => typeDataset(csv('ID,V\nS1,1\nS1,2\nS2,1\nS1,2\nS2,\nS2,\n'), keyed));
    expect(issues.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'counts.csv:5 (row 4, column ID + V): The row has the same ID, V as row 2 (line 3)',
      'counts.csv:7 (row 6, column ID + V): The row has the same ID, V as row 5 (line 6)',
    ]);
    expect(JSON.stringify(issues)).not.toContain('S1');
    expect(typeDataset(csv('ID\nS1\nS1\n'), keyed).rowCount).toBe(2);
  });

  it('checks rules between columns', () => {
    const counts = shipped('published-counts');
    const head = 'OUTCOME,SUBGROUP,ARM,N,EVENTS,PERCENT,SOURCE\n';
    const issues = issuesOf(() =>
      typeDataset(csv(`${head}death,,a,10,11,,T1\ndeath,,b,8,1,12.4,T1\ndeath,,c,8,1,13,T1\n`), counts),
    );
    expect(issues.map(({ code, where, got, expected }) => [code, where, got, expected])).toEqual([
      ['data/above-limit', 'counts.csv:2 (row 1, column EVENTS)', '11', 'at most 10'],
      ['data/percent-disagrees', 'counts.csv:3 (row 2, column PERCENT)', '12.4', '12.5 (from 1 of 8)'],
    ]);
    expect(issuesOf(() => typeDataset(csv(`${head}death,,a,-1,0,,T1\n`), counts))[0]).toMatchObject({
      code: 'data/out-of-range',
      got: '-1',
    });
    const effects = 'STUDY,SUBGROUP,MEASURE,ESTIMATE,LOWER,UPPER,LEVEL,SOURCE\n';
    expect(
      issuesOf(() =>
        typeDataset(csv(`${effects}X,,hazard-ratio,0.9,1.0,1.2,0.95,T\n`), shipped('published-effects')),
      ),
    ).toMatchObject([{ code: 'data/outside-interval', got: '0.9', expected: 'between 1.0 and 1.2' }]);
  });

  it('lists the first of each kind and counts the rest', () => {
    const rows = Array.from({ length: 1000 }, () => 'x,-1').join('\n');
    const issues = issuesOf(() =>
      typeDataset(
        csv(`A,B\n${rows}\n`),
        dictionary([variable('A', 'integer'), variable('B', 'integer', { minimum: 0 })]),
      ),
    );
    expect(issues).toHaveLength(22);
    expect(issues.filter(({ what }) => what.startsWith('990 more problems'))).toHaveLength(2);
  });
});

describe('cells', () => {
  it('reads what R and SAS write as numbers, and nothing else', () => {
    expect(['5', '-0.5', '+.5', '5.', '1e5', '1E+05', '2.5e-04'].map(parseDecimal)).toEqual([
      5, -0.5, 0.5, 5, 1e5, 1e5, 2.5e-4,
    ]);
    expect(['.', '.A', '.z', '._'].map(parseDecimal)).toEqual([
      'missing',
      'special-missing',
      'special-missing',
      'special-missing',
    ]);
    for (const cell of ['1 000', '0x10', 'Infinity', 'NaN', '1e999', '--1', '1e', 'e5', '..', '.AB', '٣']) {
      expect(parseDecimal(cell)).toBe('not-a-number');
    }
  });

  it('reads any number back from its shortest text (property)', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseDecimal(String(value))).toBe(value === 0 ? Number(String(value)) : value);
      }),
    );
  });

  it('knows the calendar', () => {
    expect(parseIsoDate('2000-02-29')).toEqual({ kind: 'day', days: 11016, time: false });
    for (const wrong of [
      '1900-02-29',
      '2021-13-01',
      '2021-00-10',
      '2021-1-1',
      '20210101',
      '0001-01-01',
      '-',
    ]) {
      expect(parseIsoDate(wrong).kind).toBe('not-a-date');
    }
    for (const partial of ['2021', '2021-02', '2021---05', '2021-02--', '----05', '--02-05']) {
      expect([partial, parseIsoDate(partial).kind]).toEqual([partial, 'partial']);
    }
    expect(daysFromSas(0, false)).toBe(-3653);
    expect(daysFromSas(-1, true)).toBe(-3654);
    expect(daysFromSas(1e9, false)).toBeNull();
    expect(
      ['DATE9.', 'YYMMDD10.', 'E8601DA.', 'DATETIME20.', 'E8601DT19.', '8.2', null].map(sasFormatKind),
    ).toEqual(['date', 'date', 'date', 'datetime', 'datetime', 'other', 'other']);
  });

  it('gives every day back (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: -141427, max: 2932896 }), (days) => {
        expect(parseIsoDate(isoDate(days))).toEqual({ kind: 'day', days, time: false });
        expect(daysFromSas(days + 3653, false)).toBe(days);
      }),
    );
  });

  it('rounds printed percents half away from zero (property)', () => {
    const checks = [{ rule: 'percent-agrees', count: 'C', of: 'N', percent: 'P' }] as const;
    const rules = dictionary(
      ['C', 'N', 'P'].map((name) => variable(name, 'decimal')),
      { checks },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.nat(400),
        fc.integer({ min: 0, max: 2 }),
        (n, c, decimals) => {
          const count = Math.min(c, n);
          // Exact integer arithmetic: floor(x + 1/2) of a number that is not negative.
          const scaled = (2n * BigInt(count) * 100n * 10n ** BigInt(decimals) + BigInt(n)) / (2n * BigInt(n));
          const digits = String(scaled).padStart(decimals + 1, '0');
          const split = digits.length - decimals;
          const printed = decimals === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
          const dataset = typeDataset(csv(`C,N,P\n${count},${n},${printed}\n`), rules);
          expect((dataset.columns.get('P') as NumberColumn).printed).toEqual([printed]);
        },
      ),
    );
  });
});
