import { describe, expect, it } from 'vitest';
import { runStudy } from '../../src/run/run-study.js';
import { planStudy } from '../../src/spec/plan-study.js';
import { catalogue, dictionaries } from './load-folder.js';

const spec = (difference: string) => `study: Percentages only
title: A trial that printed no counts
drug: tocilizumab
sources: [{ id: paper, citation: A paper }]
data: { counts: { file: counts.csv, dictionary: published-counts } }
analyses:
  - id: response
    title: Response
    endpoint: { id: published-counts, from: counts }
    compare: { of: active, versus: placebo }
    method: risk-difference
    claims:
      - { id: difference, statistic: risk-difference, unit: percent, value: "${difference}", where: Table 1 }
`;

/** 12 % of 450 may be 52 to 56 subjects (54 is nearest: 12.0), 8 % of 400 may be 30 to 33 (32 is nearest: 8.0). */
const counts = `OUTCOME,SUBGROUP,ARM,N,EVENTS,PERCENT,SOURCE
response,,active,450,,12,Table 1
response,,placebo,400,,8,Table 1
`;

function verdictOn(difference: string) {
  const plan = planStudy(spec(difference), 'analysis.yaml', { id: 'trial', area: 'test' }, catalogue);
  const input = { bytes: new TextEncoder().encode(counts), source: { file: 'counts.csv', sha256: '' } };
  const settings = { toolkitVersion: '0', specSha256: '', dictionaries };
  return runStudy(plan, new Map([['counts', input]]), settings).verdicts[0]!;
}

describe('a difference of rounded percentages, from file to verdict', () => {
  it('is reproduced by the nearest counts', () => {
    expect(verdictOn('4.0').verdict).toBe('reproduced');
  });

  it('is within rounding when other counts that print alike give it', () => {
    const verdict = verdictOn('4.3');
    expect(verdict.verdict).toBe('within rounding');
    const [low, high] = verdict.figures[0]!.range!;
    expect(low).toBeCloseTo(100 * (52 / 450 - 33 / 400), 10);
    expect(high).toBeCloseTo(100 * (56 / 450 - 30 / 400), 10);
  });

  it('differs when no count that prints alike gives it', () => {
    expect(verdictOn('5.2')).toMatchObject({ verdict: 'differs', explained: false });
  });
});
