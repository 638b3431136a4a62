import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AnyMethod } from '../../src/core/definition.js';
import type { AnyDisplay } from '../../src/core/display.js';
import { PlanError, SpecError, type TrialError } from '../../src/core/errors.js';
import { endpoints } from '../../src/endpoints/registry.js';
import type { Catalogue } from '../../src/spec/catalogue.js';
import { planStudy } from '../../src/spec/plan-study.js';

const method = (id: string, accepts: AnyMethod['accepts'], extra: Partial<AnyMethod> = {}): AnyMethod => ({
  id,
  label: id,
  summary: id,
  accepts,
  options: z.strictObject({
    level: z.number().gt(0).lt(1).default(0.95),
    window: z.strictObject({ from: z.number() }).optional(),
  }),
  returns: ['estimates'],
  statistics: ['risk-ratio'],
  run: () => ({ parts: [], notices: [] }),
  sources: [],
  ...extra,
});

const catalogue: Catalogue = {
  methods: [
    method('risk-ratio', 'binary'),
    method('log-rank', 'survival', { statistics: ['log-rank'], returns: ['test'] }),
  ],
  endpoints,
  displays: [
    {
      id: 'forest',
      label: 'Forest',
      summary: '',
      needs: ['estimates'],
      results: 'many',
      options: z.strictObject({}),
    },
  ] as unknown as readonly AnyDisplay[],
  dictionaries: new Map([
    [
      'published-counts',
      {
        id: 'published-counts',
        label: '',
        description: '',
        key: [],
        checks: [],
        variables: ['OUTCOME', 'ARM', 'N', 'EVENTS'].map((name) => ({
          name,
          label: name,
          type: 'text' as const,
          required: true,
          missingAllowed: false,
          unit: null,
          minimum: null,
          maximum: null,
          codelist: null,
        })),
      },
    ],
  ]),
};

const good = `study: RECOVERY
title: A trial
drug: tocilizumab
sources:
  - { id: lancet, citation: "Lancet 2021", doi: 10.1016/S0140-6736(21)00676-0 }
data:
  counts: { file: counts.csv, dictionary: published-counts }
analyses:
  - id: death
    title: Death
    estimand:
      population: all
      treatments: { of: tocilizumab, versus: usual care }
      variable: death
      summary: risk ratio
    endpoint:
      id: published-counts
      from: counts
      where: { variable: OUTCOME, comparator: EQ, value: death }
    compare: { of: tocilizumab, versus: usual care }
    benefit: lower
    method: risk-ratio
    displays: [forest]
    claims:
      - { id: rr, statistic: risk-ratio, value: "0.90", interval: ["0.79", "1.02"], where: Table 2 }
`;

const plan = (text: string) =>
  planStudy(text, 'analysis.yaml', { id: 'recovery', area: 'covid-19' }, catalogue);

function problem(text: string): TrialError {
  try {
    plan(text);
  } catch (error) {
    return error as TrialError;
  }
  throw new Error('expected an error');
}

describe('planStudy', () => {
  it('resolves names, fills in defaults and keeps printed digits', () => {
    const { analyses, displays, sources } = plan(good);
    expect(analyses[0]).toMatchObject({
      id: 'death',
      options: { level: 0.95 },
      endpointOptions: { event: 'event' },
      rows: { variable: 'OUTCOME', comparator: 'EQ', value: ['death'] },
      context: {
        of: 'tocilizumab',
        versus: 'usual care',
        benefit: 'lower',
        intercurrentEvents: [],
        summary: 'risk ratio',
      },
    });
    expect(analyses[0]!.claims[0]!.claim).toMatchObject({
      value: '0.90',
      interval: ['0.79', '1.02'],
      level: 0.95,
    });
    expect(displays).toEqual([{ display: 'forest', title: 'Death', analyses: ['death'], options: {} }]);
    expect(sources[0]!.doi).toBe('10.1016/S0140-6736(21)00676-0');
  });

  it('carries intercurrent events with their strategies, and no estimand where none is written', () => {
    const events = 'intercurrentEvents: [{ event: rescue treatment, strategy: composite }]';
    const named = good.replace('      summary: risk ratio', `      ${events}\n      summary: risk ratio`);
    expect(plan(named).analyses[0]!.context.intercurrentEvents).toEqual([
      { event: 'rescue treatment', strategy: 'composite' },
    ]);
    const without = good.replace(/ {4}estimand:\n(?: {6}.*\n){4}/, '');
    expect(plan(without).analyses[0]!.context).not.toHaveProperty('summary');
  });

  it('reads the wrapped where clauses of CDISC ARS', () => {
    const wrapped = good.replace(
      'where: { variable: OUTCOME, comparator: EQ, value: death }',
      'where: { compoundExpression: { logicalOperator: AND, whereClauses: [{ condition: { variable: OUTCOME, comparator: IN, value: [death, other] } }, { condition: { variable: ARM, comparator: NE, value: x } }] } }',
    );
    expect(plan(wrapped).analyses[0]!.rows).toEqual({
      logicalOperator: 'AND',
      whereClauses: [
        { variable: 'OUTCOME', comparator: 'IN', value: ['death', 'other'] },
        { variable: 'ARM', comparator: 'NE', value: ['x'] },
      ],
    });
  });

  it.each([
    [
      'an unknown method, with the near one',
      'method: risk-ratio',
      'method: risk-ration',
      'analysis.yaml:22:13 plan/unknown-method',
      'Did you mean "risk-ratio"?',
    ],
    [
      'a method that does not fit the endpoint',
      'method: risk-ratio',
      'method: log-rank',
      'plan/method-does-not-fit',
      'survival data',
    ],
    [
      'an unknown column, at its place',
      'variable: OUTCOME',
      'variable: OUTCOM',
      'analysis.yaml:19:26 plan/unknown-column',
      'Did you mean "OUTCOME"?',
    ],
    ['an unknown dataset', 'from: counts', 'from: count', 'plan/unknown-dataset', 'Did you mean "counts"?'],
    [
      'an unknown dictionary',
      'dictionary: published-counts',
      'dictionary: published',
      'plan/unknown-dictionary',
      '',
    ],
    [
      'an unknown display',
      'displays: [forest]',
      'displays: [forrest]',
      'plan/unknown-display',
      'Did you mean "forest"?',
    ],
    [
      'an unknown option',
      'benefit: lower',
      'options: { levle: 0.9 }',
      'plan/unknown-option',
      'Did you mean "level"?',
    ],
    [
      'an unknown key inside an option, with the keys that may stand there',
      'benefit: lower',
      'options: { window: { form: 1, too: 2 } }',
      'plan/option',
      '"form" is not a key',
    ],
    ['an option out of range', 'benefit: lower', 'options: { level: 95 }', 'plan/option', ''],
    [
      'a statistic that the method does not estimate',
      'statistic: risk-ratio',
      'statistic: odds-ratio',
      'plan/statistic-not-estimated',
      '',
    ],
    [
      'an interval of another coverage',
      'benefit: lower',
      'options: { level: 0.9 }',
      'plan/level-mismatch',
      '',
    ],
    [
      'another summary than the method estimates',
      'summary: risk ratio',
      'summary: hazard ratio',
      'plan/estimand-summary',
      'risk ratio',
    ],
    [
      'other treatments than compared',
      'treatments: { of: tocilizumab',
      'treatments: { of: sarilumab',
      'plan/estimand-treatments',
      '',
    ],
    [
      'a world without death',
      'summary: risk ratio',
      'intercurrentEvents: [{ event: death, strategy: hypothetical }]\n      summary: risk ratio',
      'plan/estimand-strategy',
      '',
    ],
  ])('finds %s', (_what, from, to, code, words) => {
    const error = problem(good.replace(from, to));
    expect(error).toBeInstanceOf(PlanError);
    expect(error.message).toContain(code);
    expect(error.message).toContain(words);
  });

  it.each([
    ['an unquoted figure', 'value: "0.90"', 'value: 0.90', 'must be quoted'],
    ['an unknown key', 'benefit: lower', 'benefits: lower', '"benefits" is not a key'],
    ['a missing key', 'drug: tocilizumab\n', '', '"drug" is missing'],
    [
      'a claim without a figure',
      'value: "0.90", interval: ["0.79", "1.02"], ',
      '',
      'at least one printed figure',
    ],
    ['an id with a path in it', 'id: death', 'id: ../death', 'lower-case words'],
    ['a tab', 'drug: tocilizumab\nsources:\n  -', 'drug: tocilizumab\nsources:\n\t-', 'tab'],
    ['an anchor', 'title: Death', 'title: &t Death', 'Anchors and aliases are not allowed'],
    [
      'two documents',
      'drug: tocilizumab',
      'drug: tocilizumab\n---\ntitle: x',
      'several documents, parted by ---',
    ],
    [
      'a reserved key',
      'method: risk-ratio',
      'method: risk-ratio\n    __proto__: { level: 0.9 }',
      '__proto__',
    ],
    ['a wrong shape', 'method: risk-ratio', 'method: risk-ratio\n    options: []', 'Got an array; expected'],
    ['a key twice', 'drug: tocilizumab', 'drug: tocilizumab\ndrug: sarilumab', 'twice'],
  ])('refuses %s with line and column', (_what, from, to, words) => {
    const error = problem(good.replace(from, to));
    expect(error).toBeInstanceOf(SpecError);
    expect(error.message).toContain(words);
    expect(error.message).toMatch(/analysis\.yaml:\d+:\d+/);
  });

  it('reports issues of shape and of names at once', () => {
    const second = good
      .slice(good.indexOf('  - id: death'))
      .replace('id: death', 'id: death-2')
      .replace('method: risk-ratio', 'method: cox');
    const error = problem(`${good.replace('benefit: lower', 'benefits: lower')}${second}`);
    expect(error.issues.map((issue) => issue.code)).toEqual(['spec/unknown-key', 'plan/unknown-method']);
  });

  it('refuses hostile files quickly', () => {
    expect(problem('').message).toContain('yaml/empty');
    expect(problem('['.repeat(5000)).message).toContain('yaml/too-deep');
    expect(problem(`a: ${'x'.repeat(2_000_000)}`).message).toContain('yaml/too-large');
    expect(problem('a: !!js/function "x"').message).toContain('yaml/');
    expect(problem(`${' '.repeat(400)}a: 1`).message).toContain('yaml/too-deep');
    const keys = Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join(', ');
    const many = problem(good.replace('method: risk-ratio', `method: risk-ratio\n    options: { ${keys} }`));
    expect(many.issues.length).toBeLessThan(50);
    expect(many.message).toContain('4980 further keys');
    const bomb = 'a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]';
    expect(problem(bomb).message).toContain('Anchors and aliases');
  });
});
