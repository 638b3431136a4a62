import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RawTable } from '../../src/core/dataset.js';
import { typeDataset } from '../../src/data/dataset/type-dataset.js';
import { parseDictionary } from '../../src/data/dictionary/parse-dictionary.js';
import { readDatasetJson } from '../../src/data/formats/dataset-json/read-dataset-json.js';
import { writeDatasetJson } from '../../src/data/formats/dataset-json/write-dataset-json.js';
import { readXpt } from '../../src/data/formats/xpt/read-xpt.js';
import { writeXpt } from '../../src/data/formats/xpt/write-xpt.js';
import { source } from './sample-tables.js';

// The CDISC pilot data may not travel with the project; put it beside the repository to run these tests.
const folder = new URL('../../../shared/data/cdisc-pilot/', import.meta.url);
const isPresent = existsSync(new URL('adtte.xpt', folder));

const read = (name: string): RawTable =>
  readXpt(readFileSync(new URL(`${name}.xpt`, folder)), source(`${name}.xpt`));
const dictionary = (name: string) => {
  const url = new URL(`../../data-dictionaries/${name}.yaml`, import.meta.url);
  return parseDictionary(readFileSync(url, 'utf8'), `${name}.yaml`);
};
const sum = (table: RawTable, name: string): number => {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column?.type !== 'number') throw new Error(`${name} is not a number column`);
  return column.values.reduce((total, value) => total + value, 0);
};

describe.skipIf(!isPresent)(
  `CDISC pilot data${isPresent ? '' : ' (skipped: ../shared/data/cdisc-pilot is not on this machine)'}`,
  () => {
    // Counts and sums as R foreign::read.xport finds them.
    it.each([
      ['adtte', 254, 26, 'AVAL', 16853],
      ['adsl', 254, 48, 'BMIBL', 6242.1],
      ['adae', 1191, 55, 'AESEQ', 5395],
    ] as const)('reads %s', (name, rows, columns, variable, total) => {
      const table = read(name);
      expect([table.name, table.rowCount, table.columns.length]).toEqual([name.toUpperCase(), rows, columns]);
      expect(sum(table, variable)).toBeCloseTo(total, 8);
    });

    it.each(['adtte', 'adsl', 'adae'])('types %s by its dictionary without a violation', (name) => {
      const dataset = typeDataset(read(name), dictionary(name));
      expect(dataset.ledger.map((entry) => entry.kind)).toEqual(['undeclared-column']);
    });

    it('writes what it reads, as SAS transport and as Dataset-JSON', () => {
      for (const name of ['adtte', 'adsl', 'adae']) {
        const table = read(name);
        expect(readXpt(writeXpt(table), source(`${name}.xpt`))).toEqual(table);
        expect(readDatasetJson(writeDatasetJson(table), source(`${name}.xpt`))).toEqual(table);
      }
    });
  },
);
