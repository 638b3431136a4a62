import { describe, expect, it } from 'vitest';
import { type PlanError, TrialError } from '../../src/core/errors.js';
import type { EstimateRow, Result, TestRow } from '../../src/core/result.js';
import { runStudy } from '../../src/run/run-study.js';
import { planStudy } from '../../src/spec/plan-study.js';
import { catalogue, dictionaries } from './load-folder.js';

const arms = ['tocilizumab', 'placebo'];
const people = Array.from({ length: 60 }, (_, row) => ({
  id: `S-${row}`,
  arm: arms[row % 2]!,
  sex: ['F', 'M'][Math.floor(row / 2) % 2]!,
  age: 40 + ((row * 7) % 37),
  region: row === 4 ? '' : ['Asia', 'Europe', 'Africa'][row % 3]!,
  response: (row * 11) % 7 < 3 + (row % 2) ? 'Y' : 'N',
}));
type Person = (typeof people)[number];
const csv = (header: string, rows: readonly Person[], cells: (one: Person) => readonly (string | number)[]) =>
  [header, ...rows.map((one) => cells(one).join(','))].join('\n');
const adsl = (rows = people) =>
  csv('USUBJID,SEX,AGE,COUNTRY', rows, (one) => [one.id, one.sex, one.age, one.region]);
const adrs = (rows = people) =>
  csv('USUBJID,TRTP,PARAMCD,AVALC,SEX', rows, (one) => [one.id, one.arm, 'ACR20', one.response, one.sex]);

const spec = (rest: string, method = 'risk-difference') => `study: Trial
title: A trial
drug: tocilizumab
sources: [{ id: paper, citation: A paper }]
data:
  adrs: { file: adrs.csv, dictionary: bds }
  adsl: { file: adsl.csv, dictionary: adsl }
  advs: { file: advs.csv, dictionary: bds }
analyses:
  - id: response
    title: Response
    endpoint: { id: responder, from: adrs, event: response, where: { variable: PARAMCD, comparator: EQ, value: ACR20 } }
    compare: { of: tocilizumab, versus: placebo }
    benefit: higher
    method: ${method}
    ${rest}
`;
const planned = (text: string) => planStudy(text, 'analysis.yaml', { id: 'trial', area: 'test' }, catalogue);
const input = (name: string, text: string) =>
  [name, { bytes: new TextEncoder().encode(text), source: { file: `${name}.csv`, sha256: '' } }] as const;
function run(rest: string, files = { adrs: adrs(), adsl: adsl() }, method?: string) {
  const advs = `${adrs()}\nS-0,tocilizumab,WEIGHT,,M`;
  const inputs = new Map([input('adrs', files.adrs), input('adsl', files.adsl), input('advs', advs)]);
  const settings = { toolkitVersion: '0', specSha256: '', dictionaries };
  return runStudy(planned(spec(rest, method)), inputs, settings);
}
function resultOf(rest: string, files?: { adrs: string; adsl: string }, method?: string): Result {
  const [outcome] = run(rest, files, method).outcomes;
  if (outcome === undefined || outcome.status === 'failed') throw new Error(JSON.stringify(outcome?.issues));
  return outcome;
}
const estimates = ({ parts }: Result): readonly EstimateRow[] =>
  parts.flatMap((part) => (part.kind === 'estimates' ? part.rows : []));
const interactions = ({ parts }: Result): readonly TestRow[] =>
  parts.flatMap((part) =>
    part.kind === 'test' ? part.rows.filter((row) => row.statistic === 'interaction') : [],
  );
const issueOf = (rest: string, method?: string) => {
  try {
    planned(spec(rest, method));
  } catch (error) {
    return (error as PlanError).issues[0]!;
  }
  throw new Error('was planned');
};

describe('subgroups of the subjects', () => {
  it('hold what the analysis gives for their subjects alone', () => {
    const result = resultOf('subgroups: { from: adsl, by: [SEX, { column: AGE, cuts: [50, 65] }] }');
    const rows = estimates(result).filter(({ role }) => role === 'subgroup');
    expect(rows.map(({ term }) => term)).toEqual([
      'SEX: F',
      'SEX: M',
      'AGE: <50',
      'AGE: 50 to <65',
      'AGE: ≥65',
    ]);
    expect(rows[0]!.subgroup).toEqual({ variable: 'SEX', label: 'Sex', level: 'Female', overall: null });
    const within = [
      (one: Person) => one.sex === 'F',
      (one: Person) => one.sex === 'M',
      (one: Person) => one.age < 50,
      (one: Person) => one.age >= 50 && one.age < 65,
      (one: Person) => one.age >= 65,
    ];
    for (const [place, keep] of within.entries()) {
      const alone = estimates(resultOf('options: {}', { adrs: adrs(people.filter(keep)), adsl: adsl() }))[0]!;
      const { term: _term, role: _role, subgroup: _subgroup, ...figures } = rows[place]!;
      const { term: _none, role: _comparison, ...expected } = alone;
      expect(figures).toEqual(expected);
    }
  });

  it('leave the effect in all subjects as it is', () => {
    expect(estimates(resultOf('subgroups: { from: adsl, by: [SEX] }'))[0]).toEqual(
      estimates(resultOf('options: {}'))[0],
    );
  });

  it('may be columns of the analysed data, in an order of their own', () => {
    const inRows = resultOf('subgroups: { by: [{ column: SEX, label: Gender, levels: [M, F] }] }');
    const fromSubjects = resultOf('subgroups: { from: adsl, by: [SEX] }');
    const [male, female] = estimates(inRows).slice(1);
    expect(male!.subgroup).toMatchObject({ label: 'Gender', level: 'Male' });
    expect([female!.estimate, male!.estimate]).toEqual(
      estimates(fromSubjects)
        .slice(1)
        .map(({ estimate }) => estimate),
    );
  });

  it("test for interaction by Cochran's Q", () => {
    const result = resultOf('subgroups: { from: adsl, by: [COUNTRY] }');
    const rows = estimates(result).slice(1);
    expect(rows).toHaveLength(3);
    const pairs = rows.map((row) => [row.estimate as number, (row.standardError as number) ** -2] as const);
    const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
    const mean = pairs.reduce((sum, [estimate, weight]) => sum + weight * estimate, 0) / total;
    const q = pairs.reduce((sum, [estimate, weight]) => sum + weight * (estimate - mean) ** 2, 0);
    const [test] = interactions(result);
    expect(test).toMatchObject({ term: 'COUNTRY', df: 2 });
    expect(test!.value).toBeCloseTo(q, 12);
    // Two degrees of freedom: the tail is an exponential.
    expect(test!.p).toBeCloseTo(Math.exp(-q / 2), 12);
    // One subject has no country.
    expect(result.notices.map(({ code }) => code)).toContain('subgroups/missing');
  });

  it('say where a level cannot be compared', () => {
    const lost = people.filter((one) => !(one.sex === 'F' && one.arm === 'placebo'));
    const result = resultOf('subgroups: { from: adsl, by: [SEX] }', { adrs: adrs(lost), adsl: adsl() });
    const [women, men] = estimates(result).slice(1);
    expect(women).toMatchObject({ term: 'SEX: F', estimate: { notEstimable: 'empty-group' } });
    expect(men!.estimate).toBeTypeOf('number');
    expect(interactions(result)[0]).toMatchObject({ p: { notEstimable: 'too-few-observations' } });
  });

  it('stand beside events and subjects of each arm where the method does not count them', () => {
    const time = (one: Person) => 5 + ((one.age * 3) % 20);
    const rows = people.map((one) =>
      [one.id, one.arm, 'OS', time(one), one.response === 'Y' ? 0 : 1, one.sex].join(','),
    );
    const text = `study: Trial
title: A trial
drug: tocilizumab
sources: [{ id: paper, citation: A paper }]
data: { adtte: { file: adtte.csv, dictionary: adtte } }
analyses:
  - id: survival
    title: Survival
    endpoint: { id: time-to-event, from: adtte, event: death, where: { variable: PARAMCD, comparator: EQ, value: OS } }
    compare: { of: tocilizumab, versus: placebo }
    method: restricted-mean-survival-time
    options: { tau: 15 }
    subgroups: { by: [SEX], statistic: restricted-mean-difference }
`;
    const adtte = input('adtte', ['USUBJID,TRTP,PARAMCD,AVAL,CNSR,SEX', ...rows].join('\n'));
    const settings = { toolkitVersion: '0', specSha256: '', dictionaries };
    const [outcome] = runStudy(planned(text), new Map([adtte]), settings).outcomes;
    if (outcome?.status !== 'computed') throw new Error(JSON.stringify(outcome?.issues));
    const counted = (keep: (one: Person) => boolean, name: string) => {
      const own = people.filter((one) => keep(one) && one.arm === name);
      return { events: own.filter((one) => one.response === 'Y').length, n: own.length };
    };
    const all = [() => true, (one: Person) => one.sex === 'F', (one: Person) => one.sex === 'M'];
    const found = estimates(outcome).filter(({ statistic }) => statistic === 'restricted-mean-difference');
    expect(found.map(({ counts }) => counts)).toEqual(
      all.map((keep) => ({ of: counted(keep, arms[0]!), versus: counted(keep, arms[1]!) })),
    );
  });

  it('have claims and verdicts of their own', () => {
    const { verdicts } = run(`subgroups: { by: [SEX] }
    claims:
      - { id: all, statistic: risk-difference, value: "9.9", where: Figure 2 }
      - { id: women, statistic: risk-difference, term: "SEX: F", value: "9.9", where: Figure 2 }
      - { id: sex, statistic: interaction, term: SEX, p: "0.0001", where: Figure 2 }`);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['differs', 'differs', 'differs']);
  });
});

describe('subgroups that cannot be', () => {
  const failed = (rest: string, files?: { adrs: string; adsl: string }, method?: string) => {
    const [outcome] = run(rest, files, method).outcomes;
    if (outcome?.status !== 'failed') throw new Error('was computed');
    return outcome.issues[0]!;
  };

  it.each([
    ['an unknown column', 'subgroups: { from: adsl, by: [SEXX] }', /"SEXX".*not in dataset "adsl"/],
    ['an unknown dataset', 'subgroups: { from: adls, by: [SEX] }', /no dataset "adls"/],
    [
      'levels and cuts',
      'subgroups: { by: [{ column: AGE, levels: [40, 50], cuts: [65] }] }',
      /both levels and cuts/,
    ],
    ['cuts that fall', 'subgroups: { by: [{ column: AGE, cuts: [65, 50] }] }', /do not rise/],
    ['a column twice', 'subgroups: { by: [SEX, SEX] }', /"SEX".*twice/],
    [
      'another statistic',
      'subgroups: { by: [SEX], statistic: hazard-ratio }',
      /does not estimate "hazard-ratio"/,
    ],
    ['no column', 'subgroups: { by: [] }', /by/],
    ['a method without effects', 'subgroups: { by: [SEX] }', /estimates no effect/, 'chi-square'],
  ])('refuses %s before anything runs', (_, rest, message, method?: string) => {
    const issue = issueOf(rest, method);
    expect(`${issue.where} ${issue.what}`).toMatch(message);
    expect(issue.where).toMatch(/^analysis\.yaml:\d+:\d+/);
  });

  it.each([
    [
      'a level that nobody has',
      'subgroups: { from: adsl, by: [{ column: SEX, levels: [F, X] }] }',
      /No row has "X"/,
    ],
    ['cuts of text', 'subgroups: { from: adsl, by: [{ column: SEX, cuts: [1] }] }', /is no number/],
    ['an identifier', 'subgroups: { from: adsl, by: [USUBJID] }', /60 different values/],
    ['a column that is not in the file', 'subgroups: { from: adsl, by: [RACE] }', /"RACE" is not a column/],
    ['an effect that is not there', 'subgroups: { by: [SEX], term: Week 4 }', /no comparison of arms/],
  ])('refuses %s', (_, rest, message) => {
    expect(failed(rest).what).toMatch(message);
  });

  it('refuses a subject in two subgroups, with the row', () => {
    expect(failed('subgroups: { from: advs, by: [SEX] }')).toMatchObject({
      what: 'Subject S-0 is in two subgroups',
      where: 'advs.csv:62',
    });
  });

  it('is an error of the toolkit, not a crash', () => {
    expect(() => planned(spec('subgroups: { by: SEX }'))).toThrow(TrialError);
  });
});
