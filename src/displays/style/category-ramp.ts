/** Ordered colours for ordered categories, up to any number of them. */
export type RampName = 'sequential' | 'diverging';

/** Lightness falls steadily along the first ramp, so that it survives greyscale print. */
const ramps: Record<RampName, readonly string[]> = {
  sequential: ['#ece8b4', '#bfe0b6', '#6fbfb5', '#3390b5', '#2a5a9c', '#2c1e57'],
  diverging: ['#124e86', '#6ea8d3', '#d5e6f1', '#f8dcc0', '#e08a4a', '#8c2f04'],
};

/** `count` colours along a ramp, first category first; one category alone takes a middle colour. */
export function categoryColours(count: number, name: RampName): readonly string[] {
  const stops = ramps[name].map(toOklab);
  return Array.from({ length: count }, (_, index) => {
    const place = (count === 1 ? 0.6 : index / (count - 1)) * (stops.length - 1);
    const left = Math.min(Math.floor(place), stops.length - 2);
    const share = place - left;
    const from = stops[left]!;
    const to = stops[left + 1]!;
    return fromOklab([mix(from[0], to[0], share), mix(from[1], to[1], share), mix(from[2], to[2], share)]);
  });
}

/** Black or white, whichever reads better on `background`. Neither is a colour that a dark page replaces. */
export function textColourOn(background: string): '#000000' | '#fefefe' {
  const luminance = relativeLuminance(background);
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000000' : '#fefefe';
}

/** Contrast of two colours as WCAG 2.2 defines it: 1 for equal colours, 21 for black on white. */
export function contrastRatio(one: string, other: string): number {
  const [low, high] = [relativeLuminance(one), relativeLuminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (high + 0.05) / (low + 0.05);
}

function relativeLuminance(colour: string): number {
  const [red, green, blue] = linearChannels(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

type Triple = readonly [number, number, number];

function linearChannels(colour: string): Triple {
  const channel = (start: number): number => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const mix = (from: number, to: number, share: number): number => from + (to - from) * share;

/** Ottosson B. A perceptual color space for image processing, 2020: equal steps look equal. */
function toOklab(colour: string): Triple {
  const [r, g, b] = linearChannels(colour);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Triple): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${channels.map(encodeChannel).join('')}`;
}

function encodeChannel(linear: number): string {
  const clipped = Math.min(1, Math.max(0, linear));
  const value = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(value * 255)
    .toString(16)
    .padStart(2, '0');
}
