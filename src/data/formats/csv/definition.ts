import { defineFormat } from '../format-definition.js';
import { csvOptions, readCsv } from './read-csv.js';

export const csvFormat = defineFormat({
  id: 'csv',
  label: 'CSV',
  extensions: ['.csv'],
  mediaType: 'text/csv',
  summary: 'Text with one row a line and a first line of column names; every cell is read as text.',
  options: csvOptions,
  read: readCsv,
});
