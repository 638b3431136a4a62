import { adverseEvents } from './adverse-events/adverse-events.js';
import { categoryShift } from './category-shift/category-shift.js';
import { competingEvents } from './competing-events/competing-events.js';
import { compositeEvent } from './composite-event/composite-event.js';
import { designAssumptions } from './design-assumptions/design-assumptions.js';
import { diagnosticMarkers } from './diagnostic-markers/diagnostic-markers.js';
import type { AnyEndpoint } from './endpoint-definition.js';
import { hierarchicalOutcomes } from './hierarchical-outcomes/hierarchical-outcomes.js';
import { intervalCensored } from './interval-censored/interval-censored.js';
import { longitudinalResponse } from './longitudinal-response/longitudinal-response.js';
import { longitudinalValue } from './longitudinal-value/longitudinal-value.js';
import { multiStateStays } from './multi-state/multi-state.js';
import { observedValue } from './observed-value/observed-value.js';
import { ordinalValue } from './ordinal-value/ordinal-value.js';
import { pairedResponder } from './paired-responder/paired-responder.js';
import { publishedContinuous } from './published-continuous/published-continuous.js';
import { publishedCounts } from './published-counts/published-counts.js';
import { publishedCurve } from './published-curve/published-curve.js';
import { publishedEffects } from './published-effects/published-effects.js';
import { publishedOrdinalCounts } from './published-ordinal-counts/published-ordinal-counts.js';
import { publishedPValues } from './published-p-values/published-p-values.js';
import { publishedPairedCounts } from './published-paired-counts/published-paired-counts.js';
import { publishedRates } from './published-rates/published-rates.js';
import { publishedStratifiedCounts } from './published-stratified-counts/published-stratified-counts.js';
import { publishedStratifiedOrdinalCounts } from './published-stratified-ordinal-counts/published-stratified-ordinal-counts.js';
import { publishedSubgroupCounts } from './published-subgroup-counts/published-subgroup-counts.js';
import { recurrentEvents } from './recurrent-events/recurrent-events.js';
import { repeatedRatings } from './repeated-ratings/repeated-ratings.js';
import { responder } from './responder/responder.js';
import { stratifiedResponder } from './stratified-responder/stratified-responder.js';
import { studyCounts } from './study-counts/study-counts.js';
import { subjectCharacteristics } from './subject-characteristics/subject-characteristics.js';
import { subjectCount } from './subject-count/subject-count.js';
import { subjectResponse } from './subject-response/subject-response.js';
import { subjectValue } from './subject-value/subject-value.js';
import { timeToEvent } from './time-to-event/time-to-event.js';

/** Every endpoint, one line each. */
export const endpoints: readonly AnyEndpoint[] = [
  publishedCounts,
  publishedSubgroupCounts,
  publishedStratifiedCounts,
  publishedOrdinalCounts,
  publishedContinuous,
  publishedRates,
  publishedEffects,
  publishedCurve,
  studyCounts,
  timeToEvent,
  competingEvents,
  intervalCensored,
  recurrentEvents,
  responder,
  stratifiedResponder,
  pairedResponder,
  subjectResponse,
  subjectValue,
  subjectCount,
  observedValue,
  ordinalValue,
  multiStateStays,
  publishedPValues,
  publishedStratifiedOrdinalCounts,
  subjectCharacteristics,
  designAssumptions,
  adverseEvents,
  compositeEvent,
  hierarchicalOutcomes,
  diagnosticMarkers,
  repeatedRatings,
  longitudinalValue,
  publishedPairedCounts,
  categoryShift,
  longitudinalResponse,
];
