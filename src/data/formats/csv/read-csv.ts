import { z } from 'zod';
import type { DataSource } from '../../../core/dataset.js';
import { DataError, type Issue } from '../../../core/errors.js';
import { IssueList } from '../../issue-list.js';
import { decodeText } from '../decode-text.js';
import type { TableAsRead } from '../format-definition.js';
import { tableName } from '../table-name.js';
import { textEncodings } from '../text-decoder.js';
import { type CsvProblem, scanCsv } from './scan-csv.js';

export const csvOptions = z.strictObject({
  delimiter: z.enum([',', ';', '\t']).default(',').describe('The character between cells'),
  encoding: z.enum(textEncodings).default('utf-8').describe('How the file writes its characters'),
});

/**
 * Reads a CSV file: the first line names the columns, every further line is a row, every cell stays the text it is.
 *
 * Grammar: RFC 4180 with LF or CRLF; a byte order mark is dropped; quoted cells may hold delimiters and line breaks. An
 * empty cell is the empty text. Blank lines at the end are ignored; a blank line between rows is a row of one empty
 * cell, and so an error unless the file has one column. `lines` holds the line on which each row starts.
 *
 * Cost: O(bytes), one pass over the text.
 * @throws DataError with every problem found (ragged rows, stray quotes, duplicate names), each with its line.
 */
export function readCsv(
  bytes: Uint8Array,
  source: DataSource,
  options: z.input<typeof csvOptions> = {},
): TableAsRead {
  const { delimiter, encoding } = csvOptions.parse(options);
  const { file } = source;
  const text = decodeText(bytes, source, encoding);
  const issues = new IssueList(file);
  let names: readonly string[] | null = null;
  let columns: string[][] = [];
  let lines = new Int32Array(1024);
  let rowCount = 0;
  let blankLines: number[] = [];

  const addRow = (cells: readonly string[], count: number, line: number): void => {
    if (count !== columns.length) {
      issues.add(raggedRow(file, line, count, columns.length, cells[0] === '' && count === 1));
      return;
    }
    for (let index = 0; index < count; index += 1) columns[index]!.push(cells[index]!);
    if (rowCount === lines.length) lines = grow(lines);
    lines[rowCount] = line;
    rowCount += 1;
  };

  scanCsv(text, delimiter, {
    record(cells, count, line, isBlank) {
      if (isBlank && !(names === null && line === 1)) {
        blankLines.push(line);
        return;
      }
      if (names === null) {
        names = readHeader(cells.slice(0, count), line, file, delimiter, issues);
        columns = names.map(() => []);
        blankLines = [];
        return;
      }
      for (const blank of blankLines) addRow([''], 1, blank);
      blankLines = [];
      addRow(cells, count, line);
    },
    problem(problem) {
      issues.add(grammarIssue(file, problem));
    },
  });
  issues.throwDataErrorIfAny();
  if (names === null || (names as readonly string[]).every((name) => name === '')) {
    throw new DataError({
      code: 'csv/empty-file',
      where: `${file}:1:1`,
      what: 'The file is empty',
      expected: 'a first line with the column names',
      fix: 'Check that the file was written completely',
    });
  }
  return {
    name: tableName(file),
    label: null,
    source,
    rowCount,
    columns: (names as readonly string[]).map((name, index) => ({
      name,
      label: null,
      format: null,
      type: 'text',
      values: columns[index]!,
    })),
    lines: lines.slice(0, rowCount),
  };
}

function readHeader(
  cells: readonly string[],
  line: number,
  file: string,
  delimiter: string,
  issues: IssueList,
): readonly string[] {
  const only = cells.length === 1 ? cells[0]! : '';
  const other = [',', ';', '\t'].find((candidate) => candidate !== delimiter && only.includes(candidate));
  if (other !== undefined) {
    issues.add({
      code: 'csv/other-delimiter',
      where: `${file}:${line}:1`,
      what: 'The first line is a single cell that holds another delimiter',
      got: nameDelimiter(other),
      expected: `${nameDelimiter(delimiter)} between cells`,
      fix: `Set the option delimiter: ${JSON.stringify(other)}`,
    });
    return cells;
  }
  if (cells.length === 1 && only === '') return cells;
  const seen = new Map<string, number>();
  cells.forEach((name, index) => {
    const where = `${file}:${line}, cell ${index + 1}`;
    if (name.trim() === '') {
      issues.add({
        code: 'csv/unnamed-column',
        where,
        what: 'A column has no name',
        expected: 'a name in every cell of the first line',
        fix: 'Name the column, or remove it (a delimiter at the end of each line makes an empty column)',
      });
    } else if (name !== name.trim()) {
      issues.add({
        code: 'csv/padded-name',
        where,
        what: 'A column name has blanks around it',
        got: JSON.stringify(name),
        expected: JSON.stringify(name.trim()),
        fix: 'Remove the blanks around the delimiters of the first line',
      });
    } else if (seen.has(name)) {
      issues.add({
        code: 'csv/duplicate-column',
        where,
        what: `The column name "${name}" is already taken by cell ${seen.get(name)}`,
        expected: 'each name once',
        fix: 'Rename or remove one of the two columns',
      });
    } else seen.set(name, index + 1);
  });
  return cells;
}

function raggedRow(file: string, line: number, got: number, expected: number, isBlank: boolean): Issue {
  return {
    code: 'csv/ragged-row',
    where: `${file}:${line}:1`,
    what:
      isBlank && got === 1
        ? 'A blank line stands between rows'
        : 'A row has another number of cells than the first line',
    got: `${got} ${got === 1 ? 'cell' : 'cells'}`,
    expected: String(expected),
    fix: isBlank
      ? 'Remove the line'
      : got > expected
        ? 'Enclose a cell that holds the delimiter in double quotes'
        : 'Add the missing cells, or close the quotes of an earlier cell',
  };
}

function grammarIssue(file: string, problem: CsvProblem): Issue {
  const where = `${file}:${problem.line}:${problem.column}`;
  switch (problem.kind) {
    case 'unterminated-quote':
      return {
        code: 'csv/unterminated-quote',
        where,
        what: 'A quoted cell starts here and never ends',
        got: 'the end of the file',
        expected: 'a closing double quote',
        fix: 'Close the quote; write a quote inside a quoted cell twice',
      };
    case 'quote-in-cell':
      return {
        code: 'csv/quote-in-cell',
        where,
        what: 'A double quote stands inside a cell that is not quoted',
        expected: 'quotes around the whole cell, and each quote inside it twice',
        fix: 'Enclose the cell in double quotes and double the quote',
      };
    case 'text-after-quote':
      return {
        code: 'csv/text-after-quote',
        where,
        what: 'Text follows the closing quote of a cell',
        expected: 'a delimiter or the end of the line',
        fix: 'Write a quote inside a quoted cell twice, and no blank after the closing one',
      };
    case 'lone-carriage-return':
      return {
        code: 'csv/lone-carriage-return',
        where,
        what: 'A line ends with a carriage return alone',
        expected: 'LF or CRLF',
        fix: 'Save the file with Unix or Windows line ends',
      };
  }
}

function nameDelimiter(delimiter: string): string {
  return { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab' }[delimiter] ?? JSON.stringify(delimiter);
}

function grow(lines: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(lines.length * 2);
  larger.set(lines);
  return larger;
}
