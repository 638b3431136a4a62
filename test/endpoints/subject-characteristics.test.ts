import { describe, expect, it } from 'vitest';
import type { Dataset, TextColumn } from '../../src/core/dataset.js';
import { DataError, PlanError } from '../../src/core/errors.js';
import { subjectCharacteristics } from '../../src/endpoints/subject-characteristics/subject-characteristics.js';
import { allRows, datasetOf } from './dataset-of.js';

const dataset = datasetOf({
  USUBJID: ['01', '02', '03', '04', '05'],
  TRT01P: ['drug', 'placebo', 'drug', null, 'placebo'],
  AGE: [50, 61.5, null, 40, 33],
  SEX: ['F', 'M', '', 'F', 'F'],
  RACE: ['WHITE', 'ASIAN', 'BLACK', 'WHITE', 'ASIAN'],
  RACEN: [1, 3, 2, 1, 3],
  AGEGR1: ['<65', '>80', '65-80', '<65', '65-80'],
  REGION: [2, 10, 2, 1, 10],
});
const compare = { of: 'drug', versus: 'placebo' };
const derive = (variables: unknown[], more: object = {}, data: Dataset = dataset) =>
  subjectCharacteristics.derive(
    { dataset: data, rows: allRows(data), compare },
    subjectCharacteristics.options.parse({ variables, ...more }),
  );
const withColumn = (name: string, change: Partial<TextColumn>): Dataset => ({
  ...dataset,
  columns: new Map(dataset.columns).set(name, {
    ...(dataset.columns.get(name) as TextColumn),
    ...change,
  }),
});

describe('subject-characteristics', () => {
  it('gives numbers and categories of the subjects with an arm', () => {
    const { data, population } = derive(['AGE', 'SEX']);
    expect(data.group).toEqual({ levels: ['drug', 'placebo'], codes: Int32Array.of(0, 1, 0, 1) });
    expect(data.reference).toBe('placebo');
    expect(data.variables).toEqual([
      {
        type: 'number',
        name: 'AGE',
        label: 'AGE',
        unit: null,
        values: Float64Array.of(50, 61.5, Number.NaN, 33),
      },
      {
        type: 'category',
        name: 'SEX',
        label: 'SEX',
        categories: ['F', 'M'],
        codes: Int32Array.of(0, 1, -1, 0),
      },
    ]);
    expect(population).toEqual({
      label: 'test',
      groups: [
        { name: 'drug', n: 2, events: null },
        { name: 'placebo', n: 2, events: null },
      ],
      exclusions: [{ reason: 'TRT01P missing', n: 1 }],
    });
  });

  it('takes labels, units and joined categories from the specification', () => {
    const { data } = derive([
      { column: 'AGE', label: 'Age', unit: 'years' },
      {
        column: 'AGEGR1',
        label: 'Age group',
        categories: ['<65', { label: '65 or older', values: ['65-80', '>80'] }],
      },
    ]);
    expect(data.variables[0]).toMatchObject({ label: 'Age', unit: 'years' });
    expect(data.variables[1]).toMatchObject({
      categories: ['<65', '65 or older'],
      codes: Int32Array.of(0, 1, 1, 1),
    });
  });

  it('orders categories by the companion column, by number, by flag and by codelist', () => {
    const categories = (name: string, data = dataset) =>
      (
        derive([{ column: name, type: 'category' }], {}, data).data.variables[0] as {
          categories: readonly string[];
        }
      ).categories;
    expect(categories('RACE')).toEqual(['WHITE', 'BLACK', 'ASIAN']);
    expect(categories('REGION')).toEqual(['2', '10']);
    expect(categories('SEX', withColumn('SEX', { type: 'flag', values: ['N', 'Y', 'N', 'Y', 'N'] }))).toEqual(
      ['Y', 'N'],
    );
    const codelist = [
      { code: 'M', label: 'Male' },
      { code: 'F', label: 'Female' },
      { code: 'U', label: 'Unknown' },
    ];
    expect(categories('SEX', withColumn('SEX', { codelist }))).toEqual(['Male', 'Female']);
  });

  it('names the row of a value that no category holds, and of a subject that stands twice', () => {
    expect(() => derive([{ column: 'AGEGR1', categories: ['<65', '65-80'] }])).toThrow(
      /test.csv:3 data\/unlisted-category: .* Got ">80"; expected one of "<65", "65-80"/,
    );
    expect(() => derive(['AGE'], { subject: 'SEX' })).toThrow(DataError);
    expect(() => derive(['AGE'], { subject: 'TRT01P' })).toThrow(/test.csv:4 data\/subject-twice/);
    expect(() => derive(['WEIGHT'])).toThrow(PlanError);
    expect(() => derive([{ column: 'SEX', type: 'number' }])).toThrow(/wrong type/);
  });
});
