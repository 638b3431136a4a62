import { describeNotEstimable, type Estimable, isEstimable, mapEstimable } from '../core/estimable.js';
import type { ResultPart } from '../core/result.js';
import type { NaturalFigures } from '../core/result-figures.js';
import { statisticLabel } from '../core/statistic-names.js';
import type { Claim, FigureVerdict, Verdict, VerdictName } from '../core/verdict.js';
import { findFigures } from './find-figures.js';
import {
  agreesWithPrinted,
  agreesWithPrintedP,
  parsePrinted,
  printP,
  rangeHoldsPrinted,
  rangeHoldsPrintedP,
  roundAsPrinted,
} from './printed-figure.js';

export interface JudgedResult {
  readonly study: string;
  readonly analysis: string;
  readonly parts: readonly ResultPart[];
  /** The same method on every data set that the printed inputs allow, where inputs were rounded. */
  readonly alternatives?: () => Iterable<readonly ResultPart[]>;
  readonly alternativesAre?: 'complete' | 'corners';
}

export interface ClaimSource {
  readonly citation: string;
  readonly doi: string | null;
}

type FigureName = FigureVerdict['figure'];

/**
 * Compares a result with one published claim and decides the verdict by rule: every figure rounds to the printed one:
 * `reproduced`; else the rounding of the inputs allows the printed figures: `within rounding`; else `differs`. A claim
 * that names what is missing is `not computable`, and so is one whose published estimator is declared another one
 * while the digits happen to agree: agreement of different estimators proves nothing.
 */
export function judgeClaim(claim: Claim, result: JudgedResult, source: ClaimSource): Verdict {
  const where = `${result.study}/${result.analysis}, claim "${claim.id}"`;
  const decide = (name: VerdictName, reason: string, rest: Partial<Verdict> = {}): Verdict => ({
    ...undecided(claim, result, source),
    verdict: name,
    reason,
    ...rest,
  });
  if (claim.notComputable !== undefined) {
    return decide('not computable', claim.notComputable, { beside: nearestStatistic(claim, result, where) });
  }
  const address = {
    statistic: claim.statistic,
    ...(claim.term === undefined ? {} : { term: claim.term }),
    ...(claim.group === undefined ? {} : { group: claim.group }),
  };
  const row = inPrintedUnit(findFigures(result.parts, address, where), claim);
  const figures = figureVerdicts(claim, row);
  const recomputed = printRecomputed(claim, row);
  const missing = figures.find((figure) => figure.recomputed === null || !isEstimable(figure.recomputed));
  if (missing) {
    return decide('not computable', claim.differsBecause ?? whyMissing(missing), { figures, recomputed });
  }
  if (figures.every((figure) => figure.agrees)) {
    if (claim.differsBecause === undefined) {
      return decide('reproduced', 'Every recomputed figure rounds to the printed one.', {
        figures,
        recomputed,
      });
    }
    const label = statisticLabel(claim.statistic).label.toLowerCase();
    const beside = `${label} ${recomputed}, which agrees to every printed digit`;
    return decide('not computable', claim.differsBecause, { figures, beside });
  }
  if (claim.differsBecause !== undefined)
    return decide('differs', claim.differsBecause, { figures, recomputed });
  const range = exploreRounding(claim, result, address, where, figures);
  if (range.allows) {
    const reason = 'The inputs were printed rounded, and their rounding allows the printed figures.';
    return decide('within rounding', reason, { figures: range.figures, recomputed });
  }
  const apart = figures.filter((figure) => !figure.agrees).map((figure) => figureWord(figure.figure));
  const reason = `The ${apart.join(' and the ')} ${apart.length > 1 ? 'differ' : 'differs'}; nothing in the specification explains it.`;
  return decide('differs', reason, { figures: range.figures, recomputed, explained: false });
}

/** The verdict on a claim whose analysis could not run. */
export function claimOfFailedAnalysis(
  claim: Claim,
  result: { readonly study: string; readonly analysis: string },
  source: ClaimSource,
  message: string,
): Verdict {
  const reason = `The analysis failed: ${message}`;
  return { ...undecided(claim, result, source), verdict: 'not computable', reason, explained: false };
}

function undecided(
  claim: Claim,
  { study, analysis }: { readonly study: string; readonly analysis: string },
  { citation, doi }: ClaimSource,
): Omit<Verdict, 'verdict' | 'reason'> {
  return {
    study,
    analysis,
    claim: claim.id,
    statistic: claim.statistic,
    term: claim.term ?? claim.group ?? null,
    published: printPublished(claim),
    recomputed: null,
    beside: null,
    explained: true,
    source: { citation, doi, where: claim.where },
    figures: [],
  };
}

function nearestStatistic(claim: Claim, result: JudgedResult, where: string): string | null {
  if (claim.beside === undefined) return null;
  const row = findFigures(result.parts, { statistic: claim.beside }, where);
  return `${statisticLabel(claim.beside).label.toLowerCase()} ${printNearest(claim, row)}`;
}

function whyMissing({ figure, recomputed }: FigureVerdict): string {
  if (recomputed !== null && !isEstimable(recomputed)) {
    return `The ${figureWord(figure)} does not exist: ${describeNotEstimable(recomputed.notEstimable)}.`;
  }
  return `The method gives no ${figureWord(figure)} for this statistic.`;
}

function inPrintedUnit(row: NaturalFigures, claim: Claim): NaturalFigures {
  if (claim.unit !== 'percent') return row;
  const percent = (value: Estimable | null) =>
    value === null ? null : mapEstimable(value, (number) => 100 * number);
  return { ...row, value: percent(row.value), lower: percent(row.lower), upper: percent(row.upper) };
}

function printedFigures(
  claim: Claim,
): readonly { readonly figure: FigureName; readonly published: string }[] {
  return [
    ...(claim.value === undefined ? [] : [{ figure: 'value' as const, published: claim.value }]),
    ...(claim.interval === undefined
      ? []
      : [
          { figure: 'lower' as const, published: claim.interval[0] },
          { figure: 'upper' as const, published: claim.interval[1] },
        ]),
    ...(claim.p === undefined ? [] : [{ figure: 'p' as const, published: claim.p }]),
  ];
}

function figureVerdicts(claim: Claim, row: NaturalFigures): readonly FigureVerdict[] {
  return printedFigures(claim).map(({ figure, published }) => {
    const recomputed = row[figure];
    if (recomputed === null || !isEstimable(recomputed)) {
      const recomputedText =
        recomputed === null ? 'not given' : describeNotEstimable(recomputed.notEstimable);
      return { figure, published, recomputed, recomputedText, agrees: false };
    }
    const agrees =
      figure === 'p' ? agreesWithPrintedP(recomputed, published) : agreesWithPrinted(recomputed, published);
    return {
      figure,
      published,
      recomputed,
      recomputedText: printFigure(figure, recomputed, published),
      agrees,
    };
  });
}

/** Recomputes over the data sets that rounding allows, and says whether the printed figures are possible. */
function exploreRounding(
  claim: Claim,
  result: JudgedResult,
  address: Parameters<typeof findFigures>[1],
  where: string,
  figures: readonly FigureVerdict[],
): { readonly allows: boolean; readonly figures: readonly FigureVerdict[] } {
  if (!result.alternatives) return { allows: false, figures };
  const ranges = new Map<FigureName, [number, number]>();
  let together = false;
  for (const parts of result.alternatives()) {
    const row = inPrintedUnit(findFigures(parts, address, where), claim);
    const alternative = figureVerdicts(claim, row);
    together ||= alternative.every((figure) => figure.agrees);
    for (const { figure, recomputed } of alternative) {
      if (recomputed === null || !isEstimable(recomputed)) continue;
      const known = ranges.get(figure) ?? [recomputed, recomputed];
      ranges.set(figure, [Math.min(known[0], recomputed), Math.max(known[1], recomputed)]);
    }
  }
  const within = figures.map((figure) => {
    const range = ranges.get(figure.figure);
    return range === undefined ? figure : { ...figure, range };
  });
  const eachAllowed = within.every(({ range, figure, published }) => {
    if (range === undefined) return false;
    return figure === 'p' ? rangeHoldsPrintedP(...range, published) : rangeHoldsPrinted(...range, published);
  });
  // A complete list must hold one data set that gives all printed figures; corners only bound each figure.
  return { allows: together || (result.alternativesAre === 'corners' && eachAllowed), figures: within };
}

function printFigure(figure: FigureName, value: number, published: string): string {
  return figure === 'p' ? printP(value, published) : roundAsPrinted(value, parsePrinted(published).decimals);
}

function figureWord(figure: FigureName): string {
  return { value: 'estimate', lower: 'lower limit', upper: 'upper limit', p: 'p-value' }[figure];
}

function printPublished(claim: Claim): string {
  return joinFigures(claim, claim.value, claim.interval, claim.p);
}

function printRecomputed(claim: Claim, row: NaturalFigures): string {
  const text = (figure: FigureName, published: string): string => {
    const value = row[figure];
    if (value === null) return 'not given';
    return isEstimable(value)
      ? printFigure(figure, value, published)
      : describeNotEstimable(value.notEstimable);
  };
  return joinFigures(
    claim,
    claim.value === undefined ? undefined : text('value', claim.value),
    claim.interval === undefined
      ? undefined
      : [text('lower', claim.interval[0]), text('upper', claim.interval[1])],
    claim.p === undefined ? undefined : text('p', claim.p),
  );
}

/** The nearest computable statistic, to two decimals unless the claim's own digits say otherwise. */
function printNearest(claim: Claim, row: NaturalFigures): string {
  const decimals = claim.value === undefined ? 2 : parsePrinted(claim.value).decimals;
  const natural = inPrintedUnit(row, claim);
  const text = (value: Estimable | null) =>
    value === null
      ? null
      : isEstimable(value)
        ? roundAsPrinted(value, decimals)
        : describeNotEstimable(value.notEstimable);
  const lower = text(natural.lower);
  const upper = text(natural.upper);
  const p =
    natural.p !== null && isEstimable(natural.p)
      ? printP(natural.p, claim.p?.replace(/^[<>≤≥]\s*/, '') ?? '0.001')
      : undefined;
  return joinFigures(
    claim,
    text(natural.value) ?? undefined,
    lower === null || upper === null ? undefined : [lower, upper],
    p,
  );
}

function joinFigures(
  claim: Claim,
  value: string | undefined,
  interval: readonly [string, string] | undefined,
  p: string | undefined,
): string {
  const percent = claim.unit === 'percent' ? '%' : '';
  const pieces: string[] = [];
  if (value !== undefined) pieces.push(`${value}${percent}`);
  if (interval !== undefined) pieces.push(`(${interval[0]} to ${interval[1]})`);
  const estimate = pieces.join(' ');
  const pText = p === undefined ? '' : /^[<>≤≥]/.test(p) ? `p${p}` : `p=${p}`;
  return [estimate, pText].filter((piece) => piece !== '').join(', ');
}
