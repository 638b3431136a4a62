import { argumentError } from '../../core/errors.js';
import { requireBoolean, requireCount, requireOneOf } from '../../math/argument-checks.js';
import { NormalDraws } from '../../math/random/normal-draws.js';
import { Xoshiro256 } from '../../math/random/xoshiro256.js';
import { augmentationChain } from './data-augmentation.js';
import { fillColumn, type ImputationModel, imputationModels } from './fill-column.js';
import { type ImputationGroup, imputationGroups, writeImputed } from './imputation-group.js';
import type { VisitOutcomes } from './visit-outcomes.js';

export const imputationSchemes = ['chained-equations', 'monotone'] as const;
export type ImputationScheme = (typeof imputationSchemes)[number];

export interface ImputationOptions {
  readonly scheme?: ImputationScheme;
  readonly model?: ImputationModel;
  readonly imputations?: number;
  /** Rounds of the chained equations. */
  readonly cycles?: number;
  /** Steps of data augmentation before the first imputation and between imputations; monotone scheme only. */
  readonly burnIn?: number;
  readonly between?: number;
  /** Whether each arm has models of its own. */
  readonly byArm?: boolean;
  readonly seed?: number;
}

/** How the imputed values moved from cycle to cycle, averaged over imputations. */
export interface ImputationTrace {
  readonly visit: string;
  /** Mean of the imputed values after each cycle. */
  readonly means: readonly number[];
  /** Standard deviation of those means between imputations. */
  readonly standardDeviations: readonly number[];
}

export interface DrawnImputations {
  /** Completed outcomes, one an imputation: subjects × visits, one row a subject. */
  readonly completed: readonly Float64Array[];
  /** Of visits with imputed values; chained equations only. */
  readonly trace: readonly ImputationTrace[];
  /** Missing cells between observed ones, filled by data augmentation before the monotone regressions. */
  readonly intermittent: number;
  /** Regressions that a ridge had to steady. */
  readonly steadied: number;
}

/**
 * Draws the completed outcomes of multiple imputation. Options and sources stand at `multipleImputation`.
 *
 * @throws MethodError when an option is out of range, a group has too few observed values, or yes-no outcomes are not
 * monotone under the monotone scheme.
 */
export function drawImputations(
  method: string,
  data: VisitOutcomes,
  options: ImputationOptions,
): DrawnImputations {
  const {
    scheme = 'chained-equations',
    model = 'normal',
    imputations = 100,
    cycles = 10,
    burnIn = 200,
    between = 100,
    byArm = true,
    seed = 1,
  } = options;
  requireOneOf(method, 'scheme', scheme, imputationSchemes);
  requireOneOf(method, 'model', model, imputationModels);
  requireBoolean(method, 'byArm', byArm);
  for (const [name, value, least] of [
    ['imputations', imputations, 2],
    ['cycles', cycles, 1],
    ['burnIn', burnIn, 0],
    ['between', between, 1],
    ['seed', seed, 0],
  ] as const) {
    requireCount(method, name, value);
    if (value < least) throw argumentError(method, name, 'is too small', String(value), `at least ${least}`);
  }
  const groups = imputationGroups(method, data, byArm);
  const completed = Array.from({ length: imputations }, () => data.outcome.slice());
  const streams = new Xoshiro256(seed).streams(groups.length);
  const drawModel = data.outcomeIs === 'yes-no' ? 'logistic' : model;
  const tally = new TraceTally(data.visits.length, cycles, imputations);
  let intermittent = 0;
  let steadied = 0;
  for (const [index, group] of groups.entries()) {
    if (group.missing.every((rows) => rows.length === 0)) continue;
    if (scheme === 'monotone') {
      const gaps = gapsOf(group);
      const count = gaps.reduce((sum, rows) => sum + rows.length, 0);
      intermittent += count;
      if (count > 0 && drawModel === 'logistic') throw notMonotone(method, group, count);
      const draws = new NormalDraws(streams[index]!);
      const state = group.table.slice();
      startValues(group, state, draws);
      const chain = count > 0 ? augmentationChain(group, state, draws) : null;
      chain?.advance(burnIn);
      for (const outcome of completed) {
        chain?.advance(between);
        const table = group.table.slice();
        copyGaps(group, gaps, state, table);
        steadied += regressInOrder(group, gaps, table, drawModel, draws);
        writeImputed(group, table, outcome, data);
      }
      continue;
    }
    // A generator for each imputation: the first ones are the same however many follow.
    for (const [imputation, random] of streams[index]!.streams(imputations).entries()) {
      const draws = new NormalDraws(random);
      const table = group.table.slice();
      startValues(group, table, draws);
      steadied += runCycles(group, table, drawModel, cycles, draws, (cycle) =>
        tally.add(group, table, imputation, cycle),
      );
      writeImputed(group, table, completed[imputation]!, data);
    }
  }
  const trace = scheme === 'monotone' ? [] : tally.trace(data);
  return { completed, trace, intermittent, steadied };
}

/** Fills each missing cell with the value of a subject drawn from those observed at the visit. */
function startValues(group: ImputationGroup, table: Float64Array, draws: NormalDraws): void {
  const width = group.fixed + group.visits;
  for (let visit = 0; visit < group.visits; visit += 1) {
    const column = group.fixed + visit;
    const seen = group.observed[visit]!;
    for (const row of group.missing[visit]!) {
      table[row * width + column] = table[seen[draws.integerBelow(seen.length)]! * width + column]!;
    }
  }
}

function runCycles(
  group: ImputationGroup,
  table: Float64Array,
  model: ImputationModel | 'logistic',
  cycles: number,
  draws: NormalDraws,
  after: (cycle: number) => void,
): number {
  const width = group.fixed + group.visits;
  const predictors = Array.from({ length: group.visits }, (_, visit) =>
    Int32Array.from({ length: width - 1 }, (__, index) => (index < group.fixed + visit ? index : index + 1)),
  );
  const last: (Float64Array | null)[] = predictors.map(() => null);
  let steadied = 0;
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    for (let visit = 0; visit < group.visits; visit += 1) {
      const missing = group.missing[visit]!;
      if (missing.length === 0) continue;
      const line = fillColumn(group, table, visit, predictors[visit]!, missing, model, draws, last[visit]!);
      last[visit] = line.estimated;
      if (line.steadied) steadied += 1;
    }
    after(cycle);
  }
  return steadied;
}

/** Rows of each visit that are missing although a later visit was observed. */
function gapsOf(group: ImputationGroup): readonly Int32Array[] {
  const last = new Int32Array(group.subjects.length).fill(-1);
  for (const [visit, rows] of group.observed.entries()) for (const row of rows) last[row] = visit;
  return group.missing.map((rows, visit) => rows.filter((row) => last[row]! > visit));
}

function copyGaps(
  group: ImputationGroup,
  gaps: readonly Int32Array[],
  from: Float64Array,
  to: Float64Array,
): void {
  const width = group.fixed + group.visits;
  for (const [visit, rows] of gaps.entries()) {
    for (const row of rows) {
      const cell = row * width + group.fixed + visit;
      to[cell] = from[cell]!;
    }
  }
}

/** Visits in order of time, each regressed on those before it; gaps already filled count as observed. */
function regressInOrder(
  group: ImputationGroup,
  gaps: readonly Int32Array[],
  table: Float64Array,
  model: ImputationModel | 'logistic',
  draws: NormalDraws,
): number {
  let steadied = 0;
  for (let visit = 0; visit < group.visits; visit += 1) {
    const gap = new Set(gaps[visit]);
    const missing = group.missing[visit]!.filter((row) => !gap.has(row));
    if (missing.length === 0) continue;
    const predictors = Int32Array.from({ length: group.fixed + visit }, (_, index) => index);
    const observed = group.observed.with(
      visit,
      Int32Array.from([...group.observed[visit]!, ...gaps[visit]!]),
    );
    const line = fillColumn({ ...group, observed }, table, visit, predictors, missing, model, draws, null);
    if (line.steadied) steadied += 1;
  }
  return steadied;
}

function notMonotone(method: string, group: ImputationGroup, count: number): Error {
  return argumentError(
    method,
    'scheme',
    `is monotone, but yes-no outcomes have gaps between observed visits${group.arm === null ? '' : ` in arm "${group.arm}"`}`,
    `${count} gaps`,
    'none',
    'Use scheme chained-equations',
  );
}

/** Sums of imputed values by visit, cycle and imputation, over groups. */
class TraceTally {
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;

  constructor(
    readonly visits: number,
    readonly cycles: number,
    readonly imputations: number,
  ) {
    this.#sums = new Float64Array(visits * cycles * imputations);
    this.#counts = new Float64Array(visits);
  }

  add(group: ImputationGroup, table: Float64Array, imputation: number, cycle: number): void {
    const width = group.fixed + group.visits;
    for (const [visit, rows] of group.missing.entries()) {
      let sum = 0;
      for (const row of rows) sum += table[row * width + group.fixed + visit]! + group.centres[visit]!;
      const place = (visit * this.cycles + cycle) * this.imputations + imputation;
      this.#sums[place] = this.#sums[place]! + sum;
      if (imputation === 0 && cycle === 0) this.#counts[visit] = this.#counts[visit]! + rows.length;
    }
  }

  trace({ visits }: VisitOutcomes): readonly ImputationTrace[] {
    return visits.flatMap(({ name }, visit) => {
      const count = this.#counts[visit]!;
      if (count === 0) return [];
      const moments = Array.from({ length: this.cycles }, (_, cycle) => {
        const from = (visit * this.cycles + cycle) * this.imputations;
        const means = this.#sums.subarray(from, from + this.imputations).map((sum) => sum / count);
        const mean = means.reduce((sum, value) => sum + value, 0) / this.imputations;
        const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        return { mean, deviation: Math.sqrt(squares / (this.imputations - 1)) };
      });
      return [
        {
          visit: name,
          means: moments.map(({ mean }) => mean),
          standardDeviations: moments.map(({ deviation }) => deviation),
        },
      ];
    });
  }
}
