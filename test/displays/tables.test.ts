import { describe, expect, it } from 'vitest';
import { notEstimable } from '../../src/core/estimable.js';
import type { SummaryRow } from '../../src/core/result.js';
import { estimateRows, summaryRows, testRows } from '../../src/displays/result-parts.js';
import { sayResult } from '../../src/displays/say-result.js';
import { estimatesTable } from '../../src/displays/tables/estimates-table.js';
import { summaryTable } from '../../src/displays/tables/summary-table.js';
import { testTable } from '../../src/displays/tables/test-table.js';
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
      interval: '0.77–0.92 (95%)',
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
    expect(table.rows.at(-1)).toMatchObject({ row: 'Prediction interval', interval: '0.61–1.13 (95%)' });
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
    const table = summaryTable('Medians', [row('a', 47.5), row('b', notEstimable('not-reached'))]);
    expect(table.rows[0]).toMatchObject({ group0: '47.50 weeks', group1: 'not reached' });
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
