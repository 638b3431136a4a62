import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalPower } from '../../src/survival/conditional-power/conditional-power.js';
import { survivalDesignMethod } from '../../src/survival/survival-design/definition.js';
import {
  eventProbability,
  lachinFoulkes,
  lachinFoulkesPower,
} from '../../src/survival/survival-design/lachin-foulkes.js';
import { logRankPower, requiredEvents } from '../../src/survival/survival-design/required-events.js';
import { survivalDesign } from '../../src/survival/survival-design/survival-design.js';
import { sampleData } from '../sample-data.js';
import { expectClose, readOracle } from './oracle.js';

interface Reference {
  readonly arguments: readonly number[];
  readonly expected: number;
}
interface Case {
  readonly probabilities: readonly Reference[];
  readonly sizes: readonly Reference[];
  readonly events: readonly {
    readonly arguments: readonly number[];
    readonly schoenfeld: number;
    readonly freedman: number;
  }[];
  readonly conditional: readonly {
    readonly arguments: readonly (number | null)[];
    readonly expected: number;
  }[];
}

const oracle = readOracle<Case>('survival-design', 'designs');
const [reference] = oracle.cases as readonly [Case];
const sidesOf = (value: number | undefined): 1 | 2 => (value === 1 ? 1 : 2);

describe('survival-design against numerical integration in R', () => {
  it('event probability', () => {
    for (const {
      arguments: [hazard, dropoutHazard, accrual, duration],
      expected,
    } of reference.probabilities) {
      const own = eventProbability(hazard!, {
        dropoutHazard: dropoutHazard!,
        accrual: accrual!,
        duration: duration!,
      });
      expectClose(own, expected, oracle.tolerance);
    }
  });

  it('Lachin and Foulkes, and their power back', () => {
    for (const { arguments: list, expected } of reference.sizes) {
      const [
        hazardExperimental,
        hazardControl,
        dropoutHazard,
        accrual,
        duration,
        alpha,
        sides,
        power,
        ratio,
      ] = list as readonly [number, number, number, number, number, number, number, number, number];
      const design = {
        hazardExperimental,
        hazardControl,
        dropoutHazard,
        accrual,
        duration,
        alpha,
        sides: sidesOf(sides),
        allocationRatio: ratio,
      };
      const result = lachinFoulkes({ ...design, power });
      expectClose(result.exact, expected, oracle.tolerance);
      expect(result.experimental + result.control).toBeGreaterThanOrEqual(result.exact);
      expectClose(lachinFoulkesPower({ ...design, subjects: result.exact }), power, 1e-12);
    }
  });

  it('events by Schoenfeld and Freedman, and their power back', () => {
    for (const { arguments: list, ...expected } of reference.events) {
      const [hazardRatio, power, alpha, sides, allocationRatio] = list as readonly [
        number,
        number,
        number,
        number,
        number,
      ];
      for (const formula of ['schoenfeld', 'freedman'] as const) {
        const design = { hazardRatio, alpha, sides: sidesOf(sides), allocationRatio, formula };
        const { exact, events } = requiredEvents({ ...design, power });
        expectClose(exact, expected[formula], 1e-12);
        expect(events).toBe(Math.ceil(exact));
        expectClose(logRankPower({ ...design, events: exact }), power, 1e-12);
      }
    }
  });

  it('conditional power', () => {
    for (const { arguments: list, expected } of reference.conditional) {
      const [events, plannedEvents, logHazardRatio, allocationRatio, assumed] = list;
      const result = conditionalPower({
        events: events!,
        plannedEvents: plannedEvents!,
        logHazardRatio: logHazardRatio!,
        allocationRatio: allocationRatio!,
        assume: assumed ?? 'trend',
      });
      expectClose(result.conditionalPower, expected, oracle.tolerance);
    }
  });
});

describe('survival-design laws and edges', () => {
  it('needs 508 events for a hazard ratio of 0.75 with 90% power', () => {
    expect(requiredEvents({ hazardRatio: 0.75 }).events).toBe(508);
  });

  it('a ratio and its inverse need the same events with even arms; more power needs more', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 0.95, noNaN: true }),
        fc.double({ min: 0.5, max: 0.98, noNaN: true }),
        fc.constantFrom('schoenfeld', 'freedman'),
        (hazardRatio, power, formula) => {
          const one = requiredEvents({ hazardRatio, power, formula }).exact;
          expectClose(requiredEvents({ hazardRatio: 1 / hazardRatio, power, formula }).exact / one, 1, 1e-9);
          expect(requiredEvents({ hazardRatio, power: power + 0.01, formula }).exact).toBeGreaterThan(one);
        },
      ),
    );
  });

  it('conditional power at no effect is the level before any look, and turns with the side of benefit', () => {
    const start = conditionalPower({ events: 1e-9, plannedEvents: 100, logHazardRatio: 0, assume: 'null' });
    expectClose(start.conditionalPower, 0.025, 1e-6);
    const lower = conditionalPower({ events: 40, plannedEvents: 100, logHazardRatio: -0.3 });
    const higher = conditionalPower({
      events: 40,
      plannedEvents: 100,
      logHazardRatio: 0.3,
      benefit: 'higher',
    });
    expect(higher).toEqual(lower);
    const trend = conditionalPower({
      events: 40,
      plannedEvents: 100,
      logHazardRatio: -0.3,
      assume: Math.exp(-0.3),
    });
    expectClose(trend.conditionalPower, lower.conditionalPower, 1e-12);
  });

  it('refuses designs that cannot be', () => {
    const timing = { accrual: 2, duration: 5 };
    expect(() => requiredEvents({ hazardRatio: 1 })).toThrow(/no difference/);
    expect(() => requiredEvents({ hazardRatio: 0.7, power: 1 })).toThrow(/"power"/);
    expect(() => requiredEvents({ hazardRatio: 0.7, power: 0.01 })).toThrow(/below alpha/);
    expect(() => requiredEvents({ hazardRatio: 0.7, alpha: 0 })).toThrow(/"alpha"/);
    expect(() => requiredEvents({ hazardRatio: 0.7, sides: 3 as never })).toThrow(/"sides"/);
    expect(() => logRankPower({ hazardRatio: 0.7, events: 0 })).toThrow(/"events"/);
    expect(() => lachinFoulkes({ ...timing, hazardControl: 0.2, hazardExperimental: 0.2 })).toThrow(/equals/);
    expect(() => eventProbability(0.1, { accrual: 6, duration: 5 })).toThrow(/"accrual"/);
    expect(() => eventProbability(0.1, { ...timing, dropoutHazard: -1 })).toThrow(/"dropoutHazard"/);
    expect(() => conditionalPower({ events: 50, plannedEvents: 50, logHazardRatio: 0 })).toThrow(
      /plannedEvents/,
    );
    expect(() => conditionalPower({ events: 5, plannedEvents: 50, logHazardRatio: Number.NaN })).toThrow(
      /logHazardRatio/,
    );
  });
});

describe('survivalDesign', () => {
  const row = { hazardRatio: 0.7, power: 0.9, events: 300, eventProbability: 0.4, allocationRatio: 2 };

  it('puts events, subjects and power of each formula together', () => {
    for (const formula of ['schoenfeld', 'freedman'] as const) {
      const result = survivalDesign(row, { formula });
      const { events } = requiredEvents({ ...row, formula });
      expect(result.requiredEvents).toBe(events);
      expect(result.requiredSubjects).toBe(Math.ceil(events / 0.4));
      expect(result.power).toBe(logRankPower({ ...row, formula }));
    }
    const rates = { hazardControl: 0.1, accrual: 6, duration: 18, dropoutHazard: 0.01 };
    const design = { ...rates, hazardExperimental: 0.07, allocationRatio: 2 };
    const result = survivalDesign(row, { formula: 'lachin-foulkes', rates });
    const size = lachinFoulkes({ ...design, power: 0.9 });
    expect(result.requiredSubjects).toBe(size.experimental + size.control);
    expectClose(result.exactEvents, size.expectedEvents, 1e-12);
    const share = (2 * eventProbability(0.07, rates) + eventProbability(0.1, rates)) / 3;
    expectClose(result.eventProbability, share, 1e-14);
    expectClose(result.power, lachinFoulkesPower({ ...design, subjects: 300 / share }), 1e-12);
    // Events that the design expects have its power.
    const back = survivalDesign(
      { ...row, power: null, events: result.exactEvents as number },
      { formula: 'lachin-foulkes', rates },
    );
    expectClose(back.power, 0.9, 1e-12);
    // Other formulas take the share of subjects with the event from the rates where it is not given.
    expectClose(survivalDesign({ ...row, eventProbability: null }, { rates }).eventProbability, share, 1e-14);
  });

  it('leaves out what was not assumed', () => {
    const open = survivalDesign({ hazardRatio: 0.7, power: 0.8 });
    expect(open.requiredSubjects).toEqual({ notEstimable: 'not-applicable' });
    expect(open.power).toEqual({ notEstimable: 'not-applicable' });
    expect(survivalDesign({ hazardRatio: 0.7, events: 90 }).requiredEvents).toEqual({
      notEstimable: 'not-applicable',
    });
    expect(survivalDesign({ ...row, eventProbability: 1 }).requiredSubjects).toBe(requiredEvents(row).events);
  });

  it('refuses what cannot be', () => {
    expect(() => survivalDesign(row, { formula: 'lachin-foulkes' })).toThrow(/"rates"/);
    expect(() => survivalDesign({ ...row, eventProbability: 1.2 })).toThrow(/"eventProbability"/);
    expect(() => survivalDesign({ ...row, hazardRatio: 1 })).toThrow(/no difference/);
    expect(() => survivalDesign({ ...row, events: 0 })).toThrow(/"events"/);
  });
});

describe('survival-design as a method', () => {
  const data = sampleData['design-assumptions'];
  const run = (options: object, own = data) =>
    survivalDesignMethod.run(own, survivalDesignMethod.options.parse(options));
  const rows = (options: object, own = data) => {
    const [part] = run(options, own).parts;
    return part?.kind === 'summary'
      ? part.rows.map(({ term, statistic, value }) => [term, statistic, value])
      : [];
  };

  it('gives a row a trial and statistic, and leaves out what does not apply', () => {
    expect(rows({})).toEqual([
      ['trial 1', 'hazard-ratio', 0.7],
      ['trial 1', 'required-events', 331],
      ['trial 1', 'required-subjects', 828],
    ]);
    const planned = { ...data, rows: [{ ...data.rows[0]!, power: null, events: 331 }] };
    const [, power] = rows({}, planned);
    expect(power!.slice(0, 2)).toEqual(['trial 1', 'power']);
    expect(power![2]).toBeGreaterThan(0.9);
    expect(power![2]).toBeLessThan(0.901);
  });

  it('takes a median or a rate of the control arm, and says which formula it used', () => {
    const timing = { formula: 'lachin-foulkes', accrual: 6, duration: 18 };
    const byMedian = rows({ ...timing, controlMedian: Math.LN2 / 0.1 });
    expect(byMedian).toEqual(rows({ ...timing, controlHazard: 0.1 }));
    const output = run({ ...timing, controlHazard: 0.1 });
    expect(output.notices.map(({ code }) => code)).toEqual([
      'survival-design/formula',
      'survival-design/event-probability',
    ]);
    expect(() => run({ ...timing, controlHazard: 0.1, controlMedian: 7 })).toThrow(/both/);
    expect(() => run({ ...timing })).toThrow(/neither/);
    expect(() => run({ controlHazard: 0.1 })).toThrow(/"duration"/);
    expect(() => run({ formula: 'lachin-foulkes' })).toThrow(/"rates"/);
  });
});
