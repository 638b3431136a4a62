import { describe, expect, it } from 'vitest';
import { PlanError } from '../../../src/core/errors.js';
import { notEstimable } from '../../../src/core/estimable.js';
import type { EstimateRow, Result } from '../../../src/core/result.js';
import { forestDisplay } from '../../../src/displays/charts/forest/forest.js';
import { forestOptions } from '../../../src/displays/charts/forest/forest-options.js';
import {
  ratioRow,
  reactPool,
  reactPoolSmall,
  recoveryDischarge,
  recoveryRatios,
  recoverySubgroups,
  sampleResult,
} from '../sample-results.js';
import { layersWith, textsOf, xScales } from '../spec-parts.js';

const build = (results: readonly Result[], options: object = {}) =>
  forestDisplay.build(results, { ...forestOptions.parse(options), title: 'Forest' });

describe('a forest of trial outcomes', () => {
  const figure = build(recoveryRatios);

  it('prints ratios, counts with percentages and which side is good', () => {
    const texts = textsOf(figure.wide);
    expect(texts).toContain('0.84 (0.77–0.92)');
    expect(texts).toContain('619/1754 (35.3%)');
    expect(texts).toContain('← Favours tocilizumab');
    expect(texts).toContain('Favours usual care →');
    expect(texts).toContain('(95%\u00a0CI)');
  });

  it('puts every mark on one logarithmic scale with known ticks', () => {
    const scales = new Set(xScales(figure.wide).map((scale) => JSON.stringify(scale)));
    expect(scales.size).toBe(1);
    expect(JSON.parse([...scales][0]!)).toMatchObject({ type: 'log', domain: [0.5, 1.5] });
  });

  it('makes areas of squares proportional to precision', () => {
    const squares = layersWith(figure.wide, { shape: 'square' })[0]!.data.values;
    const rows = recoveryRatios.map((result) => result.parts[0]!);
    const precision = rows.map((part) =>
      part.kind === 'estimates' && typeof part.rows[0]!.standardError === 'number'
        ? part.rows[0]!.standardError ** -2
        : 0,
    );
    expect(squares).toHaveLength(7);
    // The first two outcomes are well above the smallest size.
    expect((squares[0]!['size'] as number) / (squares[1]!['size'] as number)).toBeCloseTo(
      precision[0]! / precision[1]!,
      3,
    );
  });

  it('has the same rows, fewer columns, in the narrow form', () => {
    expect(textsOf(figure.narrow)).toContain('0.84 (0.77–0.92)');
    expect(textsOf(figure.narrow).join(' ')).not.toContain('619/1754');
    expect(layersWith(figure.narrow, { shape: 'square' })[0]!.data.values).toHaveLength(7);
  });

  it('names sides neutrally and flags rows where the good side differs', () => {
    const mixed = build([recoveryRatios[0]!, recoveryDischarge]);
    expect(textsOf(mixed.wide)).toContain('← Lower with tocilizumab');
    expect(textsOf(mixed.wide).join(' ')).toContain('†');
    expect(mixed.footnotes.join(' ')).toContain('† A higher value is better');
    expect(mixed.summary).not.toContain('favour');
  });

  it('turns the labels round when the higher value is good', () => {
    const discharge = build([recoveryDischarge]);
    expect(textsOf(discharge.wide)).toContain('← Favours usual care');
    expect(textsOf(discharge.wide)).toContain('Favours tocilizumab →');
  });

  it('shows p-values where asked, and shorter names', () => {
    const asked = build(recoveryRatios, { pValues: true, smallestP: 0.0001, labels: { imv: 'IMV' } });
    expect(textsOf(asked.wide)).toEqual(expect.arrayContaining(['p', '0.0019', '<0.0001', 'IMV']));
  });
});

describe('a forest of studies', () => {
  const figure = build([reactPool]);

  it('keeps trials without events and says so', () => {
    expect(textsOf(figure.wide)).toContain('COVIDSTORM');
    expect(textsOf(figure.wide).filter((text) => text === 'not estimable')).toHaveLength(3);
    expect(figure.footnotes.join(' ')).toContain('COVIDSTORM (zero cells)');
    expect(figure.table.rows.find(({ label }) => label === 'TOCOVID')!['estimate']).toBe('zero cells');
  });

  it('draws weights, one diamond, the prediction interval and the heterogeneity', () => {
    const texts = textsOf(figure.wide);
    expect(texts).toContain('65.9%');
    expect(layersWith(figure.wide, { type: 'area' })[0]!.data.values).toHaveLength(3);
    expect(texts).toContain('Prediction interval');
    expect(texts).toContain('Heterogeneity: Q=19.60, df 15, p=0.19; I²=23.4%; τ²=0.0123');
    expect(textsOf(build([reactPool], { prediction: false }).wide)).not.toContain('Prediction interval');
  });

  it('ends intervals beyond the axis in arrows and never leaves the axis', () => {
    const cut = build([reactPool], { domain: [0.5, 2] });
    const left = layersWith(cut.wide, { shape: 'triangle-left' })[0]!.data.values;
    expect(left.length).toBeGreaterThan(5);
    for (const layer of layersWith(cut.wide, { type: 'rule' })) {
      if (layer.encoding['x']!['scale'] === null) continue;
      for (const row of layer.data.values) {
        expect(row['x']).toBeGreaterThanOrEqual(0.5);
        expect(row['x2'] ?? 1).toBeLessThanOrEqual(2);
      }
    }
    expect(cut.footnotes.join(' ')).toContain('arrow');
  });

  it('sorts by weight with the pool at the end', () => {
    const sorted = build([reactPool], { sort: 'weight' }).table.rows.map(({ label }) => label);
    expect(sorted[0]).toBe('RECOVERY');
    expect(sorted.slice(-2)).toEqual(['Inverse-variance pool', 'Prediction interval']);
  });

  it('puts several pools under headings', () => {
    const two = build([reactPool, reactPoolSmall]);
    expect(textsOf(two.wide)).toContain('28-day all-cause mortality');
    expect(two.table.rows[0]!['group']).toBe('28-day all-cause mortality');
  });
});

describe('a forest of subgroups', () => {
  it('gives the interaction p-value, once, beside each heading', () => {
    const figure = build(recoverySubgroups);
    expect(textsOf(figure.wide)).toEqual(
      expect.arrayContaining(['interaction p=0.009', 'interaction p=0.53']),
    );
    expect(figure.table.footnotes[0]).toContain('Interaction: Q=6.81, df 1, p=0.009');
  });

  it('prints no p-value of a subgroup, and each interaction p-value once', () => {
    const withP = recoverySubgroups.map((result) => ({
      ...result,
      parts: result.parts.map((part) =>
        part.kind === 'estimates'
          ? { ...part, rows: part.rows.map((row, index) => ({ ...row, p: 0.0123 + index })) }
          : part,
      ),
    }));
    const figure = build(withP, { pValues: true });
    for (const spec of [figure.wide, figure.narrow]) {
      const texts = textsOf(spec);
      expect(texts.filter((text) => text === 'interaction p=0.009')).toHaveLength(1);
      expect(texts.filter((text) => text.includes('p=0.53'))).toHaveLength(1);
    }
    const { summary: _summary, ...shown } = figure;
    expect(JSON.stringify(shown)).not.toContain('0.012');
    expect(new Set(figure.table.rows.map(({ p }) => p))).toEqual(new Set(['']));
    expect(figure.footnotes.join(' ')).toContain('Subgroups have no p-values of their own');
    expect(build(recoverySubgroups).footnotes.join(' ')).not.toContain('no p-values');
  });

  it('draws a subgroup among its studies as their pool', () => {
    const rows = (['study', 'study', 'subgroup'] as const).map((role, index) =>
      ratioRow(
        'risk-ratio',
        { events: 5, n: 10 },
        { events: 6, n: 10 },
        { role, term: `row ${index}`, p: 0.2 },
      ),
    );
    const figure = build([sampleResult('s', 'subgroup-analysis', [{ kind: 'estimates', rows }])]);
    expect(layersWith(figure.wide, { shape: 'square' })[0]!.data.values).toHaveLength(2);
    expect(layersWith(figure.wide, { type: 'area' })).toHaveLength(1);
    expect(figure.footnotes.join(' ')).not.toContain('Test of no effect');
  });

  it('names F tests and chi-square tests as such', () => {
    const test = { statistic: 'interaction', term: null, value: 4.2, df: 2, p: 0.02 } as const;
    const note = (more: object): string => {
      const parts = recoverySubgroups[0]!.parts.map((part) =>
        part.kind === 'test' ? { ...part, rows: [{ ...test, method: 'Wald', ...more }] } : part,
      );
      return textsOf(build([{ ...recoverySubgroups[0]!, parts }]).wide).find((text) =>
        text.startsWith('Interaction'),
      )!;
    };
    expect(note({})).toBe('Interaction: χ²=4.20, df 2, p=0.020');
    expect(note({ denominatorDf: 17 })).toBe('Interaction: F(2, 17)=4.20, p=0.020');
  });

  it('gives labels of words a capital and leaves codes as they are', () => {
    const rows = ['yes', 'CRP above 150 mg/L', 'pH below 7.3', '≤7'].map((term) =>
      ratioRow('risk-ratio', { events: 5, n: 10 }, { events: 6, n: 10 }, { term, role: 'subgroup' }),
    );
    const figure = build([sampleResult('s', 'cox', [{ kind: 'estimates', rows }])]);
    expect(figure.table.rows.map(({ label }) => label)).toEqual([
      'Yes',
      'CRP above 150 mg/L',
      'pH below 7.3',
      '≤7',
    ]);
  });

  it('does not say the same test twice under two names', () => {
    const [first] = recoverySubgroups;
    const doubled: Result = {
      ...first!,
      parts: first!.parts.map((part) =>
        part.kind === 'test'
          ? { ...part, rows: [...part.rows, { ...part.rows[0]!, statistic: 'interaction' as const }] }
          : part,
      ),
    };
    const notes = textsOf(build([doubled]).wide).filter((text) => text.startsWith('Interaction'));
    expect(notes).toHaveLength(1);
  });
});

describe('other scales and refusals', () => {
  const difference = sampleResult('rd', 'risk-difference', [
    {
      kind: 'estimates',
      rows: [
        {
          ...ratioRow('risk-ratio', { events: 20, n: 100 }, { events: 30, n: 100 }),
          statistic: 'risk-difference',
          scale: 'linear',
          estimate: -0.07,
          lower: -0.19,
          upper: 0.019,
        },
      ],
    },
  ]);

  it('shows risk differences in percentage points on a linear axis', () => {
    const figure = build([difference]);
    expect(textsOf(figure.wide)).toContain('\u22127.0 (\u221219.0 to 1.9)');
    expect(textsOf(figure.wide)).toContain('Risk difference (percentage points)');
    expect(xScales(figure.wide)[0]).toMatchObject({ type: 'linear', domain: [-20, 5] });
  });

  it('prints the unit of a difference', () => {
    const row = {
      ...ratioRow('risk-ratio', { events: 1, n: 2 }, { events: 1, n: 2 }),
      statistic: 'mean-difference',
      scale: 'linear',
      unit: 'mg/L',
    } as const;
    const figure = build([sampleResult('crp', 'welch-t', [{ kind: 'estimates', rows: [row] }])]);
    expect(textsOf(figure.wide)).toContain('Mean difference (mg/L)');
    expect(figure.table.columns.map(({ label }) => label)).toContain('Mean difference, mg/L');
    const other = sampleResult('hb', 'welch-t', [{ kind: 'estimates', rows: [{ ...row, unit: 'g/dL' }] }]);
    const both = build([sampleResult('crp', 'welch-t', [{ kind: 'estimates', rows: [row] }]), other]);
    expect(both.table.rows.map(({ label }) => label)).toEqual(['crp, mg/L', 'hb, g/dL']);
    expect(textsOf(both.wide)).toContain('Mean difference');
    const shift = { ...row, statistic: 'location-shift' } as const;
    const mixed = build([
      sampleResult('m', 'x', [{ kind: 'estimates', rows: [row] }]),
      sampleResult('s', 'x', [{ kind: 'estimates', rows: [shift] }]),
    ]);
    expect(textsOf(mixed.wide)).toContain('Difference (mg/L)');
  });

  it('refuses to put ratios and differences on one axis', () => {
    expect(() => build([difference, recoveryRatios[0]!])).toThrow(PlanError);
    expect(() => build(recoveryRatios, { statistic: 'hazard-ratio' })).toThrow(
      'no result has an effect to draw',
    );
  });

  it('turns the sides with the methods that can turn an effect', () => {
    const row = {
      ...ratioRow('risk-ratio', { events: 5, n: 10 }, { events: 6, n: 10 }),
      statistic: 'proportional-odds-ratio',
    } as const;
    const sides = (benefit: 'lower' | 'higher', oddsOf: string) => {
      const result = sampleResult(
        'o',
        'proportional-odds',
        [{ kind: 'estimates', rows: [row] }],
        { benefit },
        { options: { oddsOf } },
      );
      return textsOf(build([result]).wide).find((text) => text.startsWith('←'));
    };
    expect(sides('lower', 'higher-category')).toBe('← Favours tocilizumab');
    expect(sides('lower', 'lower-category')).toBe('← Favours usual care');
    expect(sides('higher', 'lower-category')).toBe('← Favours tocilizumab');
    const time = { ...row, statistic: 'time-ratio' } as const;
    const times = sampleResult('t', 'parametric-survival', [{ kind: 'estimates', rows: [time] }], {
      benefit: 'lower',
    });
    expect(textsOf(build([times]).wide)).toContain('← Favours usual care');
    const win = { ...row, statistic: 'win-ratio' } as const;
    const wins = sampleResult(
      'w',
      'win-statistics',
      [{ kind: 'estimates', rows: [win] }],
      { benefit: 'lower' },
      { options: { better: 'lower' } },
    );
    expect(textsOf(build([wins]).wide)).toContain('← Favours usual care');
  });

  it('refuses an axis that is none, and draws no line of no difference outside it', () => {
    expect(() => build(recoveryRatios, { domain: [0, 2] })).toThrow('display/axis-ends');
    expect(() => build(recoveryRatios, { domain: [2, 1] })).toThrow('display/axis-ends');
    const left = build(recoveryRatios, { domain: [0.5, 0.9] });
    expect(textsOf(left.wide).join(' ')).not.toContain('Favours');
  });

  it('names treatment in general where rows compare different arms', () => {
    const rows = ['8 mg/kg', '4 mg/kg'].map((term) =>
      ratioRow('risk-ratio', { events: 5, n: 10 }, { events: 6, n: 10 }, { term, of: term }),
    );
    const texts = textsOf(
      build([sampleResult('arms', 'risk-ratio', [{ kind: 'estimates', rows }], { of: null })]).wide,
    );
    expect(texts).toEqual(
      expect.arrayContaining(['8\u00a0mg/kg', '4\u00a0mg/kg', '← Favours treatment', 'Favours usual care →']),
    );
  });

  it('leaves covariates out beside treatment, and shows them alone without sides', () => {
    const age = {
      ...ratioRow('risk-ratio', { events: 5, n: 10 }, { events: 5, n: 10 }),
      role: 'covariate',
      term: 'AGE',
    } as const;
    const model = (rows: readonly (typeof age | ReturnType<typeof ratioRow>)[]) =>
      sampleResult('cox', 'cox', [{ kind: 'estimates', rows }]);
    const both = model([ratioRow('risk-ratio', { events: 5, n: 10 }, { events: 6, n: 10 }), age]);
    expect(textsOf(build([both]).wide)).not.toContain('AGE');
    expect(textsOf(build([both], { covariates: true }).wide)).toContain('AGE');
    expect(textsOf(build([model([age, { ...age, term: 'BMI' }])]).wide).join(' ')).not.toContain('Favours');
  });

  it('draws a row whose estimate does not exist at all', () => {
    const none = notEstimable('not-converged');
    const row = {
      ...ratioRow('risk-ratio', { events: 1, n: 2 }, { events: 1, n: 2 }),
      estimate: none,
      lower: none,
      upper: none,
      standardError: none,
    };
    const figure = build([
      sampleResult('x', 'risk-ratio', [{ kind: 'estimates', rows: [row] }], { title: 'Nothing' }),
    ]);
    expect(textsOf(figure.wide)).toContain('not estimable');
    expect(figure.footnotes.join(' ')).toContain('did not converge');
  });
});

describe('a forest of subgroups of subjects', () => {
  const level = (name: string, events: number): EstimateRow =>
    ratioRow(
      'risk-ratio',
      { events, n: 60 },
      { events: 20, n: 60 },
      {
        term: `SEX: ${name[0]!.toUpperCase()}`,
        role: 'subgroup',
        subgroup: { variable: 'SEX', label: 'Sex', level: name, overall: null },
      },
    );
  const result = sampleResult('improvement', 'risk-ratio', [
    { kind: 'estimates', rows: [ratioRow('risk-ratio', { events: 48, n: 120 }, { events: 40, n: 120 })] },
    { kind: 'estimates', rows: [level('female', 28), level('male', 20)] },
    {
      kind: 'test',
      rows: [{ statistic: 'interaction', term: 'SEX', value: 0.5, df: 1, p: 0.479, method: "Cochran's Q" }],
    },
  ]);
  const figure = build([result]);

  it('has the effect in all first, then a heading with its test over the levels', () => {
    const texts = textsOf(figure.wide);
    const order = ['All subjects', 'Sex', 'Female', 'Male'];
    expect(texts.filter((text) => order.includes(text)).sort()).toEqual(order.sort());
    expect(texts).toContain('interaction p=0.48');
    expect(figure.table.rows.map((cells) => cells['label'])).toEqual(['All subjects', 'Female', 'Male']);
    expect(figure.table.footnotes).toContain('Sex. Interaction: Q=0.50, df 1, p=0.48');
  });

  it('draws the line of the effect in all from it down, that of a pool down to it', () => {
    const dashed = (of: typeof figure) =>
      layersWith(of.wide, { type: 'rule' })
        .filter((layer) => 'strokeDash' in (layer.mark as object))
        .map((layer) => layer.data.values[0]!);
    const [ofSubjects] = dashed(figure);
    const [ofPool] = dashed(build([reactPool]));
    expect(ofSubjects!['y']).toBeGreaterThan(0);
    expect(ofSubjects!['y2']).toBeGreaterThan(ofSubjects!['y'] as number);
    expect(ofPool!['y']).toBe(0);
  });

  it('calls the row of all terms together overall', () => {
    const counts = [
      { events: 30, n: 60 },
      { events: 20, n: 60 },
    ] as const;
    const rows = [
      ratioRow('risk-ratio', ...counts),
      ratioRow('risk-ratio', ...counts, { term: 'Infections' }),
    ];
    const terms = build([sampleResult('events', 'risk-ratio', [{ kind: 'estimates', rows }])]);
    expect(terms.table.rows.map((cells) => cells['label'])).toEqual(['Overall', 'Infections']);
  });

  it('calls no effect in all subjects a pool', () => {
    expect(figure.summary).toContain('All subjects, 1.20');
    expect(figure.footnotes.join(' ')).toContain('Diamond: estimate in all subjects');
    expect(`${figure.summary} ${figure.footnotes.join(' ')}`).not.toMatch(/pool/i);
  });
});
