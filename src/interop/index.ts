export { type ArqueroTable, fromArquero } from './arquero-table.js';
export { type DanfoFrame, fromDanfo } from './danfo-frame.js';
export { type PlainCell, toPlainColumns } from './dataset-columns.js';
export { rawTableFromColumns } from './raw-table-from-columns.js';
