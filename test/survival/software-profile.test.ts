import { describe, expect, it } from 'vitest';
import type { CompetingEventsData, SurvivalData } from '../../src/core/analysis-data.js';
import type { ResultPart } from '../../src/core/result.js';
import { coxMethod } from '../../src/survival/cox/definition.js';
import { cumulativeIncidenceMethod } from '../../src/survival/cumulative-incidence/definition.js';
import { kaplanMeierMethod } from '../../src/survival/kaplan-meier/definition.js';
import { weightsAskForRobust } from '../../src/survival/software-profile.js';
import { stepQuantile } from '../../src/survival/step-quantile.js';
import { generateCoxRows } from './cox-rows.js';

const rows = generateCoxRows(90, 3);
const data: SurvivalData = {
  kind: 'survival',
  time: Float64Array.from(rows.time, (time) => Math.ceil(time / 4)),
  event: Uint8Array.from(rows.event),
  group: { levels: ['a', 'b'], codes: Int32Array.from(rows.treatment) },
  reference: 'a',
  covariates: [{ name: 'age', values: Float64Array.from(rows.age) }],
  timeUnit: 'days',
  eventLabel: 'death',
};
const codes = Int32Array.from(rows.centre, Number);
const clustered: SurvivalData = {
  ...data,
  cluster: { levels: Array.from({ length: 20 }, (_, i) => String(i)), codes },
};
const halves: SurvivalData = { ...data, weight: Float64Array.from(rows.weight, (weight) => weight / 2) };

const estimates = (parts: readonly ResultPart[]) =>
  parts.flatMap((part) => (part.kind === 'estimates' ? part.rows : []));
const cox = (given: SurvivalData, options: object) => coxMethod.run(given, coxMethod.options.parse(options));
const coxRows = (given: SurvivalData, options: object) => estimates(cox(given, options).parts);

describe('profiles of Cox regression', () => {
  it('set the rule for ties, and an option that is stated wins', () => {
    const efron = coxRows(data, { ties: 'efron' });
    const breslow = coxRows(data, { ties: 'breslow' });
    expect(efron[0]!.estimate).not.toBe(breslow[0]!.estimate);
    expect(coxRows(data, {})).toEqual(efron);
    expect(coxRows(data, { profile: 'r' })).toEqual(efron);
    expect(coxRows(data, { profile: 'sas' })).toEqual(breslow);
    expect(coxRows(data, { profile: 'stata' })).toEqual(breslow);
    expect(coxRows(data, { profile: 'sas', ties: 'efron' })).toEqual(efron);
  });

  it('take clusters into the variance unless told otherwise or impossible', () => {
    const robust = coxRows(clustered, {});
    expect(robust).toEqual(coxRows(clustered, { variance: 'robust' }));
    expect(robust[0]!.intervalMethod).toContain('robust variance');
    const told = cox(clustered, { variance: 'model' });
    expect(estimates(told.parts)).toEqual(coxRows(data, {}));
    expect(told.notices.map(({ code }) => code)).toContain('cox/clusters-not-used');
    expect(cox(clustered, {}).notices).toEqual([]);
    for (const options of [{ ties: 'exact' }, { penalty: 'firth' }, { interval: 'profile' }]) {
      const { notices } = cox(clustered, options);
      expect(notices.map(({ code }) => code)).toContain('cox/clusters-not-used');
    }
  });

  it('have robust variances for weights that are no counts, as R has and SAS has not', () => {
    expect(coxRows(halves, {})[0]!.intervalMethod).toContain('robust');
    expect(coxRows(halves, { profile: 'sas' })[0]!.intervalMethod).not.toContain('robust');
    expect(weightsAskForRobust('r', Float64Array.of(1, 2, 3))).toBe(false);
    expect(weightsAskForRobust('stata', Float64Array.of(1, 0.5))).toBe(true);
    expect(weightsAskForRobust('sas', Float64Array.of(1, 0.5))).toBe(false);
  });
});

describe('profiles of Kaplan-Meier curves', () => {
  const run = (given: SurvivalData, options: object) =>
    kaplanMeierMethod.run(given, kaplanMeierMethod.options.parse({ times: [5, 1000], ...options }));

  it('set the scale of intervals, quantiles and what lies beyond the last time', () => {
    const stated = { transform: 'log-log', quantileRule: 'sas', beyondLastObservation: 'not-estimable' };
    expect(run(data, { profile: 'sas' })).toEqual(run(data, stated));
    expect(run(data, { profile: 'stata' })).toEqual(run(data, { ...stated, quantileRule: 'stata' }));
    expect(run(data, {})).toEqual(
      run(data, { transform: 'log', quantileRule: 'r', beyondLastObservation: 'carry-forward' }),
    );
    expect(run(data, { profile: 'sas', transform: 'plain' })).toEqual(
      run(data, { ...stated, transform: 'plain' }),
    );
    expect(run(data, {})).not.toEqual(run(data, { profile: 'sas' }));
  });

  it('have the infinitesimal jackknife for weights that are no counts, and say that clusters have no part', () => {
    expect(run(halves, {})).toEqual(run(halves, { variance: 'robust' }));
    expect(run(halves, { profile: 'sas' })).toEqual(run(halves, { profile: 'sas', variance: 'greenwood' }));
    expect(run(clustered, {}).notices.map(({ code }) => code)).toContain('kaplan-meier/clusters-not-used');
  });
});

describe('profiles of cumulative incidence', () => {
  it('set interval and variance', () => {
    const competing: CompetingEventsData = {
      kind: 'competing-events',
      time: data.time,
      event: data.event.map((value, row) => (value === 1 ? 1 + (row % 2) : 0)),
      causes: ['discharge', 'death'],
      group: data.group!,
      reference: 'a',
      covariates: [],
      timeUnit: 'days',
    };
    const run = (options: object) =>
      cumulativeIncidenceMethod.run(
        competing,
        cumulativeIncidenceMethod.options.parse({ times: [5], ...options }),
      );
    expect(run({})).toEqual(run({ profile: 'sas' }));
    expect(run({ profile: 'sas' })).toEqual(run({ transform: 'log-log', variance: 'aalen' }));
    expect(run({ profile: 'r' })).toEqual(run({ transform: 'log', variance: 'delta' }));
    expect(run({ profile: 'r', variance: 'aalen' })).toEqual(run({ transform: 'log', variance: 'aalen' }));
  });
});

describe('quantiles of a step curve', () => {
  it('lie at the middle of a flat piece in R and SAS and at its start in Stata', () => {
    // The six times 1, 2, 2, 4, 6, 8: half have the event by 2, where stci reports the median.
    const time = [1, 2, 4, 6, 8];
    const survival = [5 / 6, 1 / 2, 1 / 3, 1 / 6, 0];
    expect(stepQuantile(time, survival, 0.5, 'r')).toBe(3);
    expect(stepQuantile(time, survival, 0.5, 'sas')).toBe(3);
    expect(stepQuantile(time, survival, 0.5, 'stata')).toBe(2);
    expect(stepQuantile([1, 2, 9], [0.8, 0.5, 0.5], 0.5, 'stata')).toBe(2);
    expect(stepQuantile([1, 2, 9], [0.8, 0.6, 0.6], 0.5, 'stata')).toBeNull();
  });
});

describe('diagnostics of Cox regression', () => {
  it('draw each log hazard ratio over time with its test, and give concordance an interval', () => {
    const { parts } = cox(data, { diagnostics: true, timeScale: 'identity' });
    const points = parts.flatMap((part) => (part.kind === 'points' ? [part] : []))[0]!;
    expect(points.xLabel).toBe('Time (days)');
    expect(points.series.map(({ name }) => name)).toEqual(['b', 'age']);
    const [arm] = points.series;
    expect(arm!.x.length).toBe(data.event.reduce((sum, value) => sum + value, 0));
    expect(arm!.smooth!.x.length).toBe(40);
    expect(arm!.referenceLine).toBe(coxRows(data, {})[0]!.estimate);
    expect(arm!.note).toMatch(/^Test of proportional hazards: chi-square \d+\.\d\d on 1 df, p = 0\.\d+\.$/);
    const concordance = parts
      .flatMap((part) => (part.kind === 'summary' ? part.rows : []))
      .find(({ statistic }) => statistic === 'concordance')!;
    expect(concordance.interval!.lower as number).toBeLessThan(concordance.value as number);
  });

  it('draw covariates of several columns apart, as multiples of their fitted effect', () => {
    const ages = Float64Array.from(rows.age);
    const curved: SurvivalData = {
      ...data,
      covariates: [
        { name: 'age', values: ages, term: 'AGE' },
        { name: 'age squared', values: ages.map((age) => (age - 50) ** 2), term: 'AGE' },
      ],
    };
    const { parts } = cox(curved, { diagnostics: true });
    const points = parts.flatMap((part) => (part.kind === 'points' ? [part] : []));
    expect(points.map(({ yLabel }) => yLabel)).toEqual(['Log hazard ratio', 'Multiple of the fitted effect']);
    expect(points.map(({ series }) => series.map(({ name }) => name))).toEqual([['b'], ['AGE']]);
    expect(points[1]!.series[0]!.referenceLine).toBe(1);
    expect(points[1]!.series[0]!.note).toContain('on 2 df');
  });

  it('draw at most 1000 events a panel and say so', () => {
    const many = generateCoxRows(2400, 8);
    const large: SurvivalData = {
      kind: 'survival',
      time: Float64Array.from(many.time),
      event: Uint8Array.from(many.event),
      reference: null,
      covariates: [{ name: 'age', values: Float64Array.from(many.age) }],
      timeUnit: 'days',
      eventLabel: 'death',
    };
    const { parts } = cox(large, { diagnostics: true });
    const [series] = parts.flatMap((part) => (part.kind === 'points' ? part.series : []));
    const events = many.event.filter((value) => value === 1).length;
    expect(series!.x.length).toBe(1000);
    expect(series!.note).toContain(`1000 of ${events} events are drawn`);
    expect(series!.x[0]).toBeLessThan(0.01);
    expect(series!.x.at(-1)).toBeGreaterThan(0.9);
  });

  it('have tests but nothing to draw with exact ties, and nothing at all without estimates', () => {
    const kinds = (options: object) =>
      cox(data, { diagnostics: true, ...options }).parts.map(({ kind }) => kind);
    expect(kinds({})).toContain('points');
    expect(kinds({ ties: 'exact' })).not.toContain('points');
    const { notices } = cox(data, { diagnostics: true, ties: 'exact' });
    expect(notices.map(({ code }) => code)).toContain('cox/no-diagnostics');
  });
});
