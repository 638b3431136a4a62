import { z } from 'zod';
import { DataError, type Issue } from '../../../core/errors.js';

const dateTime = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/,
    'a time as YYYY-MM-DDThh:mm:ss',
  );

const columnSchema = z.looseObject({
  itemOID: z.string(),
  name: z.string().min(1),
  label: z.string(),
  dataType: z.enum([
    'string',
    'integer',
    'decimal',
    'float',
    'double',
    'boolean',
    'datetime',
    'date',
    'time',
    'URI',
  ]),
  targetDataType: z.enum(['integer', 'decimal']).optional(),
  length: z.number().int().min(1).optional(),
  displayFormat: z.string().optional(),
  keySequence: z.number().int().min(1).optional(),
});

const metadataSchema = z.looseObject({
  datasetJSONCreationDateTime: dateTime,
  datasetJSONVersion: z.string(),
  itemGroupOID: z.string(),
  records: z.number().int().min(0),
  name: z.string().min(1),
  label: z.string(),
  columns: z.array(columnSchema).min(1),
});

export type DatasetJsonColumn = z.output<typeof columnSchema>;
export type DatasetJsonMetadata = z.output<typeof metadataSchema>;

/**
 * Checks the attributes of a Dataset-JSON file against CDISC Dataset-JSON v1.1; further attributes are allowed.
 * @throws DataError with every attribute that is absent or not what the standard says, or for another version.
 */
export function checkMetadata(value: unknown, file: string): DatasetJsonMetadata {
  refuseOtherVersion(value, file);
  const outcome = metadataSchema.safeParse(value);
  const issues: Issue[] = outcome.success
    ? []
    : outcome.error.issues.map((issue) => ({
        code: 'dataset-json/bad-attribute',
        where: `${file}, ${describePath(issue.path)}`,
        what: 'An attribute that Dataset-JSON v1.1 requires is absent or not what it should be',
        expected: issue.message.replace(/^Invalid input: expected /, ''),
        fix: 'Correct the attribute, or write the file again by version 1.1 of the standard',
      }));
  const names = new Set<string>();
  for (const [index, column] of (outcome.data?.columns ?? []).entries()) {
    if (names.has(column.name)) {
      issues.push({
        code: 'dataset-json/duplicate-column',
        where: `${file}, columns[${index}].name`,
        what: `The column name "${column.name}" stands twice`,
        expected: 'each name once',
        fix: 'Rename or remove one of the two columns',
      });
    }
    names.add(column.name);
  }
  if (issues.length > 0 || outcome.data === undefined) throw new DataError(issues);
  return outcome.data;
}

function refuseOtherVersion(value: unknown, file: string): void {
  const has = (key: string): boolean =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  const version = has('datasetJSONVersion')
    ? (value as Record<string, unknown>)['datasetJSONVersion']
    : undefined;
  const isOld = has('clinicalData') || has('referenceData');
  if (!isOld && (version === undefined || (typeof version === 'string' && /^1\.1(\.\d+)?$/.test(version))))
    return;
  throw new DataError({
    code: 'dataset-json/other-version',
    where: `${file}, datasetJSONVersion`,
    what: 'The file was written by another version of Dataset-JSON',
    got: isOld ? 'the structure of version 1.0' : JSON.stringify(version),
    expected: '1.1 or 1.1.x',
    fix: 'Write the file again by version 1.1',
  });
}

function describePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text && '.'}${String(step)}`),
    '',
  );
}
