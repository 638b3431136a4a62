import { gammaQuantile, gammaUpperQuantile } from '../../math/distributions/gamma.js';
import { normalUpperQuantile } from '../../math/distributions/normal.js';
import { log1mexp } from '../../math/special/log1mexp.js';
import { logGammaDistribution } from './log-gamma-distribution.js';
import {
  extremeValue,
  type Jet,
  logistic,
  normal,
  type StandardDistribution,
} from './standard-distributions.js';

export const parametricDistributions = [
  'exponential',
  'weibull',
  'log-normal',
  'log-logistic',
  'gamma',
  'generalised-gamma',
  'gompertz',
] as const;
export type ParametricDistribution = (typeof parametricDistributions)[number];

/**
 * A logarithm with its first and second derivatives by the parameters of one row: the location (the linear predictor)
 * and up to two ancillary parameters. `second` holds the lower triangle row after row.
 */
export interface RowJet {
  readonly value: number;
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** Location and ancillary parameters of one row. */
export type RowParameters = readonly number[];

/** What an ancillary parameter is, and what it is on the scale people quote. */
export interface AncillaryParameter {
  /** Name of the parameter as it is estimated, without bounds. */
  readonly name: string;
  readonly start: number;
  /** Quoted name, and the quoted value as a function of the estimated one with its slope. */
  readonly quoted: readonly {
    readonly name: string;
    readonly value: (estimate: number) => number;
    readonly slope: (estimate: number) => number;
  }[];
  /** How it changes when times are divided by a unit: multiplied by unit to this power. */
  readonly unitPower: 0 | -1;
}

export interface ParametricFamily {
  readonly label: string;
  readonly ancillary: readonly AncillaryParameter[];
  /** `time`: the predictor is a log time and effects stretch time. `hazard`: it is a log rate. */
  readonly predictor: 'time' | 'hazard';
  /** Whether arms have proportional hazards, and the log hazard ratio as a multiple of the effect, with its slope. */
  readonly hazardMultiple:
    | ((ancillary: readonly number[]) => { value: number; slope: readonly number[] })
    | null;
  readonly logDensity: (time: number, row: RowParameters) => RowJet;
  readonly logSurvival: (time: number, row: RowParameters) => RowJet;
  readonly logFailure: (time: number, row: RowParameters) => RowJet;
  /** Time that a share `survival` of subjects passes free of the event; infinite where more never have it. */
  readonly timeAt: (survival: number, row: RowParameters) => number;
}

const logScale: AncillaryParameter = {
  name: 'log scale',
  start: 0,
  quoted: [{ name: 'scale', value: Math.exp, slope: Math.exp }],
  unitPower: 0,
};

type Kind = 'fixed-scale' | 'scale' | 'scale-and-shape' | 'shape-is-scale';

/** Log time is location + scale * W with W from a standard distribution. */
function locationScale(
  label: string,
  standard: StandardDistribution,
  kind: Kind,
  ancillary: readonly AncillaryParameter[],
  upperQuantile: (survival: number, shape: number) => number,
  hazardMultiple: ParametricFamily['hazardMultiple'],
): ParametricFamily {
  const scaleOf = (row: RowParameters) => (kind === 'fixed-scale' ? 1 : Math.exp(row[1]!));
  const shapeOf = (row: RowParameters, scale: number) =>
    kind === 'scale-and-shape' ? row[2]! : kind === 'shape-is-scale' ? scale : 0;
  const at = (part: keyof StandardDistribution, time: number, row: RowParameters) => {
    const scale = scaleOf(row);
    const w = (Math.log(time) - row[0]!) / scale;
    const jet = standard[part](w, shapeOf(row, scale));
    return { jet, w, scale };
  };
  return {
    label,
    ancillary,
    predictor: 'time',
    hazardMultiple,
    logDensity: (time, row) => {
      const { jet, w, scale } = at('logDensity', time, row);
      const { value, first, second } = chain(jet, w, scale, kind);
      const onTime = value - Math.log(scale) - Math.log(time);
      return kind === 'fixed-scale'
        ? { value: onTime, first, second }
        : { value: onTime, first: first.map((slope, index) => (index === 1 ? slope - 1 : slope)), second };
    },
    logSurvival: (time, row) => {
      const { jet, w, scale } = at('logUpper', time, row);
      return chain(jet, w, scale, kind);
    },
    logFailure: (time, row) => {
      const { jet, w, scale } = at('logLower', time, row);
      return chain(jet, w, scale, kind);
    },
    timeAt: (survival, row) => {
      const scale = scaleOf(row);
      return Math.exp(row[0]! + scale * upperQuantile(survival, shapeOf(row, scale)));
    },
  };
}

/** From derivatives by w and shape to those by location, log scale and shape, where w = (log t - location) / scale. */
function chain(jet: Jet, w: number, scale: number, kind: Kind): RowJet {
  const location = -jet.w / scale;
  const locations = jet.ww / (scale * scale);
  if (kind === 'fixed-scale') return { value: jet.value, first: [location], second: [locations] };
  const byScale = -jet.w * w;
  const mixed = (jet.ww * w + jet.w) / scale;
  const scales = (jet.ww * w + jet.w) * w;
  if (kind === 'scale') {
    return { value: jet.value, first: [location, byScale], second: [locations, mixed, scales] };
  }
  if (kind === 'scale-and-shape') {
    return {
      value: jet.value,
      first: [location, byScale, jet.q],
      second: [locations, mixed, scales, -jet.wq / scale, -jet.wq * w, jet.qq],
    };
  }
  return {
    value: jet.value,
    first: [location, byScale + jet.q * scale],
    second: [locations, mixed - jet.wq, scales + scale * (jet.q - 2 * w * jet.wq + scale * jet.qq)],
  };
}

/** w with upper tail `survival` under Prentice's generalised gamma. */
function logGammaUpperQuantile(survival: number, q: number): number {
  if (Math.abs(q) < 1e-4) return normalUpperQuantile(survival);
  const a = 1 / (q * q);
  const x = q > 0 ? gammaUpperQuantile(survival, a) : gammaQuantile(survival, a);
  return Math.log(x / a) / q;
}

const logMinusLog = (survival: number) => Math.log(-Math.log(survival));

/** Hazard exp(location + shape t): log hazard rises or falls on a line. */
const gompertz: ParametricFamily = {
  label: 'Gompertz',
  ancillary: [
    {
      name: 'shape',
      start: 0,
      quoted: [{ name: 'shape', value: (shape) => shape, slope: () => 1 }],
      unitPower: -1,
    },
  ],
  predictor: 'hazard',
  hazardMultiple: () => ({ value: 1, slope: [0] }),
  logDensity: (time, row) => {
    const { total, byShape, byShapes } = gompertzHazard(time, row);
    return {
      value: row[0]! + row[1]! * time - total,
      first: [1 - total, time - byShape],
      second: [-total, -byShape, -byShapes],
    };
  },
  logSurvival: (time, row) => {
    const { total, byShape, byShapes } = gompertzHazard(time, row);
    return { value: -total, first: [-total, -byShape], second: [-total, -byShape, -byShapes] };
  },
  logFailure: (time, row) => {
    const { total, byShape, byShapes } = gompertzHazard(time, row);
    const odds = 1 / Math.expm1(total);
    const bow = -odds * (1 + odds);
    return {
      value: log1mexp(-total),
      first: [odds * total, odds * byShape],
      second: [
        odds * total + bow * total * total,
        odds * byShape + bow * total * byShape,
        odds * byShapes + bow * byShape * byShape,
      ],
    };
  },
  timeAt: (survival, row) => {
    const total = -Math.log(survival) / Math.exp(row[0]!);
    const growth = row[1]! * total;
    if (growth <= -1) return Number.POSITIVE_INFINITY;
    return Math.abs(growth) < 1e-12 ? total : (total * Math.log1p(growth)) / growth;
  },
};

/** Cumulative hazard exp(location) t phi(shape t) with phi(x) = (exp(x) - 1) / x, and its derivatives by shape. */
function gompertzHazard(time: number, row: RowParameters) {
  const x = row[1]! * time;
  const rate = Math.exp(row[0]!) * time;
  const [phi, slope, bow] = phiAt(x);
  return { total: rate * phi, byShape: rate * time * slope, byShapes: rate * time * time * bow };
}

function phiAt(x: number): readonly [number, number, number] {
  if (Math.abs(x) > 1) {
    const growth = Math.exp(x);
    const phi = Math.expm1(x) / x;
    const slope = (growth - phi) / x;
    return [phi, slope, (growth - 2 * slope) / x];
  }
  let phi = 0;
  let slope = 0;
  let bow = 0;
  let term = 1;
  // The series sum x^k / (k + 1)!, differentiated term by term.
  const powers = [1, x, x * x];
  for (let k = 0; k < 22; k += 1) {
    term /= k + 1;
    phi += term * powers[k]!;
    if (k >= 1) slope += k * term * powers[k - 1]!;
    if (k >= 2) bow += k * (k - 1) * term * powers[k - 2]!;
    if (powers.length <= k + 1) powers.push(powers[k]! * x);
  }
  return [phi, slope, bow];
}

/** Every distribution by its word in YAML. */
export const parametricFamilies: Readonly<Record<ParametricDistribution, ParametricFamily>> = {
  exponential: locationScale('exponential', extremeValue, 'fixed-scale', [], logMinusLog, () => ({
    value: -1,
    slope: [],
  })),
  weibull: locationScale(
    'Weibull',
    extremeValue,
    'scale',
    [
      {
        ...logScale,
        quoted: [
          ...logScale.quoted,
          { name: 'shape', value: (log) => Math.exp(-log), slope: (log) => -Math.exp(-log) },
        ],
      },
    ],
    logMinusLog,
    ([log]) => ({ value: -Math.exp(-log!), slope: [Math.exp(-log!)] }),
  ),
  'log-normal': locationScale('log-normal', normal, 'scale', [logScale], normalUpperQuantile, null),
  'log-logistic': locationScale(
    'log-logistic',
    logistic,
    'scale',
    [
      {
        ...logScale,
        quoted: [
          ...logScale.quoted,
          { name: 'shape', value: (log) => Math.exp(-log), slope: (log) => -Math.exp(-log) },
        ],
      },
    ],
    (survival) => Math.log1p(-survival) - Math.log(survival),
    null,
  ),
  gamma: locationScale(
    'gamma',
    logGammaDistribution,
    'shape-is-scale',
    [
      {
        ...logScale,
        quoted: [
          ...logScale.quoted,
          { name: 'shape', value: (log) => Math.exp(-2 * log), slope: (log) => -2 * Math.exp(-2 * log) },
        ],
      },
    ],
    logGammaUpperQuantile,
    null,
  ),
  'generalised-gamma': locationScale(
    'generalised gamma',
    logGammaDistribution,
    'scale-and-shape',
    [
      logScale,
      {
        name: 'shape',
        start: 0.5,
        quoted: [{ name: 'shape', value: (shape) => shape, slope: () => 1 }],
        unitPower: 0,
      },
    ],
    logGammaUpperQuantile,
    null,
  ),
  gompertz,
};
