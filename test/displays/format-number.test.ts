import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notEstimable } from '../../src/core/estimable.js';
import {
  capitalise,
  capitaliseLabel,
  formatCount,
  formatEvents,
  formatLevel,
  formatNumber,
  formatP,
  formatPercent,
  formatPWithSign,
  formatRatio,
  formatSignificant,
  formatTime,
  joinInterval,
  toPercent,
} from '../../src/displays/format-number.js';

describe('printed numbers', () => {
  it('round half away from zero with a typographic minus', () => {
    expect(formatNumber(1.005, 2)).toBe('1.01');
    expect(formatNumber(-0.125, 2)).toBe('\u22120.13');
    expect(formatNumber(-0.001, 2)).toBe('0.00');
  });

  it('say in words why a number does not exist', () => {
    expect(formatNumber(notEstimable('zero-cells'), 2)).toBe('zero cells');
    expect(formatRatio(notEstimable('no-events'))).toBe('no events');
    expect(formatPercent(notEstimable('empty-group'))).toBe('empty group');
    expect(formatP(notEstimable('not-applicable'))).toBe('not applicable');
  });

  it('set thousands apart from 10 000 on', () => {
    expect(formatCount(2022)).toBe('2022');
    expect(formatCount(10449)).toBe('10\u202f449');
    expect(formatCount(1234567)).toBe('1\u202f234\u202f567');
    expect(formatCount(12.5)).toBe('12.5');
  });

  it('keep a tiny ratio from printing as zero', () => {
    expect(formatRatio(0.84)).toBe('0.84');
    expect(formatRatio(0.0028)).toBe('0.003');
    expect(formatRatio(154.231)).toBe('154.23');
  });

  it('show percentages without binary noise', () => {
    expect(toPercent(0.07)).toBe(7);
    expect(toPercent(0.145)).toBe(14.5);
    expect(toPercent(1e-7)).toBe(0.00001);
    expect(toPercent(0)).toBe(0);
    expect(formatPercent(0.307)).toBe('30.7%');
    expect(formatPercent(0.1445)).toBe('14.5%');
  });

  it('give p-values two significant digits within limits', () => {
    expect(formatP(0.00004961)).toBe('<0.001');
    expect(formatP(0.00004961, { smallest: 0.0001 })).toBe('<0.0001');
    expect(formatP(0.0028)).toBe('0.003');
    expect(formatP(0.0028, { smallest: 0.0001 })).toBe('0.0028');
    expect(formatP(0.0283)).toBe('0.028');
    expect(formatP(0.0996)).toBe('0.10');
    expect(formatP(0.15)).toBe('0.15');
    expect(formatP(0.996)).toBe('>0.99');
    expect(formatP(1e-300)).toBe('<0.001');
    expect(formatPWithSign(0.00001)).toBe('p<0.001');
    expect(formatPWithSign(0.03)).toBe('p=0.030');
  });

  it('never print a p-value that is not one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
        expect(formatP(p)).toMatch(/^(<0\.001|>0\.99|0\.\d{2,3})$/);
      }),
    );
  });

  it('join limits with a dash only where no minus stands', () => {
    expect(joinInterval('0.77', '0.92')).toBe('0.77–0.92');
    expect(joinInterval('\u22123.1', '17.1')).toBe('\u22123.1 to 17.1');
    expect(joinInterval('12.0', 'not reached')).toBe('12.0 to not reached');
    expect(joinInterval('66.5%', '70.6%')).toBe('66.5–70.6%');
  });

  it('print levels, events and names', () => {
    expect(formatLevel(0.95)).toBe('95%');
    expect(formatLevel(0.975)).toBe('97.5%');
    expect(formatEvents({ events: 621, n: 2022 }, true)).toBe('621/2022 (30.7%)');
    expect(formatEvents({ events: 0, n: 0 }, true)).toBe('0/0');
    expect(formatSignificant(0.012345)).toBe('0.0123');
    expect(formatSignificant(1234.5)).toBe('1235');
    expect(capitalise('tocilizumab')).toBe('Tocilizumab');
    expect(formatTime(28, 'days')).toBe('28 days');
    expect(formatTime(1, 'days')).toBe('1 day');
  });

  it('give a capital to a label of words and leave codes as they are', () => {
    const words = [
      'placebo',
      'non-invasive ventilation',
      'c-reactive protein',
      'tocilizumab IV',
      'yes, treated',
    ];
    for (const label of words) expect(capitaliseLabel(label)).toBe(capitalise(label));
    const codes = ['pH', 'eGFR', 'AGE', 'il-6', 'log(crp)', 'age:sex', '≤7', '8 mg/kg', 'x', 'mITT set', ''];
    for (const label of codes) expect(capitaliseLabel(label)).toBe(label);
  });
});
