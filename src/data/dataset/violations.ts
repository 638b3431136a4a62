import type { RawTable } from '../../core/dataset.js';
import type { Issue } from '../../core/errors.js';
import { IssueList } from '../issue-list.js';

/** Everything in which a table breaks its dictionary, counted by column. */
export class Violations {
  readonly list: IssueList;
  readonly #table: RawTable;
  readonly #counts = new Map<string, number>();

  constructor(table: RawTable) {
    this.#table = table;
    this.list = new IssueList(table.source.file);
  }

  /** `file:line (row n, column X)`, or without the line where the format has none. `row` counts from 0. */
  where(row: number, column: string): string {
    const { source, lines } = this.#table;
    const line = lines?.[row];
    return line === undefined
      ? `${source.file}, row ${row + 1}, column ${column}`
      : `${source.file}:${line} (row ${row + 1}, column ${column})`;
  }

  /** Row number as the user finds it in the file. */
  rowName(row: number): string {
    const line = this.#table.lines?.[row];
    return line === undefined ? `row ${row + 1}` : `row ${row + 1} (line ${line})`;
  }

  cell(row: number, column: string, issue: Omit<Issue, 'where'>): void {
    this.#add(column, { ...issue, where: this.where(row, column) });
  }

  column(column: string, issue: Omit<Issue, 'where'>): void {
    this.#add(column, { ...issue, where: this.#table.source.file });
  }

  countOf(column: string): number {
    return this.#counts.get(column) ?? 0;
  }

  #add(column: string, issue: Issue): void {
    this.#counts.set(column, this.countOf(column) + 1);
    this.list.add(issue, `${issue.code} ${column}`);
  }
}
