import { isEstimable } from '../../core/estimable.js';
import type { PointsPart } from '../../core/result.js';
import { type CoefficientOverTime, coefficientsOverTime } from './coefficients-over-time.js';
import type { CoxModel } from './fit-cox-model.js';
import type { ProportionalHazardsTest, TimeTransform } from './proportional-hazards-test.js';

/** More points than this a panel tell the eye nothing more, and make reports large. */
const mostPoints = 1000;

const yLabels: Record<CoefficientOverTime['quantity'], string> = {
  'log-hazard-ratio': 'Log hazard ratio',
  multiplier: 'Multiple of the fitted effect',
};

/** Effects over time as points, smooth and test: log hazard ratios, and covariates of several columns apart. */
export function overTimeParts(
  model: CoxModel,
  transform: TimeTransform,
  tests: readonly ProportionalHazardsTest[],
  timeUnit: string,
): readonly PointsPart[] {
  const all = coefficientsOverTime(model, { transform, level: model.result.level });
  const places = drawnPlaces(all[0]?.time.length ?? 0);
  const kinds = ['log-hazard-ratio', 'multiplier'] as const;
  return kinds.flatMap((kind): readonly PointsPart[] => {
    const series = all.filter(({ quantity }) => quantity === kind);
    if (series.length === 0) return [];
    return [
      {
        kind: 'points',
        xLabel: axisText(transform, timeUnit),
        yLabel: yLabels[kind],
        series: series.map(({ name, time, residual, estimate, smooth }) => ({
          name,
          x: places.map((place) => time[place]!),
          y: places.map((place) => residual[place]!),
          referenceLine: estimate,
          smooth:
            smooth === null
              ? null
              : { x: smooth.time, y: smooth.estimate, lower: smooth.lower, upper: smooth.upper },
          note: noteText(
            testText(tests.find(({ term }) => term === name)),
            thinningText(places.length, time.length),
          ),
        })),
      },
    ];
  });
}

function noteText(...sentences: readonly (string | null)[]): string | null {
  const said = sentences.filter((sentence) => sentence !== null);
  return said.length === 0 ? null : said.join(' ');
}

/** All events, or as many as are drawn, evenly spaced in the order of time with the first and the last. */
function drawnPlaces(events: number): readonly number[] {
  if (events <= mostPoints) return Array.from({ length: events }, (_, place) => place);
  const step = (events - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, place) => Math.round(place * step));
}

function thinningText(drawn: number, events: number): string | null {
  if (drawn === events) return null;
  return `${drawn} of ${events} events are drawn, evenly spaced in time order; curve and test use all.`;
}

function testText(test: ProportionalHazardsTest | undefined): string | null {
  if (test === undefined || !isEstimable(test.p) || !isEstimable(test.chiSquare)) return null;
  const p = test.p < 0.0001 ? 'p < 0.0001' : `p = ${Number(test.p.toPrecision(2))}`;
  return `Test of proportional hazards: chi-square ${test.chiSquare.toFixed(2)} on ${test.df} df, ${p}.`;
}

function axisText(transform: TimeTransform, timeUnit: string): string {
  if (transform === 'identity') return `Time (${timeUnit})`;
  if (transform === 'log') return `Log of time (${timeUnit})`;
  if (transform === 'rank') return 'Rank of time';
  return 'Time, as share with the event (1 − Kaplan-Meier)';
}
