import type { StudiesData } from '../core/analysis-data.js';
import type {
  EstimateRow,
  EstimatesPart,
  SummaryPart,
  SummaryRow,
  TestPart,
  TestRow,
} from '../core/result.js';
import type { EffectInterval } from './effect-interval.js';
import type { Heterogeneity } from './heterogeneity.js';
import type { EffectMeasure, StudyContribution } from './synthesis-result.js';

interface PoolShape {
  readonly measure: EffectMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  readonly pooled: EffectInterval;
  readonly studies: readonly StudyContribution[];
}

const waldText = (scale: 'linear' | 'log') => (scale === 'log' ? 'Wald on the log scale' : 'Wald');

/** A row for each study (or subgroup), then the pool. */
export function poolEstimates(
  data: StudiesData,
  result: PoolShape,
  pooledMethod = waldText(result.scale),
): EstimatesPart {
  return {
    kind: 'estimates',
    rows: [
      ...result.studies.map(({ name, weight, counts, ...effect }) => ({
        ...effectRow(data, result, effect, waldText(result.scale)),
        term: name,
        role: data.rowsAre === 'subgroups' ? ('subgroup' as const) : ('study' as const),
        ...(weight === null ? {} : { weight }),
        ...(counts === undefined ? {} : { counts }),
      })),
      effectRow(data, result, result.pooled, pooledMethod),
    ],
  };
}

/** The row of one effect between the two arms; a pool until told otherwise. */
export function effectRow(
  data: StudiesData,
  result: Pick<PoolShape, 'measure' | 'scale' | 'level'>,
  effect: EffectInterval,
  intervalMethod: string,
): EstimateRow {
  return {
    statistic: result.measure,
    term: null,
    role: 'pooled',
    of: data.of,
    versus: data.versus,
    scale: result.scale,
    estimate: effect.estimate,
    standardError: effect.standardError,
    lower: effect.lower,
    upper: effect.upper,
    level: result.level,
    p: effect.p,
    reference: effect.reference,
    intervalMethod,
  };
}

/** Cochran's Q; between subgroups of one trial it is also the test for interaction. */
export function heterogeneityTest(
  data: StudiesData,
  heterogeneity: Heterogeneity,
  more: readonly TestRow[] = [],
): TestPart {
  const row = (statistic: 'heterogeneity' | 'interaction', method: string): TestRow => ({
    statistic,
    term: null,
    value: heterogeneity.q,
    df: heterogeneity.df,
    p: heterogeneity.p,
    method,
  });
  const interaction =
    data.rowsAre === 'subgroups' ? [row('interaction', "Cochran's Q between the subgroups")] : [];
  return { kind: 'test', rows: [row('heterogeneity', "Cochran's Q"), ...interaction, ...more] };
}

/** I squared and H squared, then what else the method knows. */
export function inconsistencySummary(
  heterogeneity: Heterogeneity,
  more: readonly SummaryRow[] = [],
): SummaryPart {
  return {
    kind: 'summary',
    rows: [
      { group: null, term: null, statistic: 'i-squared', value: heterogeneity.iSquared, unit: null },
      { group: null, term: null, statistic: 'h-squared', value: heterogeneity.hSquared, unit: null },
      ...more,
    ],
  };
}
