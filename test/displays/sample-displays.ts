/** One or more calls of every display, for the tests that walk the registry. */
import { type DisplayOutput, type Figure, isFigure, type Table } from '../../src/core/display.js';
import type { Result } from '../../src/core/result.js';
import { displays } from '../../src/displays/registry.js';
import { adverseEvents, baseline, changes, shifts, subjectChanges } from './sample-descriptive.js';
import { limitsOfAgreement, oneMarker, severalMarkers } from './sample-diagnosis.js';
import {
  hospitalStates,
  recurrentRelapses,
  stateShares,
  stateSharesOfThree,
} from './sample-event-histories.js';
import { modelledVisits, observedVisits } from './sample-longitudinal.js';
import { tippingCounts, tippingManyCounts, tippingOneArm, tippingShifts } from './sample-missing-data.js';
import {
  emptyProportion,
  reactPool,
  reactPoolSmall,
  recoveryDischarge,
  recoveryRatios,
  recoverySubgroups,
  remapOrdinal,
  remdactaOrdinal,
  residuals,
  responderRates,
  restrictedMeans,
  restrictedMeansOfThree,
  survivalCurves,
  threeCurves,
} from './sample-results.js';

export interface SampleCall {
  readonly name: string;
  readonly display: string;
  readonly results: readonly Result[];
  readonly options: Readonly<Record<string, unknown>>;
}

export const sampleCalls: readonly SampleCall[] = [
  { name: 'means of a model', display: 'means-over-visits', results: [modelledVisits], options: {} },
  {
    name: 'means as observed',
    display: 'means-over-visits',
    results: [observedVisits],
    options: { connect: false },
  },
  { name: 'courses of two arms', display: 'spaghetti', results: [observedVisits], options: {} },
  { name: 'shifts of two parameters', display: 'shift-plot', results: [shifts], options: {} },
  {
    name: 'shifts with missing categories',
    display: 'shift-plot',
    results: [shifts],
    options: { parameters: ['AST'], missing: true },
  },
  { name: 'best changes', display: 'waterfall', results: [subjectChanges], options: {} },
  {
    name: 'changes by arm',
    display: 'waterfall',
    results: [subjectChanges],
    options: { layout: 'by-arm', lines: [-1.5] },
  },
  { name: 'events of two arms', display: 'adverse-event-dot', results: [adverseEvents], options: {} },
  {
    name: 'classes by frequency',
    display: 'adverse-event-dot',
    results: [adverseEvents],
    options: { rows: 'classes', sort: 'frequency', limit: 1 },
  },
  { name: 'a volcano of events', display: 'adverse-event-volcano', results: [adverseEvents], options: {} },
  { name: 'shifts of two arms', display: 'tipping-point', results: [tippingShifts], options: {} },
  {
    name: 'shifts of one arm without a good side',
    display: 'tipping-point',
    results: [tippingOneArm],
    options: { values: 'show' },
  },
  { name: 'counts of responders', display: 'tipping-point', results: [tippingCounts], options: {} },
  { name: 'many counts', display: 'tipping-point', results: [tippingManyCounts], options: {} },
  { name: 'two markers', display: 'roc', results: [severalMarkers], options: {} },
  { name: 'a cut of one marker', display: 'roc', results: [oneMarker], options: { cuts: [0.5] } },
  { name: 'two readers', display: 'limits-of-agreement', results: [limitsOfAgreement], options: {} },
  { name: 'seven risk ratios', display: 'forest', results: recoveryRatios, options: {} },
  {
    name: 'with p-values',
    display: 'forest',
    results: recoveryRatios,
    options: { pValues: true, smallestP: 0.0001 },
  },
  { name: 'a meta-analysis with empty trials', display: 'forest', results: [reactPool], options: {} },
  {
    name: 'sorted by weight',
    display: 'forest',
    results: [reactPool],
    options: { sort: 'weight', domain: [0.5, 2] },
  },
  { name: 'two pools', display: 'forest', results: [reactPool, reactPoolSmall], options: {} },
  { name: 'subgroups', display: 'forest', results: recoverySubgroups, options: {} },
  {
    name: 'mixed benefit',
    display: 'forest',
    results: [...recoveryRatios.slice(0, 2), recoveryDischarge],
    options: {},
  },
  { name: 'two arms', display: 'kaplan-meier', results: [survivalCurves], options: {} },
  { name: 'three arms', display: 'kaplan-meier', results: [threeCurves], options: { censorMarks: 'show' } },
  {
    name: 'incidence',
    display: 'kaplan-meier',
    results: [survivalCurves],
    options: { show: 'cumulative-incidence', range: [0, 0.4] },
  },
  { name: 'residuals of three terms', display: 'residual-panels', results: [residuals], options: {} },
  {
    name: 'residuals of one term',
    display: 'residual-panels',
    results: [residuals],
    options: { series: ['tocilizumab'] },
  },
  { name: 'two areas', display: 'restricted-mean', results: [restrictedMeans], options: {} },
  {
    name: 'three areas',
    display: 'restricted-mean',
    results: [restrictedMeansOfThree],
    options: { contrast: 'time-lost-ratio', riskTable: true },
  },
  { name: 'cumulative hazard', display: 'survival-transform', results: [survivalCurves], options: {} },
  {
    name: 'log-log',
    display: 'survival-transform',
    results: [survivalCurves],
    options: { scale: 'log-log' },
  },
  {
    name: 'log-log of three arms with bands',
    display: 'survival-transform',
    results: [threeCurves],
    options: { scale: 'log-log', bands: true, riskTable: false },
  },
  { name: 'mean counts', display: 'mean-cumulative-count', results: [recurrentRelapses], options: {} },
  {
    name: 'mean counts cut',
    display: 'mean-cumulative-count',
    results: [recurrentRelapses],
    options: { maximum: 1, riskTable: false },
  },
  { name: 'states of two arms', display: 'state-occupancy', results: [stateShares], options: {} },
  {
    name: 'states of three arms',
    display: 'state-occupancy',
    results: [stateSharesOfThree],
    options: { palette: 'diverging', states: [...hospitalStates].reverse() },
  },
  { name: 'seven categories', display: 'ordinal-bars', results: [remdactaOrdinal], options: {} },
  {
    name: 'diverging',
    display: 'ordinal-bars',
    results: [remdactaOrdinal],
    options: { palette: 'diverging', labels: 'count' },
  },
  { name: '23 categories', display: 'ordinal-bars', results: [remapOrdinal], options: {} },
  { name: 'responder rates', display: 'proportion-bars', results: responderRates, options: {} },
  { name: 'an empty arm', display: 'proportion-bars', results: [emptyProportion], options: { maximum: 1 } },
];

/** Displays that give a table alone. */
export const tableCalls: readonly SampleCall[] = [
  { name: 'shifts', display: 'shift-table', results: [shifts], options: {} },
  {
    name: 'shifts of one parameter',
    display: 'shift-table',
    results: [shifts],
    options: { parameters: ['ALT'], total: true, percentDecimals: 0 },
  },
  { name: 'changes by visit', display: 'change-table', results: [changes], options: {} },
  {
    name: 'changes of one visit',
    display: 'change-table',
    results: [changes],
    options: { visits: ['week 24'], show: ['baseline', 'percent change'], numbers: ['mean-se'], total: true },
  },
  { name: 'adverse events', display: 'adverse-event-table', results: [adverseEvents], options: {} },
  {
    name: 'adverse events with rates and differences',
    display: 'adverse-event-table',
    results: [adverseEvents],
    options: { events: false, rates: 'incidence', differences: true, total: true },
  },
  { name: 'characteristics', display: 'baseline-table', results: [baseline], options: {} },
  {
    name: 'characteristics with differences',
    display: 'baseline-table',
    results: [baseline],
    options: { differences: true, numbers: ['n', 'geometric'], missing: 'always', total: false },
  },
  { name: 'effects of seven analyses', display: 'estimates-table', results: recoveryRatios, options: {} },
  { name: 'effects of a meta-analysis', display: 'estimates-table', results: [reactPool], options: {} },
  { name: 'effects of subgroups', display: 'estimates-table', results: recoverySubgroups, options: {} },
  {
    name: 'numbers by arm',
    display: 'summary-table',
    results: [survivalCurves],
    options: { statistics: ['median-survival', 'events'] },
  },
  { name: 'responders', display: 'summary-table', results: responderRates, options: {} },
  { name: 'tests for interaction', display: 'test-table', results: recoverySubgroups, options: {} },
];

function buildCall({ display, results, options, name }: SampleCall): DisplayOutput {
  const definition = displays.find(({ id }) => id === display);
  if (definition === undefined) throw new Error(`no display ${display}`);
  const build = definition.build as (results: readonly Result[], options: object) => DisplayOutput;
  return build(results, { ...definition.options.parse(options), title: name });
}

export function buildSample(call: SampleCall): Figure {
  const output = buildCall(call);
  if (!isFigure(output)) throw new Error(`${call.display} gives a table`);
  return output;
}

export function buildTable(call: SampleCall): Table {
  const output = buildCall(call);
  if (isFigure(output)) throw new Error(`${call.display} gives a figure`);
  return output;
}
