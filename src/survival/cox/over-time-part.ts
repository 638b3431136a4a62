import { isEstimable } from '../../core/estimable.js';
import type { PointsPart } from '../../core/result.js';
import { coefficientsOverTime } from './coefficients-over-time.js';
import type { CoxModel } from './fit-cox-model.js';
import type { ProportionalHazardsTest, TimeTransform } from './proportional-hazards-test.js';

/** More points than this a panel tell the eye nothing more, and make reports large. */
const mostPoints = 1000;

/** Log hazard ratios over time as points, smooth and test of each coefficient; null without an event. */
export function overTimePart(
  model: CoxModel,
  transform: TimeTransform,
  tests: readonly ProportionalHazardsTest[],
  timeUnit: string,
): PointsPart | null {
  const series = coefficientsOverTime(model, { transform, level: model.result.level });
  if (series.length === 0) return null;
  const places = drawnPlaces(series[0]!.time.length);
  return {
    kind: 'points',
    xLabel: axisText(transform, timeUnit),
    yLabel: series.every(({ quantity }) => quantity === 'log-hazard-ratio')
      ? 'Log hazard ratio'
      : 'Log hazard ratio, or multiple of the fitted effect',
    series: series.map(({ name, quantity, time, residual, estimate, smooth }) => ({
      name,
      x: places.map((place) => time[place]!),
      y: places.map((place) => residual[place]!),
      referenceLine: estimate,
      smooth:
        smooth === null
          ? null
          : { x: smooth.time, y: smooth.estimate, lower: smooth.lower, upper: smooth.upper },
      note: [
        quantity === 'multiplier' ? 'The effect of all its columns as a multiple of the fitted one.' : null,
        testText(tests.find(({ term }) => term === name)),
        thinningText(places.length, time.length),
      ]
        .filter((text) => text !== null)
        .join(' '),
    })),
  };
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
