// Readers of data formats beside R.

import { writeXpt } from '../../dist/data/formats/xpt/write-xpt.js';
import { readFormat } from '../../dist/index.js';
import { Xoshiro256 } from '../../dist/math/random/xoshiro256.js';

/** A 4 MB transport file: 9,954 rows, 43 variables, as one ADaM dataset has. */
function transportFile() {
  const random = new Xoshiro256(43);
  const rowCount = 9954;
  const columns = Array.from({ length: 43 }, (_, index) => {
    const base = { name: `V${index + 1}`, label: null, format: null };
    if (index % 3 === 0) {
      return {
        ...base,
        type: 'text',
        values: Array.from({ length: rowCount }, (_, row) => `subject ${row % 250}`),
      };
    }
    const values = Float64Array.from({ length: rowCount }, () => random.normal() * 100);
    return { ...base, type: 'number', values, missing: new Uint8Array(rowCount) };
  });
  const table = { name: 'ADAM', label: null, source: { file: 'adam.xpt', sha256: '' }, rowCount, columns };
  return { bytes: writeXpt([table]) };
}

export const cases = [
  {
    name: 'SAS transport file, 4 MB, 9,954 x 43 (R: foreign)',
    data: () => {
      const { bytes } = transportFile();
      return { bytes, file: Float64Array.from(bytes) };
    },
    ours: ({ bytes }) => readFormat(bytes, { file: 'adam.xpt', sha256: '' }),
    r: {
      setup: 'path <- tempfile(fileext = ".xpt"); writeBin(as.raw(file), path); library(foreign)',
      work: 'read.xport(path)',
    },
  },
];
