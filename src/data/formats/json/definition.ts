import { defineFormat } from '../format-definition.js';
import { jsonOptions, readJson } from './read-json.js';

export const jsonFormat = defineFormat({
  id: 'json',
  label: 'JSON records',
  extensions: ['.json'],
  mediaType: 'application/json',
  summary: 'An array of flat records, one object a row; numbers stay numbers and text stays text.',
  options: jsonOptions,
  read: readJson,
});
