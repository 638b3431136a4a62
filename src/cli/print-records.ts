import { describeNotEstimable, type Estimable, isEstimable } from '../core/estimable.js';
import type { Result } from '../core/result.js';
import { naturalFigures } from '../core/result-figures.js';
import { statisticLabel } from '../core/statistic-names.js';
import { paint, printable, textTable } from './terminal.js';

/** The numbers of each analysis as a text table, with enough digits to compare with another program. */
export function printRecords(results: readonly Result[]): void {
  for (const result of results) {
    process.stdout.write(
      `${paint('bold', printable(`${result.analysis}: ${result.context.title}`), process.stdout)}\n`,
    );
    process.stdout.write(`${result.method}, ${JSON.stringify(result.options)}\n`);
    const rows = naturalFigures(result.parts).map((row) => [
      statisticLabel(row.statistic).label,
      row.group ?? '',
      row.term ?? '',
      printNumber(row.value),
      printNumber(row.lower),
      printNumber(row.upper),
      printNumber(row.p),
    ]);
    process.stdout.write(
      `${textTable(
        [
          { label: 'Statistic' },
          { label: 'Group' },
          { label: 'Term' },
          { label: 'Value', align: 'right' },
          { label: 'Lower', align: 'right' },
          { label: 'Upper', align: 'right' },
          { label: 'p', align: 'right' },
        ],
        rows,
      )}\n`,
    );
    for (const notice of result.notices) process.stdout.write(`${notice.severity}: ${notice.message}\n`);
    process.stdout.write('\n');
  }
}

function printNumber(value: Estimable | null): string {
  if (value === null) return '';
  if (!isEstimable(value)) return describeNotEstimable(value.notEstimable);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(8)));
}
