import { statisticLabel } from '../core/statistic-names.js';
import type { StudyReport } from '../core/study-report.js';
import { type Verdict, type VerdictName, verdictNames } from '../core/verdict.js';
import { paint, textTable } from './terminal.js';

const colours: Record<VerdictName, 'green' | 'blue' | 'yellow' | 'red' | 'magenta' | 'dim'> = {
  reproduced: 'green',
  'within rounding': 'blue',
  'depends on method': 'yellow',
  differs: 'yellow',
  inconsistent: 'magenta',
  'not computable': 'dim',
};

/** The verdict table of all studies, then the counts by verdict. */
export function printVerdicts(reports: readonly StudyReport[]): void {
  const out = process.stdout;
  const rows = reports.flatMap((report) => report.verdicts.map((verdict) => ({ report, verdict })));
  if (rows.length > 0) {
    const table = textTable(
      [
        { label: 'Study' },
        { label: 'Analysis' },
        { label: 'Statistic' },
        { label: 'Published' },
        { label: 'Recomputed' },
        { label: 'Verdict', paint: (text, row) => paint(colours[rows[row]!.verdict.verdict], text, out) },
      ],
      rows.map(({ report, verdict }) => [
        report.study,
        verdict.analysis,
        statisticText(verdict),
        verdict.published,
        verdict.recomputed ?? (verdict.beside === null ? '' : `beside: ${verdict.beside}`),
        verdict.verdict === 'differs' && !verdict.explained ? 'differs (unexplained)' : verdict.verdict,
      ]),
    );
    out.write(`${table}\n\n`);
  }
  const counts = countVerdicts(rows.map(({ verdict }) => verdict));
  out.write(
    `${rows.length} published claims in ${reports.length} ${reports.length === 1 ? 'study' : 'studies'}:`,
  );
  out.write(
    ` ${counts.map(([name, count]) => `${count} ${paint(colours[name], name, out)}`).join(', ') || 'none'}\n`,
  );
}

function statisticText(verdict: Verdict): string {
  const label = statisticLabel(verdict.statistic).label.toLowerCase();
  return verdict.term === null ? label : `${label}, ${verdict.term}`;
}

export function countVerdicts(verdicts: readonly Verdict[]): readonly (readonly [VerdictName, number])[] {
  return verdictNames
    .map((name) => [name, verdicts.filter((verdict) => verdict.verdict === name).length] as const)
    .filter(([, count]) => count > 0);
}
