import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput } from '../../core/result.js';
import { doubleZeroOption, levelOption, measureOption, zeroCellsOption } from '../synthesis-options.js';
import { egger } from './egger.js';

const eggerOptions = z.strictObject({
  measure: measureOption,
  zeroCells: zeroCellsOption('add-half-when-any-zero-in-study'),
  doubleZero: doubleZeroOption('exclude'),
  level: levelOption,
});

/** Egger's regression for the registry. */
export const eggerMethod = defineMethod({
  id: 'egger',
  label: "Egger's regression test",
  summary: 'Whether small studies show other effects than large ones, as when some were not published.',
  accepts: 'studies',
  options: eggerOptions,
  returns: ['test', 'summary'],
  statistics: ['small-study-effects', 'intercept'],
  run: runEgger,
  sources: ['Egger M, Davey Smith G, Schneider M, Minder C. BMJ 1997;315:629-634'],
});

function runEgger(data: StudiesData, options: z.output<typeof eggerOptions>): MethodOutput {
  const { intercept, studyCount, level, notices } = egger(data, options);
  return {
    parts: [
      {
        kind: 'test',
        rows: [
          {
            statistic: 'small-study-effects',
            term: null,
            value: intercept.statistic,
            df: Math.max(0, studyCount - 2),
            p: intercept.p,
            method: "Egger's regression, t test of the intercept",
          },
        ],
      },
      {
        kind: 'summary',
        rows: [
          {
            group: null,
            term: null,
            statistic: 'intercept',
            value: intercept.estimate,
            interval: { lower: intercept.lower, upper: intercept.upper, level, method: 't' },
            unit: null,
          },
        ],
      },
    ],
    notices,
  };
}
