import { defineFormat } from '../format-definition.js';
import { readXpt, xptOptions } from './read-xpt.js';

export const xptFormat = defineFormat({
  id: 'xpt',
  label: 'SAS transport (XPORT) version 5',
  extensions: ['.xpt', '.xport'],
  mediaType: 'application/x-sas-xport',
  summary:
    'The file that regulators receive: SAS numbers to the last bit, with labels, formats and missing codes.',
  options: xptOptions,
  read: readXpt,
});
