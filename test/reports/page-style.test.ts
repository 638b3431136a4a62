import { describe, expect, it } from 'vitest';
import { contrastRatio } from '../../src/displays/style/category-ramp.js';
import { armColours, darkEquivalents } from '../../src/displays/style/palette.js';
import { pageScript } from '../../src/reports/html/page-script.js';
import { pageStyle } from '../../src/reports/html/page-style.js';

const style = pageStyle('RECOVERY');

/** Custom properties of the light page, or of the dark one. */
function properties(scheme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const block =
    scheme === 'light'
      ? style.slice(0, style.indexOf('}'))
      : style.slice(style.indexOf('prefers-color-scheme: dark'));
  const end = scheme === 'light' ? block.length : block.indexOf('}');
  return new Map(
    [...block.slice(0, end).matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  );
}

describe('the style sheet', () => {
  it.each(['light', 'dark'] as const)('has readable text on a %s page', (scheme) => {
    const colours = properties(scheme);
    const paper = colours.get('paper')!;
    for (const name of ['ink', 'muted', 'link']) {
      expect(contrastRatio(colours.get(name)!, paper), name).toBeGreaterThanOrEqual(4.5);
      expect(
        contrastRatio(colours.get(name)!, colours.get('panel')!),
        `${name} on panel`,
      ).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrastRatio(colours.get('focus')!, paper)).toBeGreaterThanOrEqual(3);
    const chips = [...colours.keys()]
      .filter((name) => name.endsWith('-tint'))
      .map((name) => name.replace('-tint', ''));
    expect(chips).toHaveLength(6);
    for (const chip of chips) {
      expect(contrastRatio(colours.get(chip)!, colours.get(`${chip}-tint`)!), chip).toBeGreaterThanOrEqual(
        4.5,
      );
    }
  });

  it('gives every line and letter of a figure its colour for the dark page', () => {
    for (const [light, dark] of darkEquivalents) {
      expect(style).toContain(`.plot [fill="${light}"] { fill: ${dark}; }`);
      expect(style).toContain(`.plot [stroke="${light}"] { stroke: ${dark}; }`);
    }
    expect(darkEquivalents.map(([light]) => light)).toEqual(expect.arrayContaining([...armColours]));
  });

  it('puts the study on every printed page and cannot be ended by its name', () => {
    expect(style).toContain('@top-left { content: "RECOVERY"');
    expect(pageStyle('</style><script>')).not.toContain('</style>');
  });
});

describe('the script', () => {
  it('parses, writes text as text and evaluates nothing', () => {
    expect(() => new Function(pageScript)).not.toThrow();
    expect(pageScript).not.toMatch(
      /\beval\(|new Function|innerHTML\s*=|outerHTML|insertAdjacentHTML|document\.write/,
    );
  });
});
