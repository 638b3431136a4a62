import * as aq from 'arquero';
import { describe, expect, it } from 'vitest';
import { fromArquero, fromDanfo, rawTableFromColumns, toPlainColumns } from '../../src/interop/index.js';
import { datasetOf } from '../endpoints/dataset-of.js';

const source = { file: 'subjects', sha256: '' };
const dataset = datasetOf({ USUBJID: ['001', '002', '003'], AVAL: [1.5, null, 3], ARM: ['a', null, 'b'] });

describe('bridges', () => {
  it('carry a dataset to arquero and back, identifiers and missing cells unchanged', () => {
    const table = aq.table(toPlainColumns(dataset));
    expect(table.object(0)).toEqual({ USUBJID: '001', AVAL: 1.5, ARM: 'a' });
    const raw = fromArquero(
      table.filter((row: { AVAL: number | null }) => row.AVAL !== null) as never,
      source,
    );
    expect(raw.rowCount).toBe(2);
    expect(raw.columns.map(({ name, type }) => [name, type])).toEqual([
      ['USUBJID', 'text'],
      ['AVAL', 'number'],
      ['ARM', 'text'],
    ]);
    expect(Array.from(raw.columns[1]!.values as Float64Array)).toEqual([1.5, 3]);
    expect(raw.columns[0]!.values).toEqual(['001', '003']);
  });

  it('read the shape of a danfojs data frame', () => {
    const raw = fromDanfo(
      {
        columns: ['USUBJID', 'AVAL'],
        values: [
          ['001', 1],
          ['002', Number.NaN],
        ],
      },
      source,
    );
    expect(raw.columns[0]).toMatchObject({ type: 'text', values: ['001', '002'] });
    expect(raw.columns[1]).toMatchObject({ type: 'number', missing: Uint8Array.from([0, 46]) });
  });

  it('refuse a column that mixes kinds', () => {
    expect(() => rawTableFromColumns('x', [['A', ['1', 2]]], source)).toThrow(
      /row 2, column "A" data\/mixed-column/,
    );
  });
});
