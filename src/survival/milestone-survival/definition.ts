import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { intervalTransforms, intervalTransformText } from '../probability-interval.js';
import { milestoneSurvival } from './milestone-survival.js';

const options = z.strictObject({
  times: z
    .array(z.number().nonnegative())
    .min(1)
    .describe('Times at which arms are compared, in the unit of the data.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  transform: z.enum(intervalTransforms).default('log-log').describe("Scale of each arm's interval."),
  test: z
    .enum(['log-log', 'plain'])
    .default('log-log')
    .describe('Scale of the test: log-log keeps its level with few subjects, plain is that of the interval.'),
});

function runMilestone(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const result = milestoneSurvival(data, {
    ...chosen,
    reference: data.group === undefined ? null : data.reference,
  });
  const several = (data.group?.levels.length ?? 0) > 2;
  const parts: ResultPart[] = [
    {
      kind: 'summary',
      rows: result.arms.map(
        ({ group, time, survival, lower, upper }): SummaryRow => ({
          group,
          term: String(time),
          statistic: 'survival-probability',
          value: survival,
          interval: {
            lower,
            upper,
            level: result.level,
            method: `${intervalTransformText[chosen.transform]}, Greenwood variance`,
          },
          unit: null,
        }),
      ),
    },
  ];
  if (result.differences.length > 0) {
    parts.push({
      kind: 'estimates',
      rows: result.differences.map(
        (row): EstimateRow => ({
          statistic: 'survival-difference',
          term: several ? `${row.of}, ${row.time}` : String(row.time),
          role: 'comparison',
          of: row.of,
          versus: row.versus,
          scale: 'linear',
          estimate: row.difference,
          standardError: row.standardError,
          lower: row.lower,
          upper: row.upper,
          level: result.level,
          p: row.p,
          reference: { distribution: 'normal' },
          intervalMethod: `Wald, Greenwood variance; p from the ${result.test === 'plain' ? 'same' : 'complementary log-log'} scale`,
        }),
      ),
    });
  }
  return { parts, notices: [] };
}

/** Event-free shares at chosen times as a method of a plan: each arm's, and their differences. */
export const milestoneSurvivalMethod = defineMethod({
  id: 'milestone-survival',
  label: 'Milestone survival',
  summary: 'The event-free share of each arm at chosen times, and the difference between arms.',
  accepts: 'survival',
  options,
  returns: ['summary', 'estimates'],
  statistics: ['survival-probability', 'survival-difference'],
  run: runMilestone,
  sources: ['Klein JP, Logan B, Harhoff M, Andersen PK. Stat Med 2007;26:4505-4519'],
});
