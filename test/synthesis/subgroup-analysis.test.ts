import { describe, expect, it } from 'vitest';
import type { StudiesData, StudyRow } from '../../src/core/analysis-data.js';
import { inverseVariance } from '../../src/synthesis/inverse-variance/inverse-variance.js';
import { subgroupAnalysisMethod } from '../../src/synthesis/subgroup-analysis/definition.js';
import {
  type SubgroupAnalysisOptions,
  subgroupAnalysis,
} from '../../src/synthesis/subgroup-analysis/subgroup-analysis.js';
import oracle from '../oracles/subgroup-analysis/pools.json' with { type: 'json' };
import { expectNear } from './oracle-rows.js';

const { tolerance, input } = oracle;
const rows = input.trial.map(
  (name, index): StudyRow => ({
    name,
    subgroup: input.subgroup[index]!,
    type: 'counts',
    of: { events: input.ai[index]!, n: input.n1[index]! },
    versus: { events: input.ci[index]!, n: input.n2[index]! },
  }),
);
const data: StudiesData = {
  kind: 'studies',
  rows,
  rowsAre: 'studies',
  of: 'tocilizumab',
  versus: 'usual care',
};

describe('subgroup analysis against metafor', () => {
  for (const { name, options, expected } of oracle.cases) {
    it(name, () => {
      const result = subgroupAnalysis(data, options as SubgroupAnalysisOptions);
      expected.subgroups.forEach((subgroup, index) => {
        const found = result.subgroups[index]!;
        expect(found.studyCount).toBe(subgroup.k);
        expectNear(found.tauSquared, subgroup.tauSquared, tolerance, 'tau squared');
        for (const key of ['estimate', 'standardError', 'lower', 'upper', 'p'] as const) {
          expectNear(found.pooled[key], subgroup[key], tolerance, key);
        }
      });
      expectNear(result.overall.estimate, expected.overall.estimate, tolerance);
      expectNear(result.overall.lower, expected.overall.lower, tolerance);
      expectNear(result.interaction.q, expected.between.q, tolerance);
      expectNear(result.interaction.p, expected.between.p, tolerance);
      for (const key of ['estimate', 'standardError', 'lower', 'upper', 'p'] as const) {
        expectNear(result.contrasts[0]![key], expected.ratio[key], tolerance, key);
      }
    });
  }

  it('contrasts within studies', () => {
    const result = subgroupAnalysis(data, { interaction: 'within-studies' });
    for (const key of ['estimate', 'standardError', 'lower', 'upper', 'p'] as const) {
      expectNear(result.contrasts[0]![key], oracle.within[key], tolerance, key);
    }
    expect(result.contrasts[0]!.studyCount).toBe(oracle.within.k);
    expectNear(result.interaction.p, oracle.within.p, tolerance);
    expect(result.interaction.df).toBe(1);
  });
});

describe('subgroup analysis, laws and edges', () => {
  it('a subgroup pool is the pool of its rows; naming the other reference flips the contrast', () => {
    const result = subgroupAnalysis(data);
    const alone = inverseVariance({ rows: rows.filter((row) => row.subgroup === 'steroids') });
    expect(result.subgroups[0]!.pooled).toEqual(alone.pooled);
    const other = subgroupAnalysis(data, { reference: 'no steroids' });
    expectNear(other.contrasts[0]!.estimate, -(result.contrasts[0]!.estimate as number), 1e-13);
    expectNear(other.interaction.q, result.interaction.q as number, 1e-12);
  });

  it('a study in one subgroup only takes no part within studies', () => {
    const some = rows.filter((row) => !(row.name === 'C' && row.subgroup === 'steroids'));
    expect(subgroupAnalysis({ rows: some }, { interaction: 'within-studies' }).contrasts[0]!.studyCount).toBe(
      4,
    );
  });

  it('a subgroup without information, or one subgroup only', () => {
    const none: StudyRow = {
      name: 'F',
      subgroup: 'unknown',
      type: 'counts',
      of: { events: 0, n: 3 },
      versus: { events: 0, n: 2 },
    };
    const result = subgroupAnalysis({ rows: [...rows, none] });
    expect(result.contrasts[1]!.estimate).toEqual({ notEstimable: 'too-few-observations' });
    expect(result.interaction.df).toBe(1);
    expect(result.notices[0]!.message).toContain('F (unknown)');
    const within = subgroupAnalysis({ rows: [...rows, none] }, { interaction: 'within-studies' });
    expect(within.interaction.p).toEqual({ notEstimable: 'not-applicable' });
    const one = subgroupAnalysis({ rows: rows.slice(0, 5) });
    expect(one.interaction.p).toEqual({ notEstimable: 'too-few-observations' });
    expect(one.contrasts).toEqual([]);
  });

  it('refuses a row without subgroup and an unknown reference', () => {
    const [{ subgroup: _, ...bare }] = rows as [StudyRow];
    expect(() => subgroupAnalysis({ rows: [bare as StudyRow] })).toThrow(/"A" is missing/);
    expect(() => subgroupAnalysis(data, { reference: 'ventilated' })).toThrow(/one of steroids, no steroids/);
  });

  it('fits the registry', () => {
    const output = subgroupAnalysisMethod.run(data, subgroupAnalysisMethod.options.parse({}));
    const [estimates, test] = output.parts;
    if (estimates?.kind !== 'estimates' || test?.kind !== 'test') throw new Error('parts');
    expect(
      estimates.rows.filter((row) => row.role !== 'study').map((row) => [row.role, row.statistic, row.term]),
    ).toEqual([
      ['subgroup', 'odds-ratio', 'steroids'],
      ['subgroup', 'odds-ratio', 'no steroids'],
      ['pooled', 'odds-ratio', null],
      ['comparison', 'ratio-of-ratios', 'no steroids versus steroids'],
    ]);
    expect(test.rows.map((row) => row.statistic)).toEqual(['interaction', 'heterogeneity', 'heterogeneity']);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
