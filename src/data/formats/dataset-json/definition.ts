import { defineFormat } from '../format-definition.js';
import { datasetJsonOptions, readDatasetJson } from './read-dataset-json.js';

/** Attributes stand in any order; those that only Dataset-JSON has come before the rows or soon after the columns. */
const searchedBytes = 262_144;

export const datasetJsonFormat = defineFormat({
  id: 'dataset-json',
  label: 'CDISC Dataset-JSON v1.1',
  extensions: ['.json', '.ndjson', '.dsjc'],
  mediaType: 'application/json',
  summary:
    'The JSON form of submission datasets, with labels, types and formats; one object, or one row a line.',
  options: datasetJsonOptions,
  recognises: (bytes) =>
    /"(datasetJSONVersion|datasetJSONCreationDateTime|itemGroupOID|itemGroupData)"/.test(
      new TextDecoder().decode(bytes.subarray(0, searchedBytes)),
    ),
  read: readDatasetJson,
});
