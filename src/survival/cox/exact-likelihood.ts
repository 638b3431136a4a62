import type { LikelihoodPoint } from '../maximise-likelihood.js';
import { mirrorLowerTriangle } from '../weighted-sums.js';
import type { CoxRows } from './cox-rows.js';
import { CoxPartialLikelihood } from './partial-likelihood.js';

/**
 * The discrete ("exact") log partial likelihood: at an event time with d tied events, the probability that of all
 * sets of d subjects at risk it was this one, which is that of conditional logistic regression. R's `ties = "exact"`
 * and SAS's `ties = discrete`; SAS's `ties = exact` is another model.
 *
 * The sum over all sets of d subjects comes from a recursion that adds one subject after the other and carries first
 * and second derivatives along. Hazards are scaled so that the recursion gives the probability of d events among
 * independent subjects: it neither overflows nor underflows, whatever the number of ties. Times with a single event
 * need no recursion. Cost O(at risk x d x p^2) for a tied time. Case weights have no meaning here.
 *
 * Source: Gail MH, Lubin JH, Rubinstein LV. Biometrika 1981;68:703-707. Oracle: test/oracles/cox/exact.json.
 */
export function exactLikelihood(rows: CoxRows): (beta: Float64Array) => LikelihoodPoint {
  const single = new CoxPartialLikelihood(onlySingleEvents(rows), 'breslow');
  return (beta) => {
    const { logLikelihood, gradient, information } = single.evaluate(beta);
    return {
      logLikelihood: logLikelihood + addTiedTimes(rows, beta, gradient, information),
      gradient,
      information,
    };
  };
}

/** The same rows at risk, with the event times of single events only. */
function onlySingleEvents(rows: CoxRows): CoxRows {
  const { n, strataTimes, deathCount, firstRow, endRow, eventTime, untilSlot, fromSlot } = rows;
  const steps = Int32Array.from(deathCount.keys()).filter((step) => deathCount[step] === 1);
  const event = new Uint8Array(n);
  for (const step of steps) event[firstRow[step]!] = 1;
  const keptTimes = new Int32Array(strataTimes.length);
  const slotOf = new Int32Array(eventTime.length + strataTimes.length - 1);
  let kept = 0;
  for (let stratum = 0; stratum + 1 < strataTimes.length; stratum += 1) {
    slotOf[strataTimes[stratum]! + stratum] = kept + stratum;
    for (let step = strataTimes[stratum]!; step < strataTimes[stratum + 1]!; step += 1) {
      if (deathCount[step] === 1) kept += 1;
      slotOf[step + stratum + 1] = kept + stratum;
    }
    keptTimes[stratum + 1] = kept;
  }
  return {
    ...rows,
    event,
    strataTimes: keptTimes,
    eventTime: Float64Array.from(steps, (step) => eventTime[step]!),
    firstRow: Int32Array.from(steps, (step) => firstRow[step]!),
    endRow: Int32Array.from(steps, (step) => endRow[step]!),
    deathCount: new Int32Array(steps.length).fill(1),
    untilSlot: untilSlot.map((slot) => slotOf[slot]!),
    fromSlot: fromSlot.map((slot) => slotOf[slot]!),
  };
}

/** Adds derivatives of the tied times to those given; returns their log likelihood. */
function addTiedTimes(
  rows: CoxRows,
  beta: Float64Array,
  gradient: Float64Array,
  information: Float64Array,
): number {
  const { columnCount: p, strataRows, strataTimes, deathCount, firstRow, entry, eventTime } = rows;
  const linear = linearPredictors(rows, beta);
  let logLikelihood = 0;
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    for (let step = strataTimes[stratum]!; step < strataTimes[stratum + 1]!; step += 1) {
      const deaths = deathCount[step]!;
      if (deaths === 1) continue;
      const members: number[] = [];
      for (let place = firstRow[step]!; place < strataRows[stratum + 1]!; place += 1) {
        if (entry === null || entry[place]! < eventTime[step]!) members.push(place);
      }
      if (members.length > deaths) {
        logLikelihood += addTiedTime(rows, linear, members, deaths, gradient, information);
      }
    }
  }
  mirrorLowerTriangle(information, p);
  return logLikelihood;
}

function linearPredictors({ n, columnCount: p, x, offset }: CoxRows, beta: Float64Array): Float64Array {
  const linear = new Float64Array(n);
  for (let place = 0; place < n; place += 1) {
    let value = offset === null ? 0 : offset[place]!;
    for (let column = 0; column < p; column += 1) value += x[place * p + column]! * beta[column]!;
    linear[place] = value;
  }
  return linear;
}

/** One event time; the first `deaths` members had the event. Writes the lower triangle of the information. */
function addTiedTime(
  { columnCount: p, x }: CoxRows,
  linear: Float64Array,
  members: readonly number[],
  deaths: number,
  gradient: Float64Array,
  information: Float64Array,
): number {
  const largest = members.reduce((size, place) => Math.max(size, linear[place]!), Number.NEGATIVE_INFINITY);
  const risk = members.map((place) => Math.exp(linear[place]! - largest));
  const odds = oddsFactor(risk, deaths);
  const center = new Float64Array(p);
  for (const place of members) {
    for (let column = 0; column < p; column += 1) center[column]! += x[place * p + column]! / members.length;
  }
  // Probability of k events among the subjects added so far, with first and second derivatives.
  const probability = new Float64Array(deaths + 1);
  const first = new Float64Array((deaths + 1) * p);
  const second = new Float64Array((deaths + 1) * p * p);
  const own = new Float64Array(p);
  probability[0] = 1;
  let logarithms = 0;
  members.forEach((place, index) => {
    const chance = (odds * risk[index]!) / (1 + odds * risk[index]!);
    const rest = 1 / (1 + odds * risk[index]!);
    logarithms += Math.log1p(odds * risk[index]!);
    for (let column = 0; column < p; column += 1) own[column] = x[place * p + column]! - center[column]!;
    for (let count = Math.min(deaths, index + 1); count >= 1; count -= 1) {
      const before = probability[count - 1]!;
      const at = count * p;
      const below = at - p;
      for (let row = 0; row < p; row += 1) {
        for (let column = 0; column <= row; column += 1) {
          const cell = (at + row) * p + column;
          second[cell] =
            rest * second[cell]! +
            chance *
              (second[cell - p * p]! +
                own[row]! * first[below + column]! +
                own[column]! * first[below + row]! +
                own[row]! * own[column]! * before);
        }
      }
      for (let row = 0; row < p; row += 1) {
        first[at + row] = rest * first[at + row]! + chance * (first[below + row]! + own[row]! * before);
      }
      probability[count] = rest * probability[count]! + chance * before;
    }
    probability[0]! *= rest;
  });
  const all = probability[deaths]!;
  const mean = new Float64Array(p);
  for (let row = 0; row < p; row += 1) {
    mean[row] = first[deaths * p + row]! / all;
    gradient[row]! -= mean[row]!;
    for (let column = 0; column <= row; column += 1) {
      information[row * p + column]! +=
        second[(deaths * p + row) * p + column]! / all - mean[row]! * mean[column]!;
    }
  }
  let events = 0;
  for (let index = 0; index < deaths; index += 1) {
    const place = members[index]!;
    events += linear[place]! - largest;
    for (let column = 0; column < p; column += 1) {
      gradient[column]! += x[place * p + column]! - center[column]!;
    }
  }
  return events - (Math.log(all) + logarithms - deaths * Math.log(odds));
}

/** The factor c for which subjects with odds c x risk would be expected to have `deaths` events in all. */
function oddsFactor(risk: readonly number[], deaths: number): number {
  let logFactor = Math.log(deaths / risk.reduce((sum, value) => sum + value, 0));
  for (let iteration = 0; iteration < 100; iteration += 1) {
    let expected = 0;
    let spread = 0;
    for (const value of risk) {
      const odds = Math.exp(logFactor) * value;
      const chance = odds / (1 + odds);
      expected += chance;
      spread += chance / (1 + odds);
    }
    const step = Math.max(-3, Math.min(3, (deaths - expected) / spread));
    logFactor += step;
    // The factor only scales the recursion, so a rough one will do.
    if (Math.abs(step) < 0.01) break;
  }
  return Math.exp(logFactor);
}
