import { describe, expect, it } from 'vitest';
import { MethodError } from '../../src/core/errors.js';
import { chiSquareTest } from '../../src/outcomes/binary/chi-square/chi-square.js';
import { fisherExact } from '../../src/outcomes/binary/fisher-exact/fisher-exact.js';
import { miettinenNurminen } from '../../src/outcomes/binary/miettinen-nurminen/miettinen-nurminen.js';
import { oddsRatio } from '../../src/outcomes/binary/odds-ratio/odds-ratio.js';
import { proportion } from '../../src/outcomes/binary/proportion/proportion.js';
import { riskDifference } from '../../src/outcomes/binary/risk-difference/risk-difference.js';
import { riskRatio } from '../../src/outcomes/binary/risk-ratio/risk-ratio.js';
import { anova } from '../../src/outcomes/continuous/anova/anova.js';
import { pairedT } from '../../src/outcomes/continuous/paired-t/paired-t.js';
import { welchT } from '../../src/outcomes/continuous/welch-t/welch-t.js';
import { incidenceRate } from '../../src/outcomes/count/incidence-rate/incidence-rate.js';
import { rateDifference } from '../../src/outcomes/count/rate-difference/rate-difference.js';
import { rateRatio } from '../../src/outcomes/count/rate-ratio/rate-ratio.js';
import {
  proportionalOdds,
  proportionalOddsFromCounts,
} from '../../src/outcomes/ordinal/proportional-odds/proportional-odds.js';
import { proportionalOddsAssumption } from '../../src/outcomes/ordinal/proportional-odds-assumption/proportional-odds-assumption.js';
import { transitionTable } from '../../src/outcomes/ordinal/transition-table/transition-table.js';
import { wilcoxon, wilcoxonFromCounts } from '../../src/outcomes/ordinal/wilcoxon/wilcoxon.js';
import { winStatistics, winStatisticsOf } from '../../src/outcomes/ordinal/win-statistics/win-statistics.js';

/** As a script without a type checker calls it. */
type Untyped = (...given: readonly unknown[]) => unknown;

const counts = [
  { events: 3, n: 9 },
  { events: 5, n: 8 },
];
const rates = [
  { events: 3, exposure: 9 },
  { events: 5, exposure: 8 },
];
const values = [
  [1, 2, 4],
  [2, 3, 7],
];
const ordinal = [
  {
    categories: ['low', 'high'],
    outcome: Int32Array.of(0, 1, 0, 1),
    weight: new Float64Array(4).fill(1),
    group: { levels: ['a', 'b'], codes: Int32Array.of(0, 0, 1, 1) },
    reference: 'a',
    covariates: [],
  },
];
const categories = [{ of: [1, 2, 3], versus: [2, 2, 1] }];

/** Each function with arguments that are fine, and options of which each is not. */
const methods: readonly (readonly [
  string,
  unknown,
  readonly unknown[],
  Readonly<Record<string, unknown>>,
])[] = [
  ['fisherExact', fisherExact, counts, {}],
  ['miettinenNurminen', miettinenNurminen, counts, { measure: 'RD', variance: 'mn', nullValue: '0' }],
  ['oddsRatio', oddsRatio, counts, { zeroCells: 'add-haf' }],
  ['riskRatio', riskRatio, counts, { zeroCells: 'half' }],
  ['riskDifference', riskDifference, counts, { interval: 'newcomb' }],
  ['proportion', proportion, counts.slice(0, 1), { interval: 'exact' }],
  ['welchT', welchT, values, { variances: 'pooled' }],
  ['pairedT', pairedT, [{ first: [1, 2, 4], second: [2, 2, 9] }], {}],
  ['incidenceRate', incidenceRate, rates.slice(0, 1), { interval: 'garwood', per: '100' }],
  ['rateDifference', rateDifference, rates, { per: 0 }],
  ['rateRatio', rateRatio, rates, { interval: 'wald', zeroCells: true }],
  ['wilcoxon', wilcoxon, values, { p: 'exakt', continuityCorrection: 'no' }],
  ['winStatistics', winStatistics, categories, { better: 'lowest' }],
  ['proportionalOdds', proportionalOdds, ordinal, { oddsOf: 'lower' }],
  ['proportionalOddsFromCounts', proportionalOddsFromCounts, categories, { oddsOf: 'up' }],
  ['proportionalOddsAssumption', proportionalOddsAssumption, ordinal, {}],
];

describe('outcome methods refuse what is no choice', () => {
  for (const [name, method, given, wrong] of methods) {
    const call = method as Untyped;
    it(`${name}: level and options`, () => {
      expect(() => call(...given)).not.toThrow();
      for (const level of ['0.95', 95, 0, 1, null]) {
        expect(() => call(...given, { level })).toThrow(/"level" is not a coverage/);
      }
      for (const [option, value] of Object.entries(wrong)) {
        expect(() => call(...given, { [option]: value }), option).toThrow(MethodError);
      }
      expect(() => call(...given, null)).toThrow(MethodError);
      expect(() => call(...given, 'add-half')).toThrow(MethodError);
    });

    it(`${name}: missing arguments`, () => {
      for (let missing = 0; missing < given.length; missing += 1) {
        const rest = given.map((argument, index) => (index === missing ? undefined : argument));
        expect(() => call(...rest)).toThrow(MethodError);
        const empty = given.map((argument, index) => (index === missing ? {} : argument));
        expect(() => call(...empty)).toThrow(MethodError);
      }
    });
  }

  it('lists of arms, tables and counted values', () => {
    for (const call of [chiSquareTest, anova, transitionTable, wilcoxonFromCounts, winStatisticsOf]) {
      expect(() => (call as unknown as Untyped)()).toThrow(MethodError);
    }
    expect(() => (chiSquareTest as Untyped)([undefined, counts[0]])).toThrow(/arms\[0\]" is missing/);
    expect(() => (anova as unknown as Untyped)(values, { variances: 'welch' })).toThrow(
      /one of "equal", "unequal"/,
    );
    expect(() => (transitionTable as Untyped)(['a', 'b'], [0, 1])).toThrow(/"after" is missing/);
  });

  it('does not take a misspelt option for none', () => {
    const pair = [counts[0], counts[1]];
    for (const [method, given, wrong, meant] of [
      [riskDifference, pair, { intervall: 'newcombe' }, 'interval'],
      [riskDifference, pair, { method: 'newcombe' }, 'interval, level'],
      [anova, [values], { variance: 'unequal' }, 'variances'],
    ] as unknown as readonly (readonly [Untyped, readonly unknown[], object, string])[]) {
      expect(() => method(...given, wrong)).toThrow(MethodError);
      expect(() => method(...given, wrong)).toThrow(new RegExp(meant));
      expect(() => method(...given, { [Object.keys(wrong)[0]!]: undefined })).toThrow(/is no option/);
    }
  });

  it('names the likely word', () => {
    expect(() => (riskDifference as Untyped)(...counts, { interval: 'newcomb' })).toThrow(
      /one of "wald", .*"newcombe", .*"farrington-manning".*Did you mean "newcombe"\?/,
    );
  });
});
