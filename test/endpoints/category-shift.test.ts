import { describe, expect, it } from 'vitest';
import { categoryShift } from '../../src/endpoints/category-shift/category-shift.js';
import { allRows, datasetOf } from './dataset-of.js';

const columns = {
  USUBJID: ['01', '01', '01', '01', '02', '02', '03', '04', '04'],
  TRTA: ['drug', 'drug', 'drug', 'drug', 'placebo', 'placebo', 'drug', null, null],
  PARAM: ['ALT', 'ALT', 'ALT', 'AST', 'ALT', 'ALT', 'ALT', 'ALT', 'ALT'],
  BNRIND: ['NORMAL', 'NORMAL', 'NORMAL', 'LOW', 'HIGH', 'HIGH', null, 'LOW', 'LOW'],
  ANRIND: ['NORMAL', 'HIGH', 'LOW', 'NORMAL', 'HIGH', null, 'NORMAL', 'LOW', 'LOW'],
  ABLFL: ['Y', null, null, null, 'Y', null, null, 'Y', null],
  AVISITN: [0, 4, 12, 4, 0, 4, 4, 0, 4],
  BTOXGR: ['0', '0', '0', '1', '2', '2', null, '0', '0'],
  ATOXGR: ['0', '2', '10', '1', '2', null, '1', '0', '0'],
};
const dataset = datasetOf(columns);
const compare = { of: 'drug', versus: 'placebo' };
const categories = ['LOW', 'NORMAL', 'HIGH'];
const derive = (options: object = {}, data = dataset) =>
  categoryShift.derive(
    { dataset: data, rows: allRows(data), compare },
    categoryShift.options.parse({ categories, ...options }),
  );

describe('category-shift', () => {
  it('pairs baseline with the highest category after it, for each subject and parameter', () => {
    const { data, population } = derive();
    expect(data).toEqual({
      kind: 'shift',
      categories,
      before: Int32Array.of(1, 0, 2, -1),
      after: Int32Array.of(2, 1, -1, 1),
      parameter: { levels: ['ALT', 'AST'], codes: Int32Array.of(0, 1, 0, 0) },
      group: { levels: ['drug', 'placebo'], codes: Int32Array.of(0, 0, 1, 0) },
      reference: 'placebo',
    });
    expect(population).toEqual({
      label: 'test',
      groups: [
        { name: 'drug', n: 2, events: null },
        { name: 'placebo', n: 1, events: null },
      ],
      exclusions: [{ reason: 'rows: TRTA missing', n: 2 }],
    });
  });

  it('takes the lowest or the last category where asked', () => {
    expect(derive({ choose: 'lowest' }).data.after).toEqual(Int32Array.of(0, 1, -1, 1));
    expect(derive({ choose: 'last' }).data.after).toEqual(Int32Array.of(0, 1, -1, 1));
    const turned = datasetOf({ ...columns, AVISITN: [0, 12, 4, 4, 0, 4, 4, 0, 4] });
    expect(derive({ choose: 'last' }, turned).data.after[0]).toBe(2);
  });

  it('orders grades by number and counts rows of baseline where there is no flag', () => {
    const grades = derive({ before: 'BTOXGR', after: 'ATOXGR', categories: undefined });
    expect(grades.data.categories).toEqual(['0', '1', '2', '10']);
    expect(grades.data.after).toEqual(Int32Array.of(3, 1, -1, 1));
    expect(derive({ baselineFlag: 'ABSENT' }).data.after).toEqual(Int32Array.of(2, 1, 2, 1));
  });

  it('refuses two rows of one time that disagree, where the last one counts', () => {
    const tied = (after: string) =>
      datasetOf({
        ...columns,
        AVISITN: [0, 12, 12, 4, 0, 4, 4, 0, 4],
        ANRIND: ['NORMAL', 'HIGH', after, ...columns.ANRIND.slice(3)],
      });
    expect(() => derive({ choose: 'last' }, tied('LOW'))).toThrow(
      /test.csv:4 data\/two-last-categories.*test.csv:3/,
    );
    expect(derive({ choose: 'last' }, tied('HIGH')).data.after[0]).toBe(2);
    expect(derive({ choose: 'highest' }, tied('LOW')).data.after[0]).toBe(2);
  });

  it('says what it cannot read', () => {
    expect(() => derive({ categories: undefined })).toThrow(/data\/category-order.*lowest first/);
    expect(() => derive({ categories: ['LOW', 'NORMAL'] })).toThrow(/test.csv:3 data\/unlisted-category/);
    const changed = datasetOf({ ...columns, BNRIND: ['LOW', ...columns.BNRIND.slice(1)] });
    expect(() => derive({}, changed)).toThrow(/test.csv:3 data\/baseline-changes/);
    const moved = datasetOf({ ...columns, TRTA: ['placebo', ...columns.TRTA.slice(1)] });
    expect(() => derive({}, moved)).toThrow(/test.csv:3 data\/arm-changes/);
  });
});
