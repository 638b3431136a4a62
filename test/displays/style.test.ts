import { describe, expect, it } from 'vitest';
import { categoryColours, contrastRatio, textColourOn } from '../../src/displays/style/category-ramp.js';
import { armColours, armDash, colours, darkEquivalents } from '../../src/displays/style/palette.js';

const darkPage = '#16171a';

describe('colours', () => {
  it('of text and arms read on white', () => {
    for (const colour of [colours.ink, colours.muted, colours.estimate, colours.pooled, ...armColours]) {
      expect(contrastRatio(colour, '#ffffff'), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('of text and arms have an equivalent that reads on a dark page', () => {
    const dark = new Map(darkEquivalents);
    for (const colour of [colours.ink, colours.muted, colours.estimate, colours.pooled, ...armColours]) {
      expect(contrastRatio(dark.get(colour)!, darkPage), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('of arms come with different dashes', () => {
    const dashes = armColours.map((_, index) => armDash(index).join());
    expect(new Set(dashes).size).toBe(armColours.length);
  });

  it('of no category is a colour that a dark page replaces', () => {
    const replaced = new Set(darkEquivalents.map(([light]) => light));
    for (let count = 1; count <= 25; count += 1) {
      for (const ramp of ['sequential', 'diverging'] as const) {
        for (const colour of categoryColours(count, ramp)) expect(replaced.has(colour)).toBe(false);
      }
    }
  });
});

describe('category ramps', () => {
  it('fall steadily in lightness, for 2 to 25 categories', () => {
    for (let count = 2; count <= 25; count += 1) {
      const contrasts = categoryColours(count, 'sequential').map((colour) =>
        contrastRatio(colour, '#ffffff'),
      );
      expect(contrasts).toEqual([...contrasts].sort((one, other) => one - other));
      expect(new Set(categoryColours(count, 'sequential')).size).toBe(count);
    }
  });

  it('carry text that reads', () => {
    for (const colour of [...categoryColours(25, 'sequential'), ...categoryColours(25, 'diverging')]) {
      expect(contrastRatio(colour, textColourOn(colour)), colour).toBeGreaterThanOrEqual(4.5);
    }
  });
});
