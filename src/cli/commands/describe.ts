import { formatIssue, UsageError } from '../../core/errors.js';
import { didYouMean } from '../../core/suggest.js';
import {
  type DatasetDescription,
  type DescriptionRecord,
  describeTable,
  toDescriptionRecords,
} from '../../data/dataset/describe-dataset.js';
import { parseDictionary } from '../../data/dictionary/parse-dictionary.js';
import { readFormat } from '../../data/formats/registry.js';
import { loadDictionaries } from '../load-dictionaries.js';
import { readFileBytes, readFileText } from '../read-file.js';
import { exitCodeOfIssue } from '../report-failure.js';
import { paint, textTable } from '../terminal.js';

export interface DescribeOptions {
  readonly dictionary?: string;
  readonly member?: string;
  readonly json?: boolean;
}

const mostPrintedIssues = 20;

/** Shows what is in a data file, and, with a dictionary, what breaks it. */
export async function describeFile(path: string, options: DescribeOptions): Promise<number> {
  const { bytes, source } = readFileBytes(path, path);
  const raw = readFormat(bytes, source, options.member === undefined ? {} : { member: options.member });
  const dictionary = options.dictionary === undefined ? undefined : findDictionary(options.dictionary);
  const description = describeTable(raw, dictionary);
  const records = toDescriptionRecords(description);
  const { name, label, rowCount, ledger, issues } = description;
  if (options.json) {
    const content = {
      name,
      label,
      source,
      dictionary: description.dictionary,
      rowCount,
      variables: records,
      ledger,
      issues,
    };
    process.stdout.write(`${JSON.stringify(content, null, 2)}\n`);
  } else {
    print(description, records);
  }
  return issues[0] === undefined ? 0 : exitCodeOfIssue(issues[0]);
}

function findDictionary(name: string) {
  if (/\.ya?ml$/i.test(name)) return parseDictionary(readFileText(name, name), name);
  const known = loadDictionaries();
  const dictionary = known.get(name);
  if (dictionary) return dictionary;
  const fix = didYouMean(name, [...known.keys()]);
  throw new UsageError({
    code: 'cli/unknown-dictionary',
    where: '--dictionary',
    what: 'There is no such dictionary',
    got: `"${name}"`,
    expected: `one of ${[...known.keys()].join(', ')}, or a .yaml file`,
    ...(fix === undefined ? {} : { fix }),
  });
}

function print(description: DatasetDescription, records: readonly DescriptionRecord[]): void {
  const { name, label, rowCount, source, dictionary, ledger, issues } = description;
  const out = process.stdout;
  out.write(`${paint('bold', name, out)}${label ? `: ${label}` : ''}\n`);
  out.write(`${rowCount} rows, ${records.length} variables, sha256 ${source.sha256}\n\n`);
  const columns = [
    { label: 'Variable' },
    { label: 'Type' },
    { label: 'n', align: 'right' as const },
    { label: 'Missing', align: 'right' as const },
    { label: 'Distinct', align: 'right' as const },
    { label: 'Range or most frequent values' },
    { label: 'Label' },
    ...(dictionary === null ? [] : [{ label: 'Violations', align: 'right' as const }]),
  ];
  const rows = records.map((record) => [
    record.variable,
    record.unit === null ? record.type : `${record.type}, ${record.unit}`,
    String(record.n),
    String(record.missing),
    String(record.distinct),
    contentText(record),
    record.label,
    ...(dictionary === null ? [] : [String(record.violations)]),
  ]);
  out.write(`${textTable(columns, rows)}\n`);
  if (ledger.length > 0) {
    out.write('\nConversions and declarations that do not hold:\n');
    for (const { column, count, message } of ledger) out.write(`  ${column} (${count}): ${message}\n`);
  }
  if (dictionary === null) return;
  out.write(
    `\n${issues.length === 0 ? `Keeps dictionary ${dictionary}.` : `${issues.length} violations of dictionary ${dictionary}:`}\n`,
  );
  for (const issue of issues.slice(0, mostPrintedIssues)) out.write(`  ${formatIssue(issue)}\n`);
  if (issues.length > mostPrintedIssues) out.write(`  and ${issues.length - mostPrintedIssues} more\n`);
}

function contentText({ minimum, median, maximum, mostFrequent, distinct }: DescriptionRecord): string {
  if (minimum !== null) return `${minimum} .. ${median} .. ${maximum} (minimum, median, maximum)`;
  if (mostFrequent === null) return 'not listed';
  const listed = mostFrequent.map(({ value, count }) => `${shorten(value)} (${count})`).join(', ');
  return distinct > mostFrequent.length ? `${listed}, ...` : listed;
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
