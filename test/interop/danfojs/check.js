// The danfojs bridge against the real package. In this folder: npm install --ignore-scripts && npm test
// (338 MB; the overrides replace a native build and a tarball outside the npm registry).
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fromDanfo, toPlainColumns } from '../../../dist/interop/index.js';

const { DataFrame } = createRequire(import.meta.url)('danfojs-node');
const dataset = {
  rowCount: 2,
  columns: new Map([
    ['USUBJID', { name: 'USUBJID', type: 'text', values: ['001', '002'] }],
    ['AVAL', { name: 'AVAL', type: 'decimal', values: Float64Array.of(1.5, 0), missing: Uint8Array.of(0, 1) }],
  ]),
};
const frame = new DataFrame(toPlainColumns(dataset));
assert.deepEqual(frame.values, [
  ['001', 1.5],
  ['002', null],
]);
const [id, value] = fromDanfo(frame, { file: 'frame', sha256: '' }).columns;
assert.deepEqual(id.values, ['001', '002']);
assert.deepEqual([...value.values], [1.5, 0]);
assert.deepEqual([...value.missing], [0, 46]);
console.log('danfojs bridge: 4 passed, 0 failed');
