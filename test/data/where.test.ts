import { describe, expect, it } from 'vitest';
import type { Dataset, WhereClause } from '../../src/core/dataset.js';
import { typeDataset } from '../../src/data/dataset/type-dataset.js';
import { compileWhere } from '../../src/data/dataset/where.js';
import { parseDictionary } from '../../src/data/dictionary/parse-dictionary.js';
import { readCsv } from '../../src/data/formats/csv/read-csv.js';
import { issuesOf, source, utf8 } from './sample-tables.js';

const dictionary = parseDictionary(
  `dictionary: mine
label: Mine
description: A row is a subject.
key: []
variables:
  - { name: ARM, label: Arm, type: text, codelist: [{ code: a, label: A }, { code: b, label: B }] }
  - { name: ID, label: Identifier, type: text }
  - { name: N, label: Number, type: integer }
  - { name: D, label: Day, type: date }
  - { name: F, label: Flag, type: flag }
`,
  'mine.yaml',
);
const dataset: Dataset = typeDataset(
  readCsv(
    utf8('ARM,ID,N,D,F\na,01,1,2020-01-01,Y\nb,02,2,2020-01-02,N\na,03,,,\n,1,3,2020-01-03,Y\n'),
    source('x.csv'),
  ),
  dictionary,
);
type Comparator = Extract<WhereClause, { variable: string }>['comparator'];
const when = (variable: string, comparator: Comparator, ...value: (string | number)[]): WhereClause => ({
  variable,
  comparator,
  value,
});
const rows = (clause: WhereClause): number[] => {
  const satisfies = compileWhere(clause, dataset);
  return [0, 1, 2, 3].filter((row) => satisfies(row));
};
const problems = (clause: WhereClause) =>
  issuesOf(() => compileWhere(clause, dataset, 'analysis.yaml:12:11')).map(({ code, where, got }) => [
    code,
    where,
    got,
  ]);

describe('compileWhere', () => {
  it('compares text exactly', () => {
    expect(rows(when('ARM', 'EQ', 'a'))).toEqual([0, 2]);
    expect(rows(when('ARM', 'IN', 'a', 'b'))).toEqual([0, 1, 2]);
    expect(rows(when('ID', 'EQ', '1'))).toEqual([3]);
    expect(rows(when('F', 'EQ', 'Y'))).toEqual([0, 3]);
  });

  it('compares numbers and dates in order', () => {
    expect(rows(when('N', 'GT', 1))).toEqual([1, 3]);
    expect(rows(when('N', 'GE', 2))).toEqual([1, 3]);
    expect(rows(when('N', 'LT', 2))).toEqual([0]);
    expect(rows(when('N', 'LE', 2))).toEqual([0, 1]);
    expect(rows(when('N', 'EQ', 2))).toEqual([1]);
    expect(rows(when('D', 'GE', '2020-01-02'))).toEqual([1, 3]);
    expect(rows(when('D', 'IN', '2020-01-01', '2020-01-03'))).toEqual([0, 3]);
  });

  it('lets a missing cell satisfy only NE and NOTIN', () => {
    expect(rows(when('ARM', 'NE', 'a'))).toEqual([1, 3]);
    expect(rows(when('ARM', 'NOTIN', 'a', 'b'))).toEqual([3]);
    expect(rows(when('N', 'NE', 1))).toEqual([1, 2, 3]);
    expect(rows(when('N', 'NOTIN', 1, 2, 3))).toEqual([2]);
    expect(rows(when('N', 'LT', 100))).toEqual([0, 1, 3]);
    expect(rows(when('D', 'LE', '2030-01-01'))).toEqual([0, 1, 3]);
  });

  it('takes empty text as missing', () => {
    expect(rows(when('ARM', 'EQ', ''))).toEqual([3]);
    expect(rows(when('ARM', 'NE', ''))).toEqual([0, 1, 2]);
    expect(rows(when('F', 'IN', '', 'N'))).toEqual([1, 2]);
  });

  it('joins clauses', () => {
    const [a, positive] = [when('ARM', 'EQ', 'a'), when('N', 'GT', 0)];
    expect(rows({ logicalOperator: 'AND', whereClauses: [a, positive] })).toEqual([0]);
    expect(rows({ logicalOperator: 'OR', whereClauses: [a, positive] })).toEqual([0, 1, 2, 3]);
    expect(rows({ logicalOperator: 'NOT', whereClauses: [a] })).toEqual([1, 3]);
  });

  it('reports every mistake of a clause where it was written', () => {
    expect(
      problems({
        logicalOperator: 'AND',
        whereClauses: [
          when('ARN', 'EQ', 'a'),
          when('N', 'EQ', '1'),
          when('ID', 'EQ', 1),
          when('ID', 'GT', '1'),
          when('ARM', 'EQ', 'A'),
          when('F', 'EQ', 'yes'),
          when('D', 'EQ', '2020-01'),
          when('D', 'EQ', 20200101),
          when('N', 'EQ', 1, 2),
          when('N', 'IN'),
          { logicalOperator: 'NOT', whereClauses: [when('N', 'EQ', 1), when('N', 'EQ', 2)] },
          { logicalOperator: 'OR', whereClauses: [] },
        ],
      }),
    ).toEqual([
      ['plan/unknown-column', 'analysis.yaml:12:11', '"ARN"'],
      ['plan/where-type', 'analysis.yaml:12:11', '"1"'],
      ['plan/where-type', 'analysis.yaml:12:11', '1'],
      ['plan/where-type', 'analysis.yaml:12:11', 'GT'],
      ['plan/where-code', 'analysis.yaml:12:11', '"A"'],
      ['plan/where-code', 'analysis.yaml:12:11', '"yes"'],
      ['plan/where-type', 'analysis.yaml:12:11', '"2020-01"'],
      ['plan/where-type', 'analysis.yaml:12:11', '20200101'],
      ['plan/where-value', 'analysis.yaml:12:11', '2'],
      ['plan/where-value', 'analysis.yaml:12:11', '0'],
      ['plan/where-operands', 'analysis.yaml:12:11', '2'],
      ['plan/where-operands', 'analysis.yaml:12:11', '0'],
    ]);
    expect(issuesOf(() => compileWhere(when('ARN', 'EQ', 'a'), dataset))[0]!.fix).toBe('Did you mean "ARM"?');
  });
});
