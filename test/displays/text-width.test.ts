import { describe, expect, it } from 'vitest';
import { wordsOf, wrapText } from '../../src/displays/layout/wrap-text.js';
import { textWidth } from '../../src/displays/style/text-width.js';

describe('textWidth', () => {
  it('knows narrow from wide letters', () => {
    expect(textWidth('iiiiiiiiii', 12)).toBeCloseTo(26.64, 10);
    expect(textWidth('WWWWWWWWWW', 12)).toBeCloseTo(113.28, 10);
  });

  it('gives every digit the same width, so that columns of numbers align', () => {
    expect(new Set([...'0123456789'].map((digit) => textWidth(digit, 10))).size).toBe(1);
  });

  it('sets bold text wider, accents as their base letter, unknown signs like a digit', () => {
    expect(textWidth('Placebo', 12, 'bold')).toBeGreaterThan(textWidth('Placebo', 12));
    expect(textWidth('é', 12)).toBe(textWidth('e', 12));
    expect(textWidth('漢', 10)).toBeCloseTo(5.56, 10);
  });
});

describe('wrapText', () => {
  it('breaks at spaces and holds the width', () => {
    const lines = wrapText('Invasive mechanical ventilation or death', 120, 12);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe('Invasive mechanical ventilation or death');
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(120);
  });

  it('keeps a number with its unit and a long word whole', () => {
    expect(wordsOf('Tocilizumab 8 mg/kg')).toEqual(['Tocilizumab', '8\u00a0mg/kg']);
    expect(wordsOf('Death within 28 days')).toEqual(['Death', 'within', '28\u00a0days']);
    expect(wordsOf('Figure 3 continued')).toEqual(['Figure', '3', 'continued']);
    expect(wrapText('Haemofiltration', 20, 12)).toEqual(['Haemofiltration']);
  });
});
