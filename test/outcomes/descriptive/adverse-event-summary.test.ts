import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdverseEventsData } from '../../../src/core/analysis-data.js';
import { fisherExact } from '../../../src/outcomes/binary/fisher-exact/fisher-exact.js';
import { riskDifference } from '../../../src/outcomes/binary/risk-difference/risk-difference.js';
import { incidenceRate } from '../../../src/outcomes/count/incidence-rate/incidence-rate.js';
import {
  type AdverseEventOptions,
  adverseEventSummary,
} from '../../../src/outcomes/descriptive/adverse-event-summary/adverse-event-summary.js';
import { adverseEventSummaryMethod } from '../../../src/outcomes/descriptive/adverse-event-summary/definition.js';
import {
  type MissingStartRule,
  missingStartRules,
} from '../../../src/outcomes/descriptive/adverse-event-summary/event-times.js';
import { expectClose } from '../oracle-cases.js';
import { estimateRows, summaryRows } from '../part-rows.js';

interface Arm {
  readonly subjects: number;
  readonly events: number;
  readonly proportion: number;
  readonly incidence: readonly number[];
  readonly eventRate: readonly number[];
  readonly worst: readonly number[];
}
interface OracleFile {
  readonly tolerance: number;
  readonly input: Record<
    'arm' | 'exposure' | 'subject' | 'term' | 'bodySystem' | 'severity',
    readonly number[]
  >;
  readonly expected: readonly {
    readonly name: string;
    readonly arms: readonly Arm[];
    readonly differences: readonly { readonly mn: readonly (number | null)[]; readonly fisher: number }[];
  }[];
}
const oracle = JSON.parse(
  readFileSync(new URL('../../oracles/adverse-event-summary/three-arms.json', import.meta.url), 'utf8'),
) as OracleFile;
const { input } = oracle;
const data: AdverseEventsData = {
  kind: 'adverse-events',
  group: { levels: ['low', 'high', 'placebo'], codes: Int32Array.from(input.arm) },
  reference: 'placebo',
  exposure: Float64Array.from(input.exposure),
  exposureUnit: 'patient-years',
  events: {
    subject: Int32Array.from(input.subject),
    bodySystem: { levels: ['soc1', 'soc2', 'soc3'], codes: Int32Array.from(input.bodySystem) },
    term: {
      levels: ['pt1', 'pt2', 'pt3', 'pt4', 'pt5', 'pt6'],
      codes: Int32Array.from(input.term),
    },
    severity: { levels: ['mild', 'moderate', 'severe'], codes: Int32Array.from(input.severity) },
  },
};
const summarise = (options: AdverseEventOptions = {}) =>
  adverseEventSummary(data, { severity: true, ...options });
const addressOf = (name: string | null, bodySystem: string | null): string =>
  name === null ? 'any' : bodySystem === null ? name : `${bodySystem}/${name.replace(/ .*/, '')}`;

describe('adverse events against R', () => {
  const rows = summarise().rows;
  it('has the rows of R, each once', () => {
    expect(rows.map(({ name, bodySystem }) => addressOf(name, bodySystem)).sort()).toEqual(
      oracle.expected.map(({ name }) => name).sort(),
    );
  });

  it.each(oracle.expected.map((one) => [one.name, one] as const))('%s', (name, expected) => {
    const row = rows.find((candidate) => addressOf(candidate.name, candidate.bodySystem) === name)!;
    expect(row.arms.map(({ arm }) => arm)).toEqual(['low', 'high', 'placebo', null]);
    expected.arms.forEach((reference, index) => {
      const arm = row.arms[index]!;
      expect([arm.subjects, arm.events]).toEqual([reference.subjects, reference.events]);
      expectClose(arm.proportion, reference.proportion, 1e-14);
      for (const rate of ['incidence', 'eventRate'] as const) {
        const { rate: value, lower, upper } = arm[rate]!;
        [value, lower, upper].forEach((figure, place) => {
          expectClose(figure, reference[rate][place]!, oracle.tolerance, rate);
        });
      }
      expect(arm.worstSeverity.map(({ subjects }) => subjects)).toEqual(reference.worst);
      expect(arm.worstSeverity.map(({ severity }) => severity)).toEqual([
        'mild',
        'moderate',
        'severe',
        'not recorded',
      ]);
    });
    expected.differences.forEach(({ mn }, index) => {
      const { riskDifference: difference, lower, upper, p } = row.differences[index]!;
      [difference, lower, upper, p].forEach((figure, place) => {
        // A search in R ends within 1e-12 of the root, whatever its size.
        const reference = mn[place]!;
        expect(Math.abs((figure as number) - reference)).toBeLessThan(oracle.tolerance);
      });
    });
    const fisher = summarise({ test: 'fisher' }).rows.find(
      (candidate) => addressOf(candidate.name, candidate.bodySystem) === name,
    )!;
    expected.differences.forEach(({ fisher: p }, index) => {
      expectClose(fisher.differences[index]!.p, p, oracle.tolerance, 'fisher');
    });
  });

  it('agrees with the methods for one outcome', () => {
    for (const interval of ['miettinen-nurminen', 'newcombe'] as const) {
      for (const { arms, differences } of summarise({ interval }).rows) {
        const count = (index: number) => ({ events: arms[index]!.subjects, n: [40, 38, 21][index]! });
        const {
          riskDifference: estimate,
          z: _,
          interval: __,
          level: ___,
          ...rest
        } = riskDifference(count(0), count(2), { interval });
        expect(differences[0]).toEqual({ of: 'low', versus: 'placebo', riskDifference: estimate, ...rest });
      }
    }
    const first = summarise({ test: 'fisher' }).rows[0]!;
    expect(first.differences[1]!.p).toBe(
      fisherExact({ events: first.arms[1]!.subjects, n: 38 }, { events: first.arms[2]!.subjects, n: 21 }).p,
    );
    const rate = incidenceRate(
      { events: first.arms[0]!.events, exposure: summarise().arms[0]!.exposure! },
      { per: 100 },
    );
    expect(first.arms[0]!.eventRate).toEqual({ rate: rate.rate, lower: rate.lower, upper: rate.upper });
  });
});

interface TimeRow {
  readonly name: string;
  readonly time: readonly number[];
  readonly incidence: readonly (readonly number[])[];
  readonly contrasts: readonly {
    readonly difference: readonly number[];
    readonly ratio: readonly number[] | null;
    readonly p: number;
  }[];
}
const timeOracle = JSON.parse(
  readFileSync(new URL('../../oracles/adverse-event-summary/first-event.json', import.meta.url), 'utf8'),
) as {
  readonly tolerance: number;
  readonly start: readonly (number | null)[];
  readonly starts: Record<'missing' | 'before' | 'after', number>;
  readonly expected: Record<MissingStartRule, readonly TimeRow[]>;
};
const started: AdverseEventsData = {
  ...data,
  events: { ...data.events, start: Float64Array.from(timeOracle.start, (time) => time ?? Number.NaN) },
};

describe.each(missingStartRules)('time at risk until the first event against R, %s', (missingStart) => {
  const summary = adverseEventSummary(started, { missingStart, compareIncidence: true });
  const { tolerance } = timeOracle;

  it('says which time it counts and what it had to place', () => {
    expect(summary.exposure).toBe('until-first-event');
    expect(summary.starts).toEqual(timeOracle.starts);
    expect(Math.min(...Object.values(timeOracle.starts))).toBeGreaterThan(0);
  });

  it.each(timeOracle.expected[missingStart].map((one) => [one.name, one] as const))(
    '%s',
    (name, expected) => {
      const row = summary.rows.find((candidate) => addressOf(candidate.name, candidate.bodySystem) === name)!;
      expected.time.forEach((time, index) => {
        const arm = row.arms[index]!;
        expectClose(arm.timeAtRisk, time, 1e-13, 'time at risk');
        const { rate, lower, upper } = arm.incidence!;
        [rate, lower, upper].forEach((figure, place) => {
          expectClose(figure, expected.incidence[index]![place]!, tolerance, 'incidence');
        });
      });
      expect(row.incidenceContrasts.map(({ of, versus }) => [of, versus])).toEqual([
        ['low', 'placebo'],
        ['high', 'placebo'],
      ]);
      expected.contrasts.forEach(({ difference, ratio, p }, index) => {
        const contrast = row.incidenceContrasts[index]!;
        const { incidenceDifference, differenceLower, differenceUpper } = contrast;
        [incidenceDifference, differenceLower, differenceUpper].forEach((figure, place) => {
          expectClose(figure, difference[place]!, tolerance, 'difference');
        });
        expectClose(contrast.p, p, tolerance, 'p');
        const count = (arm: number) => row.arms[arm]!.subjects;
        if (count(index) > 0 && count(2) > 0) {
          expectClose(contrast.logRatioStandardError, Math.sqrt(1 / count(index) + 1 / count(2)), 1e-14);
        }
        const variance = (arm: number) => count(arm) / (expected.time[arm]! / 100) ** 2;
        expectClose(contrast.differenceStandardError, Math.sqrt(variance(index) + variance(2)), 1e-12);
        const { logIncidenceRatio, logRatioLower, logRatioUpper } = contrast;
        [logIncidenceRatio, logRatioLower, logRatioUpper].forEach((figure, place) => {
          if (ratio !== null && ratio.length > 0)
            expectClose(Math.exp(figure as number), ratio[place]!, tolerance, 'ratio');
        });
      });
    },
  );
});

describe('time at risk', () => {
  const figures = (summary: ReturnType<typeof adverseEventSummary>) =>
    summary.rows.map(({ name, arms }) => [
      name,
      arms.map(({ timeAtRisk, incidence }) => [timeAtRisk, incidence]),
    ]);
  const small = (exposure: readonly number[], subject: readonly number[], start: readonly number[]) => ({
    group: { levels: ['a', 'b'], codes: Int32Array.from(exposure, (_, row) => row % 2) },
    reference: 'b',
    exposureUnit: 'days',
    exposure: Float64Array.from(exposure),
    events: {
      subject: Int32Array.from(subject),
      bodySystem: { levels: ['s'], codes: new Int32Array(subject.length) },
      term: { levels: ['t'], codes: new Int32Array(subject.length) },
      start: Float64Array.from(start),
    },
  });

  it('counts to the earliest event, whatever the order, and ends with the exposure', () => {
    const [any] = adverseEventSummary(small([10, 20, 30, 40], [2, 2, 1, 2], [9, 4, 50, 7]), { per: 1 }).rows;
    expect(any!.arms.map(({ timeAtRisk }) => timeAtRisk)).toEqual([14, 60, 74]);
    expect(any!.arms[0]!.incidence!.rate).toBeCloseTo(1 / 14, 15);
    expect(any!.arms[0]!.eventRate!.rate).toBeCloseTo(3 / 40, 15);
  });

  it('is exactly 0, and no rounding, where all who are exposed had an event at its beginning', () => {
    const exposure = [0.1, 1, 0.2, 1, 0.3, 1, 0, 1, 0.7, 1];
    const [any] = adverseEventSummary(small(exposure, [8, 0, 4, 2], [0, -1, 0, Number.NaN])).rows;
    expect(any!.arms[0]!.timeAtRisk).toBe(0);
    expect(any!.arms[0]!.incidence!.rate).toEqual({ notEstimable: 'empty-group' });
    expect(any!.arms[0]!.subjects).toBe(4);
  });

  it('counts all exposure when asked, or when starts are not known', () => {
    const whole = adverseEventSummary(started, { exposure: 'whole' });
    expect(whole).toEqual(adverseEventSummary(data));
    expect(whole).toMatchObject({ exposure: 'whole', starts: null });
    expect(whole.rows[0]!.arms[0]!.timeAtRisk).toBe(whole.arms[0]!.exposure);
    const { exposure: _, ...unexposed } = started;
    expect(adverseEventSummary(unexposed)).toMatchObject({ exposure: null, starts: null });
    expect(() => adverseEventSummary(data, { exposure: 'until-first-event' })).toThrow(/needs the start/);
    expect(() => adverseEventSummary(unexposed, { compareIncidence: true })).toThrow(/needs the exposure/);
    expect(() => adverseEventSummary(data, { exposure: 'first' as never })).toThrow(/not a choice/);
    expect(() =>
      adverseEventSummary({ ...data, events: { ...data.events, start: new Float64Array(2) } }),
    ).toThrow(/events.start.*wrong length/);
    expect(() =>
      adverseEventSummary({
        ...data,
        events: { ...data.events, start: new Float64Array(data.events.subject.length).fill(-Infinity) },
      }),
    ).toThrow(/events.start\[0\].*is not a finite number/);
  });

  it('lies between the rules for missing starts, and both below the whole exposure', () => {
    const first = adverseEventSummary(started, { missingStart: 'start-of-exposure' }).rows;
    const last = adverseEventSummary(started, { missingStart: 'end-of-exposure' }).rows;
    const whole = adverseEventSummary(started, { exposure: 'whole' }).rows;
    whole.forEach(({ arms }, row) => {
      arms.forEach(({ timeAtRisk }, arm) => {
        const times = [
          first[row]!.arms[arm]!.timeAtRisk!,
          last[row]!.arms[arm]!.timeAtRisk!,
          timeAtRisk! + 1e-9,
        ];
        expect(times).toEqual([...times].sort((one, other) => one - other));
      });
    });
  });

  it('says nothing where there is nothing to compare', () => {
    const none = adverseEventSummary(small([1, 1], [], []), { compareIncidence: true, per: 1 }).rows[0]!;
    expect(none.incidenceContrasts[0]).toMatchObject({
      incidenceDifference: 0,
      differenceStandardError: { notEstimable: 'no-variation' },
      logIncidenceRatio: { notEstimable: 'no-events' },
      p: { notEstimable: 'no-variation' },
    });
    const one = adverseEventSummary(small([1, 1], [0], [0.5]), { compareIncidence: true, per: 1 }).rows[0]!;
    expect(one.incidenceContrasts[0]).toMatchObject({
      incidenceDifference: 2,
      logIncidenceRatio: { notEstimable: 'zero-cells' },
      logRatioUpper: { notEstimable: 'zero-cells' },
    });
    expect(one.incidenceContrasts[0]!.logRatioLower).toBeTypeOf('number');
    const unexposed = adverseEventSummary(small([0, 1], [1], [0.5]), { compareIncidence: true }).rows[0]!;
    expect(unexposed.incidenceContrasts[0]).toMatchObject({
      incidenceDifference: { notEstimable: 'empty-group' },
      p: { notEstimable: 'empty-group' },
    });
  });

  it('does not depend on the order of events or subjects', () => {
    const order = Int32Array.from(started.events.subject, (_, event) => event).reverse();
    const pick = <T extends Int32Array | Float64Array>(values: T): T =>
      values.map((_, index) => values[order[index]!]!) as T;
    const { subject, bodySystem, term, start } = started.events;
    const turned = adverseEventSummary({
      ...started,
      events: {
        subject: pick(subject),
        bodySystem: { ...bodySystem, codes: pick(bodySystem.codes) },
        term: { ...term, codes: pick(term.codes) },
        start: pick(start!),
      },
    });
    const own = adverseEventSummary(started);
    expect(turned.starts).toEqual(own.starts);
    figures(turned)
      .flat(3)
      .forEach((figure, index) => {
        const other = figures(own).flat(3)[index];
        if (typeof figure === 'number') expect(figure).toBeCloseTo(other as number, 11);
      });
  });
});

describe('rows', () => {
  const names = (options: AdverseEventOptions) => summarise(options).rows.map(({ name }) => name);

  it('orders classes and their terms by frequency or alphabet', () => {
    const rows = summarise().rows;
    const totals = (level: string, system: string | null) =>
      rows
        .filter((row) => row.level === level && row.bodySystem === system)
        .map(({ arms }) => arms[3]!.subjects);
    for (const [level, system] of [
      ['body-system', null],
      ['term', 'soc1'],
      ['term', 'soc3'],
    ] as const) {
      const found = totals(level, system);
      expect(found.length).toBeGreaterThan(1);
      expect(found).toEqual([...found].sort((a, b) => b - a));
    }
    expect(names({ order: 'alphabet' })).toEqual([
      null,
      'soc1',
      'pt1',
      'pt2',
      'soc2',
      'pt3',
      'pt4 (soc2)',
      'soc3',
      'pt4 (soc3)',
      'pt5',
      'pt6',
    ]);
    const inArm = summarise({ by: 'term', orderArm: 'high' }).rows.slice(1);
    const counts = inArm.map(({ arms }) => arms[1]!.subjects);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  it('shows classes, terms or neither', () => {
    expect(names({ by: 'none' })).toEqual([null]);
    expect(names({ by: 'body-system', order: 'alphabet' })).toEqual([null, 'soc1', 'soc2', 'soc3']);
    expect(names({ by: 'term', order: 'alphabet' })).toEqual([
      null,
      'pt1',
      'pt2',
      'pt3',
      'pt4',
      'pt5',
      'pt6',
    ]);
    const pt4 = summarise({ by: 'term' }).rows.find(({ name }) => name === 'pt4')!;
    const parts = summarise().rows.filter(({ name }) => name?.startsWith('pt4'));
    expect(pt4.arms[3]!.events).toBe(parts[0]!.arms[3]!.events + parts[1]!.arms[3]!.events);
  });

  it('keeps terms at the threshold, classes that keep a term, and all counts of a class', () => {
    const all = summarise();
    const share = Math.max(
      ...all.rows
        .find(({ name }) => name === 'pt3')!
        .arms.slice(0, 3)
        .map(({ proportion }) => proportion as number),
    );
    const cut = summarise({ threshold: share });
    expect(cut.rows.map(({ name }) => name)).toContain('pt3');
    expect(cut.belowThreshold).toBeGreaterThan(0);
    for (const row of cut.rows.filter(({ level }) => level === 'term')) {
      expect(
        Math.max(...row.arms.slice(0, 3).map(({ proportion }) => proportion as number)),
      ).toBeGreaterThanOrEqual(share);
    }
    const soc2 = (rows: typeof all.rows) => rows.find(({ name }) => name === 'soc2');
    expect(soc2(cut.rows)).toEqual(soc2(all.rows));
    expect(summarise({ threshold: 1 }).rows.map(({ name }) => name)).toEqual([null]);
  });
});

describe('edges', () => {
  const quiet: AdverseEventsData = {
    ...data,
    events: {
      subject: new Int32Array(0),
      bodySystem: { levels: [], codes: new Int32Array(0) },
      term: { levels: [], codes: new Int32Array(0) },
    },
  };

  it('says zero where nobody had an event', () => {
    const { rows } = adverseEventSummary(quiet);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.arms[0]).toMatchObject({ subjects: 0, events: 0, proportion: 0 });
    expect(rows[0]!.arms[0]!.incidence).toMatchObject({ rate: 0, lower: 0 });
    expect(rows[0]!.differences[0]).toMatchObject({ riskDifference: 0, p: { notEstimable: 'no-variation' } });
    expect(rows[0]!.arms[0]!.worstSeverity).toEqual([]);
  });

  it('has no proportion of an empty arm and no rate without exposure', () => {
    const { exposure: _, ...rest } = quiet;
    const empty = adverseEventSummary({
      ...rest,
      group: { levels: ['low', 'none', 'placebo'], codes: new Int32Array(5) },
    });
    expect(empty.rows[0]!.arms[1]).toMatchObject({
      proportion: { notEstimable: 'empty-group' },
      incidence: null,
    });
    expect(empty.rows[0]!.differences[0]!.riskDifference).toEqual({ notEstimable: 'empty-group' });
    expect(
      adverseEventSummary({ ...quiet, exposure: new Float64Array(99) }).rows[0]!.arms[0]!.eventRate,
    ).toEqual({
      rate: { notEstimable: 'empty-group' },
      lower: { notEstimable: 'empty-group' },
      upper: { notEstimable: 'empty-group' },
    });
  });

  it('compares nothing without a reference, and has one column for one arm', () => {
    expect(adverseEventSummary({ ...data, reference: null }).rows[0]!.differences).toEqual([]);
    const one = adverseEventSummary({
      ...data,
      reference: null,
      group: { levels: ['all'], codes: new Int32Array(99) },
    });
    expect(one.rows[0]!.arms.map(({ arm }) => arm)).toEqual(['all']);
  });

  it('refuses what is not a table of events', () => {
    const wrong = (change: Partial<AdverseEventsData['events']>) =>
      expect(() => adverseEventSummary({ ...data, events: { ...data.events, ...change } }));
    wrong({ subject: Int32Array.from(input.subject, () => 99) }).toThrow(/events.subject\[0\]/);
    wrong({ term: { levels: ['a'], codes: data.events.term.codes } }).toThrow(/code without a level/);
    wrong({ bodySystem: { levels: ['a'], codes: new Int32Array(3) } }).toThrow(/has another length/);
    wrong({ severity: { levels: ['a'], codes: new Int32Array(3) } }).toThrow(/has the wrong length/);
    expect(() => adverseEventSummary({ ...data, exposure: new Float64Array(99).fill(-1) })).toThrow(
      /is not a time at risk/,
    );
    expect(() => adverseEventSummary({ ...data, exposure: new Float64Array(1) })).toThrow(/wrong length/);
    expect(() => adverseEventSummary({ ...data, reference: 'other' })).toThrow(/names no arm/);
    expect(() => summarise({ orderArm: 'other' })).toThrow(/names no arm/);
    expect(() => summarise({ threshold: 5 })).toThrow(/from 0 to 1/);
    expect(() => summarise({ order: 'frequncy' as never })).toThrow(/Did you mean "frequency"/);
  });
});

describe('laws', () => {
  it('counts the same in any order of events, and a subject at most once a row', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(4), fc.nat(2)), { maxLength: 40 }), (events) => {
        const of = (list: typeof events) =>
          adverseEventSummary(
            {
              group: { levels: ['a', 'b'], codes: Int32Array.from({ length: 10 }, (_, row) => row % 2) },
              reference: 'b',
              exposureUnit: 'years',
              events: {
                subject: Int32Array.from(list, ([subject]) => subject),
                bodySystem: { levels: ['x', 'y'], codes: Int32Array.from(list, ([, term]) => term % 2) },
                term: { levels: ['p', 'q', 'r', 's', 't'], codes: Int32Array.from(list, ([, term]) => term) },
                severity: { levels: ['1', '2', '3'], codes: Int32Array.from(list, ([, , grade]) => grade) },
              },
            },
            { severity: true },
          );
        const summary = of(events);
        expect(of([...events].reverse())).toEqual(summary);
        for (const { arms, level, name, differences } of summary.rows) {
          for (const { arm, subjects, worstSeverity, events: count } of arms) {
            const own = events.filter(
              ([subject, term]) =>
                (arm === null || subject % 2 === (arm === 'a' ? 0 : 1)) &&
                (level === 'any' || (level === 'term' ? 'pqrst'[term] : 'xy'[term % 2]) === name),
            );
            expect(count).toBe(own.length);
            expect(subjects).toBe(new Set(own.map(([subject]) => subject)).size);
            expect(worstSeverity.reduce((sum, one) => sum + one.subjects, 0)).toBe(subjects);
          }
          const { riskDifference: estimate, lower, upper } = differences[0]!;
          expect(lower as number).toBeLessThanOrEqual(estimate as number);
          expect(upper as number).toBeGreaterThanOrEqual(estimate as number);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the method', () => {
  const run = (options = {}) =>
    adverseEventSummaryMethod.run(data, adverseEventSummaryMethod.options.parse(options));

  it('names every figure once, rates per 100 patient-years', () => {
    const output = run({ severity: true });
    const keys = summaryRows(output).map(({ group, term, statistic }) => `${group}|${term}|${statistic}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(summaryRows(output).find(({ statistic }) => statistic === 'rate')).toMatchObject({
      unit: 'per 100 patient-years',
      interval: { level: 0.95, method: 'exact Poisson (Garwood)' },
    });
    expect(summaryRows(output).some(({ term }) => term === 'Any adverse event: severe')).toBe(true);
    expect(estimateRows(output)[0]).toMatchObject({
      counts: { versus: { n: 21 } },
      intervalMethod: 'Miettinen-Nurminen score',
    });
  });

  it('says what the threshold left out and that nothing is adjusted', () => {
    expect(run({ threshold: 0.3 }).notices.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Incidence divides by the whole exposure of all subjects/),
      expect.stringMatching(/^Terms below 30% in every arm, not shown: \d\.$/),
      expect.stringMatching(/not adjusted/),
    ]);
    expect(run({ by: 'none', exposure: 'whole' }).notices).toEqual([]);
  });

  it('names the time at risk, the comparisons of incidence, and what was placed where', () => {
    const withStarts = (options = {}) =>
      adverseEventSummaryMethod.run(started, adverseEventSummaryMethod.options.parse(options));
    const output = withStarts({ compareIncidence: true });
    expect(
      summaryRows(output).find(({ statistic }) => statistic === 'exposure-adjusted-incidence'),
    ).toMatchObject({ unit: 'per 100 patient-years to first event' });
    expect(summaryRows(output).find(({ statistic }) => statistic === 'time-at-risk')).toMatchObject({
      unit: 'patient-years',
    });
    const { missing, before, after } = timeOracle.starts;
    expect(output.notices.slice(0, 3).map(({ message }) => message)).toEqual([
      `Events without a start: ${missing} of 160; taken at the start of exposure, which gives the highest incidence (missingStart: start-of-exposure).`,
      `Events that start before exposure: ${before} of 160; their subjects count, without time at risk in the rows of these events.`,
      `Events that start after the end of exposure: ${after} of 160; their subjects count, and are at risk for their whole exposure.`,
    ]);
    expect(withStarts({ missingStart: 'end-of-exposure' }).notices[0]!.message).toMatch(/lowest incidence/);
    const [risk, , difference, ratio] = estimateRows(output);
    expect([risk, difference, ratio].map((row) => row!.statistic)).toEqual([
      'risk-difference',
      'incidence-difference',
      'incidence-ratio',
    ]);
    expect(ratio).toMatchObject({ scale: 'log', p: difference!.p, of: 'low', versus: 'placebo' });
  });

  it('counts a million events of 20 000 subjects', () => {
    const size = 1e6;
    const hash = (index: number, prime: number, modulus: number) => ((index * prime) >>> 5) % modulus;
    const term = Int32Array.from({ length: size }, (_, index) => hash(index, 2654435761, 1500));
    const many: AdverseEventsData = {
      ...data,
      group: { levels: ['a', 'b'], codes: Int32Array.from({ length: 20_000 }, (_, row) => row % 2) },
      reference: 'b',
      exposure: new Float64Array(20_000).fill(1),
      events: {
        subject: Int32Array.from({ length: size }, (_, index) => hash(index, 40503, 20_000)),
        term: { levels: Array.from({ length: 1500 }, (_, code) => `t${code}`), codes: term },
        bodySystem: {
          levels: Array.from({ length: 27 }, (_, code) => `s${code}`),
          codes: term.map((code) => code % 27),
        },
        severity: { levels: ['1', '2', '3'], codes: term.map((code, index) => (code + index) % 3) },
        start: Float64Array.from({ length: size }, (_, index) => hash(index, 97, 1000) / 1000),
      },
    };
    const { rows } = adverseEventSummary(many, { by: 'body-system', severity: true });
    expect(rows[0]!.arms[2]!.events).toBe(size);
  });
});
