/**
 * Colours of text, lines and arms. Every colour that carries text or a thin line has a contrast of at least 4.5 : 1
 * on white; the first two arms (blue, vermilion) stay apart in every common form of colour blindness, and arms differ
 * in dash as well.
 */
export const colours = {
  ink: '#1b1b1f',
  muted: '#55565c',
  axis: '#6b6c72',
  rule: '#c9c9cf',
  grid: '#e4e4e8',
  paper: '#ffffff',
  /** Between filled segments: paper on a light page, but a grey that outlines dark segments on a dark one. */
  seam: '#fffffe',
  /** Estimates of single studies, outcomes and subgroups. */
  estimate: '#0b62a4',
  /** Pooled estimates. */
  pooled: '#1f3a5f',
} as const;

/** Colours of arms, first arm first. */
export const armColours = ['#0b62a4', '#c14a00', '#00775a', '#9c3f87', '#8a6100', '#4b4c52'] as const;

/** Dashes of arms in the same order; the first is solid. */
export const armDashes: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [9, 3, 2, 3],
  [4, 4],
  [12, 4],
];

/**
 * What a page with a dark background shows instead of each colour above: pairs of light and dark, each dark colour
 * with a contrast of at least 4.5 : 1 on the page's dark background (3 : 1 for rules and grid lines is not needed:
 * they carry no meaning).
 */
export const darkEquivalents: readonly (readonly [light: string, dark: string])[] = [
  [colours.ink, '#ececf0'],
  [colours.muted, '#b4b5bd'],
  [colours.axis, '#9fa0a8'],
  [colours.rule, '#4a4b52'],
  [colours.grid, '#33343a'],
  [colours.paper, '#16171a'],
  [colours.seam, '#8a8b94'],
  [colours.pooled, '#a9c8ec'],
  [armColours[0], '#6db7ee'],
  [armColours[1], '#ff9a5c'],
  [armColours[2], '#43cfa6'],
  [armColours[3], '#e59ad1'],
  [armColours[4], '#e3b13f'],
  [armColours[5], '#b9bac2'],
];

/** The colour of arm number `index`; after six arms the colours start again, while dashes do not match them. */
export function armColour(index: number): string {
  return armColours[index % armColours.length]!;
}

export function armDash(index: number): readonly number[] {
  return armDashes[index % armDashes.length]!;
}
