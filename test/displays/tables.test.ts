import { describe, expect, it } from 'vitest';
import { notEstimable } from '../../src/core/estimable.js';
import type { SummaryRow } from '../../src/core/result.js';
import { estimateRows, summaryRows, testRows } from '../../src/displays/result-parts.js';
import { sayResult } from '../../src/displays/say-result.js';
import { estimatesTable } from '../../src/displays/tables/estimates-table/estimates-table.js';
import { estimatesTableDisplay } from '../../src/displays/tables/estimates-table/estimates-table-display.js';
import { summaryTable } from '../../src/displays/tables/summary-table/summary-table.js';
import { summaryTableDisplay } from '../../src/displays/tables/summary-table/summary-table-display.js';
import { testTable } from '../../src/displays/tables/test-table/test-table.js';
import { testTableDisplay } from '../../src/displays/tables/test-table/test-table-display.js';
import { verdictTable } from '../../src/displays/tables/verdict-table.js';
import { sampleReport } from '../reports/sample-report.js';
import {
  ratioRow,
  reactPool,
  recoveryRatios,
  recoverySubgroups,
  responderRates,
  survivalCurves,
  threeCurves,
} from './sample-results.js';

describe('estimatesTable', () => {
  it('turns logarithms into ratios once and names the common effect in the header', () => {
    const table = estimatesTable('Effects', estimateRows(recoveryRatios[1]!));
    expect(table.columns.map(({ label }) => label)).toContain('Risk ratio');
    expect(table.rows[0]).toMatchObject({
      estimate: '0.84',
      interval: '0.77–0.92',
      p: '<0.0001',
      of: '619/1754 (35.3%)',
    });
  });

  it('says in words what does not exist, and gives a prediction interval without repeating the pool', () => {
    const table = estimatesTable('Effects', estimateRows(reactPool));
    expect(table.rows.find(({ row }) => row === 'TOCOVID')).toMatchObject({
      estimate: 'zero cells',
      interval: '',
    });
    expect(table.rows.at(-1)).toMatchObject({ row: 'Prediction interval', interval: '0.61–1.13' });
  });

  it('gives each interval its coverage where these differ', () => {
    const row = ratioRow('risk-ratio', { events: 1, n: 4 }, { events: 2, n: 4 });
    const table = estimatesTable('Effects', [row, { ...row, level: 0.9 }]);
    expect(table.columns.map(({ label }) => label)).toContain('Interval');
    expect(table.rows.map(({ interval }) => interval?.slice(-5))).toEqual(['(95%)', '(90%)']);
  });

  it('joins the limits of all intervals of a column alike', () => {
    const row = {
      ...ratioRow('risk-ratio', { events: 1, n: 4 }, { events: 2, n: 4 }),
      scale: 'linear' as const,
    };
    const difference = { ...row, statistic: 'mean-difference' as const };
    const table = estimatesTable('Effects', [
      { ...difference, lower: -1, upper: 2 },
      { ...difference, lower: 1, upper: 2 },
    ]);
    expect(table.rows.map(({ interval }) => interval)).toEqual(['\u22121.00 to 2.00', '1.00 to 2.00']);
  });

  it('keeps a column of effects where they differ, in percentage points where they are differences', () => {
    const ratio = ratioRow('risk-ratio', { events: 1, n: 4 }, { events: 2, n: 4 });
    const table = estimatesTable('Effects', [
      ratio,
      { ...ratio, statistic: 'risk-difference', scale: 'linear', estimate: -0.25, lower: -0.9, upper: 0.4 },
      { ...ratio, statistic: 'probability-index', scale: 'linear', estimate: 0.5, lower: 0.4, upper: 0.6 },
    ]);
    expect(table.rows.map(({ effect }) => effect)).toEqual([
      'Risk ratio',
      'Risk difference, percentage points',
      'Probability index',
    ]);
    expect(table.rows[1]!['estimate']).toBe('\u221225.0');
    expect(table.rows[2]!['estimate']).toBe('0.50');
  });
});

describe('summaryTable', () => {
  it('has a row a statistic and a column a group', () => {
    const table = summaryTable('Groups', summaryRows(responderRates[0]!));
    expect(table.columns.map(({ label }) => label)).toEqual([
      'Statistic',
      'Tocilizumab 8 mg/kg',
      'Tocilizumab 4 mg/kg',
      'Placebo',
    ]);
    expect(table.rows[2]).toMatchObject({ statistic: 'Proportion', group0: '58.5% (51.8–65.3%)' });
    expect(table.footnotes).toEqual(['Intervals: 95%, Wilson score.']);
  });

  it('prints times with their unit and reasons in words', () => {
    const row = (group: string, value: SummaryRow['value']): SummaryRow => ({
      group,
      term: null,
      statistic: 'median-survival',
      value,
      unit: 'weeks',
    });
    const none = notEstimable('not-reached');
    const table = summaryTable('Medians', [row('a', 47.5), row('b', none)]);
    expect(table.rows[0]).toMatchObject({
      statistic: 'Median time to event, weeks',
      group0: '47.5',
      group1: 'not reached',
    });
    const limits = { lower: 12.5, upper: none, level: 0.95, method: 'log' } as const;
    const bounded = summaryTable('Medians', [
      { ...row('a', none), interval: limits },
      { ...row('b', none), interval: { ...limits, lower: none } },
    ]);
    expect(bounded.rows[0]).toMatchObject({
      group0: 'not reached (12.5 to not reached)',
      group1: 'not reached',
    });
  });
});

describe('numbers of a summary table', () => {
  const row = (
    statistic: SummaryRow['statistic'],
    value: number,
    lower: number,
    upper: number,
  ): SummaryRow => ({
    group: 'a',
    term: null,
    statistic,
    value,
    interval: { lower, upper, level: 0.95, method: 'Wald' },
    unit: null,
  });
  const printed = (...rows: readonly SummaryRow[]) =>
    summaryTable('Numbers', rows).rows.map(({ group0 }) => group0);

  it('have the decimals of their row, and ratios two', () => {
    expect(printed(row('restricted-mean-survival-time', 8.635, 7.156, 10.113))).toEqual([
      '8.64 (7.16–10.11)',
    ]);
    expect(printed(row('median-survival', 13, 10, 15))).toEqual(['13 (10–15)']);
    expect(printed(row('median-survival', 13, 10.5, 15))).toEqual(['13.0 (10.5–15.0)']);
    expect(printed(row('brier-score', 0.151, 0.0998, 1.2))).toEqual(['0.1510 (0.0998–1.2000)']);
    expect(printed(row('positive-likelihood-ratio', 0.1396, 0.04808, 181.23))).toEqual([
      '0.14 (0.05–181.23)',
    ]);
    expect(printed(row('mean', 0.0034, 0.0012, 0.0049))).toEqual(['0.00340 (0.00120–0.00490)']);
    expect(printed(row('mean', 0.0869, 0.0012, 0.0051))).toEqual(['0.09 (0.00–0.01)']);
    expect(printed(row('mean', -0.75, -1.5, 0.003))).toEqual(['\u22120.75 (\u22121.50 to 0.00)']);
  });

  it('say which interval belongs to which statistic where the methods differ', () => {
    const mean = row('mean', 1, 0, 2);
    const median = row('median', 1, 0, 2);
    expect(summaryTable('Numbers', [mean, median]).footnotes).toEqual(['Intervals: 95%, Wald.']);
    const exact = { ...median, interval: { ...median.interval!, method: 'order statistics' } };
    expect(summaryTable('Numbers', [mean, exact]).footnotes).toEqual([
      'Intervals (Mean): 95%, Wald.',
      'Intervals (Median): 95%, order statistics.',
    ]);
  });
});

describe('testTable', () => {
  it('leaves the statistic of an exact test empty', () => {
    const table = testTable('Tests', [
      ...testRows(recoverySubgroups[0]!),
      { statistic: 'fisher-exact', term: null, value: null, df: null, p: 0.004, method: 'two-sided' },
    ]);
    expect(table.rows[0]).toMatchObject({ value: '6.810', df: '1', p: '0.0091' });
    expect(
      testTable('F', [
        { statistic: 'f-test', term: null, value: 4.2, df: 2, denominatorDf: 57.5, p: 0.02, method: 'ANOVA' },
      ]).rows[0],
    ).toMatchObject({ df: '2, 57.50' });
    expect(table.rows[1]).toMatchObject({ test: 'Fisher exact test', value: '', df: '', p: '0.0040' });
  });
});

describe('verdictTable', () => {
  it('shows the nearest figure where the claimed one cannot be computed', () => {
    const rows = verdictTable('Verdicts', sampleReport.verdicts).rows;
    expect(rows.map(({ verdict }) => verdict)).toContain('differs, unexplained');
    expect(rows.find(({ verdict }) => verdict === 'not computable')).toMatchObject({
      recomputed: 'nearest: risk ratio 0.88 (0.81 to 0.96)',
    });
    expect(rows.at(-1)!['recomputed']).toBe('not computed');
  });
});

describe('sayResult', () => {
  it('finds the main number of a result', () => {
    expect(sayResult(recoveryRatios[1]!)).toBe('Risk ratio 0.84 (95% CI 0.77–0.92), p<0.0001');
    expect(sayResult(reactPool)).toBe('Inverse-variance pool: Odds ratio 0.83 (95% CI 0.74–0.92), p=0.0006');
    expect(sayResult(recoverySubgroups[0]!)).toBe('Test for heterogeneity: p=0.0091');
    expect(sayResult(survivalCurves)).toContain('tocilizumab not reached');
    expect(sayResult(threeCurves)).toMatch(/^Median time to event: /);
  });
});

describe('tables that a specification may name', () => {
  const parse = <Options>(
    display: { options: { parse: (value: unknown) => Options } },
    options: object = {},
  ) => display.options.parse(options);

  it('print effects of several analyses, each under its title', () => {
    const table = estimatesTableDisplay.build(recoveryRatios, parse(estimatesTableDisplay));
    expect(table.title).toBe('Death within 28 days');
    expect(table.columns[0]).toMatchObject({ id: 'analysis', label: 'Analysis' });
    expect(table.rows[1]).toMatchObject({
      analysis: 'Invasive mechanical ventilation or death',
      estimate: '0.84',
      of: '619/1754 (35.3%)',
    });
    expect(table.columns.map(({ label }) => label)).toEqual([
      'Analysis',
      'Tocilizumab, n/N (%)',
      'Usual care, n/N (%)',
      'Risk ratio',
      '95% CI',
      'p',
    ]);
    const one = estimatesTableDisplay.build([recoveryRatios[0]!], parse(estimatesTableDisplay));
    expect(one.columns[0]!.id).toBe('row');
  });

  it('leave out p-values of subgroups, and all of them where asked', () => {
    const withP = recoverySubgroups.map((result) => ({
      ...result,
      parts: result.parts.map((part) =>
        part.kind === 'estimates' ? { ...part, rows: part.rows.map((row) => ({ ...row, p: 0.04 })) } : part,
      ),
    }));
    const subgroups = estimatesTableDisplay.build(withP, parse(estimatesTableDisplay));
    expect(subgroups.columns.map(({ id }) => id)).not.toContain('p');
    expect(JSON.stringify(subgroups)).not.toContain('0.040');
    const asked = estimatesTableDisplay.build(recoveryRatios, parse(estimatesTableDisplay));
    expect(asked.columns.map(({ id }) => id)).toContain('p');
    const without = estimatesTableDisplay.build(
      recoveryRatios,
      parse(estimatesTableDisplay, { pValues: false }),
    );
    expect(without.columns.map(({ id }) => id)).not.toContain('p');
  });

  it('print numbers by arm in the order asked, with the size of the arms', () => {
    const table = summaryTableDisplay.build(
      [survivalCurves],
      parse(summaryTableDisplay, { statistics: ['median-survival', 'n'] }),
    );
    expect(table.columns.map(({ label }) => label)).toEqual([
      'Statistic',
      'Tocilizumab (N\u00a0=\u00a02022)',
      'Usual care (N\u00a0=\u00a02094)',
    ]);
    expect(table.rows.map(({ statistic }) => statistic)).toEqual(['Median time to event, days', 'Subjects']);
  });

  it('give no size to an arm where analyses disagree about it', () => {
    const [first] = recoveryRatios;
    const fewer = {
      ...first!,
      populationAnalysed: {
        ...first!.populationAnalysed,
        groups: [
          { name: 'tocilizumab', n: 2022, events: 1 },
          { name: 'usual care', n: 9, events: 1 },
        ],
      },
    };
    const table = summaryTableDisplay.build([first!, fewer], parse(summaryTableDisplay));
    expect(table.columns.map(({ label }) => label)).toEqual([
      'Analysis',
      'Statistic',
      'Tocilizumab (N\u00a0=\u00a02022)',
      'Usual care',
    ]);
    expect(table.rows).toHaveLength(3);
  });

  it('print tests, and refuse when nothing is left', () => {
    const table = testTableDisplay.build(recoverySubgroups, parse(testTableDisplay));
    expect(table.rows.map(({ analysis, p }) => [analysis, p])).toEqual([
      ['Corticosteroids at randomisation', '0.0091'],
      ['Respiratory support', '0.53'],
      ['Days since symptom onset', '0.21'],
    ]);
    expect(() =>
      summaryTableDisplay.build([survivalCurves], parse(summaryTableDisplay, { statistics: ['rate'] })),
    ).toThrow('display/no-rows');
    expect(summaryTableDisplay.options.safeParse({ statistics: ['no-such'] }).success).toBe(false);
  });
});
