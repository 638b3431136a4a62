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
  const published = reports.filter((report) => !report.invented);
  const invented = reports.filter((report) => report.invented);
  if (published.length > 0) out.write(`${countLine(published, 'published claims', 'study', 'studies')}\n`);
  if (invented.length > 0) {
    out.write(`${countLine(invented, 'claims on invented data', 'demonstration', 'demonstrations')}\n`);
  }
}

function countLine(reports: readonly StudyReport[], noun: string, one: string, many: string): string {
  const verdicts = reports.flatMap((report) => report.verdicts);
  const counts = countVerdicts(verdicts).map(
    ([name, count]) => `${count} ${paint(colours[name], name, process.stdout)}`,
  );
  return `${verdicts.length} ${noun} in ${reports.length} ${reports.length === 1 ? one : many}: ${counts.join(', ') || 'none'}`;
}

function statisticText(verdict: Verdict): string {
  const label = statisticLabel(verdict.statistic).label;
  return verdict.term === null ? label : `${label}, ${verdict.term}`;
}

export function countVerdicts(verdicts: readonly Verdict[]): readonly (readonly [VerdictName, number])[] {
  return verdictNames
    .map((name) => [name, verdicts.filter((verdict) => verdict.verdict === name).length] as const)
    .filter(([, count]) => count > 0);
}
