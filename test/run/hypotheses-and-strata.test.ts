import { describe, expect, it } from 'vitest';
import { runStudy } from '../../src/run/run-study.js';
import { planStudy } from '../../src/spec/plan-study.js';
import { catalogue, dictionaries } from './load-folder.js';

const settings = { toolkitVersion: '0', specSha256: '', dictionaries };
const head = `study: Trial
title: A trial with several hypotheses
drug: tocilizumab
sources: [{ id: paper, citation: A paper }]
`;

function run(spec: string, name: string, content: string) {
  const plan = planStudy(head + spec, 'analysis.yaml', { id: 'trial', area: 'test' }, catalogue);
  const input = { bytes: new TextEncoder().encode(content), source: { file: `${name}.csv`, sha256: '' } };
  return runStudy(plan, new Map([[name, input]]), settings);
}

const pValues = (
  options: string,
  claim: string,
) => `data: { p: { file: p.csv, dictionary: published-p-values } }
analyses:
  - id: secondary
    title: Secondary outcomes
    endpoint: { id: published-p-values, from: p }
    ${options}
    claims:
      - { id: second, statistic: adjusted-p, term: HAQ-DI, p: "${claim}", where: Table 2 }
`;
const table = `HYPOTHESIS,P,WEIGHT,SOURCE
ACR20,0.011,,Table 2
HAQ-DI,0.024,,Table 2
DAS28,<0.001,,Table 2
`;

describe('p-values of several hypotheses, from file to verdict', () => {
  it('an adjusted p-value is reproduced, or within the rounding of the printed ones', () => {
    const verdict = (claim: string) =>
      run(pValues('method: multiplicity-adjustment', claim), 'p', table).verdicts[0]!.verdict;
    expect(verdict('0.024')).toBe('reproduced');
    expect(verdict('0.0243')).toBe('within rounding');
    expect(verdict('0.048')).toBe('differs');
  });

  it('goes through a graph of its own', () => {
    const options = `method: graphical-procedure
    options: { graph: custom, weights: [1, 0, 0], transitions: [[0, 0.5, 0.5], [0, 0, 1], [0, 1, 0]] }`;
    expect(run(pValues(options, '0.024'), 'p', table).verdicts[0]!.verdict).toBe('reproduced');
  });
});

describe('ordered categories within strata, from file to result', () => {
  const rows = (stratum: string, arm: string, counts: readonly number[]) =>
    counts
      .map((count, place) => `osfd,${stratum},${arm},${place - 1},${place - 1},${count},Table 3`)
      .join('\n');
  const content = [
    'OUTCOME,STRATUM,ARM,ORDER,CATEGORY,COUNT,SOURCE',
    rows('US', 'control', [20, 10, 15]),
    rows('US', 'tocilizumab', [12, 11, 25]),
    rows('EU', 'control', [30, 9, 12]),
    rows('EU', 'tocilizumab', [22, 8, 20]),
    '',
  ].join('\n');

  it.each([
    ['cumulative-link', '{ strata: thresholds }', 'proportional-odds-ratio'],
    ['proportional-odds', '{}', 'proportional-odds-ratio'],
    ['partial-proportional-odds', '{}', 'odds-ratio'],
    ['win-statistics', '{ statistics: [win-odds] }', 'win-odds'],
    ['van-elteren', '{}', 'van-elteren'],
  ])('%s', (method, options, statistic) => {
    const { outcomes } = run(
      `data: { osfd: { file: osfd.csv, dictionary: published-stratified-ordinal-counts } }
analyses:
  - id: days
    title: Organ-support-free days
    endpoint: { id: published-stratified-ordinal-counts, from: osfd }
    compare: { of: tocilizumab, versus: control }
    method: ${method}
    options: ${options}
`,
      'osfd',
      content,
    );
    const [outcome] = outcomes;
    if (outcome?.status !== 'computed') throw new Error(JSON.stringify(outcome));
    const names = outcome.parts.flatMap((part) =>
      'rows' in part ? part.rows.map((row) => row.statistic) : [],
    );
    expect(names).toContain(statistic);
    expect(outcome.notices.map(({ code }) => code).filter((code) => code.endsWith('/strata-unused'))).toEqual(
      [],
    );
  });
});
