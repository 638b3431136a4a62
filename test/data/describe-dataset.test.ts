import { describe, expect, it } from 'vitest';
import { describeTable, toDescriptionRecords } from '../../src/data/dataset/describe-dataset.js';
import { parseDictionary } from '../../src/data/dictionary/parse-dictionary.js';
import { numbers, table, text } from './sample-tables.js';

const dictionary = parseDictionary(
  `dictionary: mine
label: Mine
description: A row is a subject.
key: [USUBJID]
variables:
  - { name: USUBJID, label: Unique Subject Identifier, type: text, required: true }
  - { name: ARM, label: Arm, type: text, codelist: [{ code: a, label: A }, { code: b, label: B }] }
  - { name: AVAL, label: Value, type: decimal, unit: mg/L, minimum: 0 }
  - { name: ADT, label: Day, type: date }
`,
  'mine.yaml',
);
const raw = table('ADX', [
  text('USUBJID', ['1', '2', '3', '4', '5']),
  text('ARM', ['b', 'a', 'b', 'x', null]),
  numbers('AVAL', [4, 1, 'A', -2, 1]),
  numbers('ADT', [0, 1, 10, null, 11], 'DATE9.'),
  numbers('EXTRA', [null, null, null, null, null]),
]);

describe('describeTable', () => {
  const description = describeTable(raw, dictionary);
  const of = (name: string) => description.variables.find((variable) => variable.name === name);

  it('counts values, missing and distinct ones, and gives range and median', () => {
    expect(of('AVAL')).toEqual({
      name: 'AVAL',
      label: 'Value',
      type: 'decimal',
      unit: 'mg/L',
      declared: true,
      n: 4,
      missing: 1,
      distinct: 3,
      range: { minimum: -2, median: 1, maximum: 4 },
      mostFrequent: null,
      violations: 1,
    });
    expect(of('EXTRA')).toMatchObject({ n: 0, missing: 5, distinct: 0, range: null, declared: false });
  });

  it('lists the most frequent values, but never those of identifiers', () => {
    expect(of('ARM')).toMatchObject({
      n: 4,
      violations: 1,
      mostFrequent: [
        { value: 'b', count: 2 },
        { value: 'a', count: 1 },
        { value: 'x', count: 1 },
      ],
    });
    expect(of('USUBJID')).toMatchObject({ distinct: 5, mostFrequent: null });
    const codes = describeTable(
      table('T', [
        text(
          'CODE',
          Array.from({ length: 21 }, (_, row) => `c${row}`),
        ),
      ]),
    );
    expect(codes.variables[0]).toMatchObject({ declared: null, distinct: 21, mostFrequent: null });
  });

  it('hands over violations and conversions instead of stopping', () => {
    expect(description.issues.map(({ code }) => code)).toEqual(['data/not-in-codelist', 'data/out-of-range']);
    expect(description.ledger.map(({ kind }) => kind)).toEqual(['undeclared-column', 'special-missing']);
    expect(describeTable(raw)).toMatchObject({ dictionary: null, issues: [], rowCount: 5 });
    expect(describeTable(raw).ledger.map(({ kind }) => kind)).toEqual(['special-missing']);
  });

  it('gives flat rows with raw numbers and ISO dates', () => {
    const records = toDescriptionRecords(description);
    expect(
      records.map(({ variable, minimum, median, maximum }) => [variable, minimum, median, maximum]),
    ).toEqual([
      ['USUBJID', null, null, null],
      ['ARM', null, null, null],
      ['AVAL', -2, 1, 4],
      ['ADT', '1960-01-01', '1960-01-06', '1960-01-12'],
      ['EXTRA', null, null, null],
    ]);
    expect(JSON.parse(JSON.stringify(records))).toEqual(records);
  });
});
