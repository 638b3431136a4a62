/**
 * The public API. Methods are plain functions on numbers and arrays; `methods`, `endpoints`, `displays` and `formats`
 * are the registries that specs use; `planStudy` and `runStudy` run a spec without a file system.
 */

// specs, runs, claims
export { judgeClaim } from './claims/judge-claim.js';
export type * from './core/analysis-data.js';
export type {
  DataSource,
  Dataset,
  DatasetColumn,
  Dictionary,
  RawTable,
  WhereClause,
} from './core/dataset.js';
export type { AnyMethod, MethodDefinition } from './core/definition.js';
export { type DisplayOutput, type Figure, isFigure, type Table } from './core/display.js';
export {
  DataError,
  InternalError,
  type Issue,
  MethodError,
  PlanError,
  SpecError,
  TrialError,
  UsageError,
} from './core/errors.js';
// results
export {
  describeNotEstimable,
  type Estimable,
  isEstimable,
  type NotEstimableReason,
  numberOrNull,
} from './core/estimable.js';
export type { Notice } from './core/notice.js';
export type {
  Curve,
  EstimateRow,
  FailedAnalysis,
  MethodOutput,
  Outcome,
  Result,
  ResultPart,
  SummaryRow,
  TestRow,
} from './core/result.js';
export { roundHalfAway } from './core/round-half-away.js';
export { type StatisticName, statisticLabels } from './core/statistic-names.js';
export type { StudyReport } from './core/study-report.js';
export { type ResultRecord, toRecords } from './core/to-records.js';
export type { Claim, Verdict, VerdictName } from './core/verdict.js';
// data
export { describeDataset, describeTable } from './data/dataset/describe-dataset.js';
export { typeDataset } from './data/dataset/type-dataset.js';
export { compileWhere } from './data/dataset/where.js';
export { parseDictionary } from './data/dictionary/parse-dictionary.js';
export { formats, readFormat } from './data/formats/registry.js';
export { displays } from './displays/registry.js';
export {
  digitisationUncertainty,
  reconstructArms,
} from './endpoints/published-curve/digitisation-uncertainty.js';
export { reconstructSurvival } from './endpoints/published-curve/reconstruct-survival.js';
export { endpoints } from './endpoints/registry.js';
export { factor } from './math/columns/factor.js';
export {
  type NaturalCubicSpline,
  type NaturalCubicSplineOptions,
  naturalCubicSpline,
} from './math/splines/natural-cubic-spline.js';
export { methods } from './methods.js';
export { blandAltman } from './outcomes/agreement/bland-altman/bland-altman.js';
export { correlation } from './outcomes/agreement/correlation/correlation.js';
export { intraclassCorrelation } from './outcomes/agreement/intraclass-correlation/intraclass-correlation.js';
export { cohenKappa, fleissKappa } from './outcomes/agreement/kappa/kappa.js';
// outcomes
export { chiSquareTest } from './outcomes/binary/chi-square/chi-square.js';
export { cochranMantelHaenszel } from './outcomes/binary/cochran-mantel-haenszel/cochran-mantel-haenszel.js';
export { exactLogisticRegression } from './outcomes/binary/exact-logistic-regression/exact-logistic-regression.js';
export { exactUnconditional } from './outcomes/binary/exact-unconditional/exact-unconditional.js';
export { fisherExact } from './outcomes/binary/fisher-exact/fisher-exact.js';
export { generalisedCochranMantelHaenszel } from './outcomes/binary/generalised-cochran-mantel-haenszel/generalised-cochran-mantel-haenszel.js';
export { logBinomial } from './outcomes/binary/log-binomial/log-binomial.js';
export { logisticRegression } from './outcomes/binary/logistic-regression/logistic-regression.js';
export { marginalStandardisation } from './outcomes/binary/marginal-standardisation/marginal-standardisation.js';
export { mcnemar } from './outcomes/binary/mcnemar/mcnemar.js';
export { miettinenNurminen } from './outcomes/binary/miettinen-nurminen/miettinen-nurminen.js';
export { modifiedPoisson } from './outcomes/binary/modified-poisson/modified-poisson.js';
export { nonInferiority } from './outcomes/binary/non-inferiority/non-inferiority.js';
export { oddsRatio } from './outcomes/binary/odds-ratio/odds-ratio.js';
export { proportion } from './outcomes/binary/proportion/proportion.js';
export { riskDifference } from './outcomes/binary/risk-difference/risk-difference.js';
export { riskRatio } from './outcomes/binary/risk-ratio/risk-ratio.js';
export { stratifiedMiettinenNurminen } from './outcomes/binary/stratified-miettinen-nurminen/stratified-miettinen-nurminen.js';
export { stratifiedNewcombe } from './outcomes/binary/stratified-newcombe/stratified-newcombe.js';
export { stratifiedProportion } from './outcomes/binary/stratified-proportion/stratified-proportion.js';
export { stratifiedRatio } from './outcomes/binary/stratified-ratio/stratified-ratio.js';
export { stratifiedRiskDifference } from './outcomes/binary/stratified-risk-difference/stratified-risk-difference.js';
export { ancova } from './outcomes/continuous/ancova/ancova.js';
export { anova } from './outcomes/continuous/anova/anova.js';
export { equalVariances, varianceRatio } from './outcomes/continuous/equal-variances/equal-variances.js';
export { factorialAnova } from './outcomes/continuous/factorial-anova/factorial-anova.js';
export { oneSampleT } from './outcomes/continuous/one-sample-t/one-sample-t.js';
export { pairedT } from './outcomes/continuous/paired-t/paired-t.js';
export { shapiroWilk } from './outcomes/continuous/shapiro-wilk/shapiro-wilk.js';
export { welchT } from './outcomes/continuous/welch-t/welch-t.js';
export { incidenceRate } from './outcomes/count/incidence-rate/incidence-rate.js';
export { indirectlyStandardisedRatio } from './outcomes/count/indirectly-standardised-ratio/indirectly-standardised-ratio.js';
export { negativeBinomialRegression } from './outcomes/count/negative-binomial-regression/negative-binomial-regression.js';
export { poissonRegression } from './outcomes/count/poisson-regression/poisson-regression.js';
export { rateDifference } from './outcomes/count/rate-difference/rate-difference.js';
export { rateRatio } from './outcomes/count/rate-ratio/rate-ratio.js';
export { standardisedRate } from './outcomes/count/standardised-rate/standardised-rate.js';
export { stratifiedRate } from './outcomes/count/stratified-rate/stratified-rate.js';
export { zeroInflatedRegression } from './outcomes/count/zero-inflated-regression/zero-inflated-regression.js';
export { adverseEventSummary } from './outcomes/descriptive/adverse-event-summary/adverse-event-summary.js';
export { baselineCharacteristics } from './outcomes/descriptive/baseline-characteristics/baseline-characteristics.js';
export { changeFromBaseline } from './outcomes/descriptive/change-from-baseline/change-from-baseline.js';
export { shiftTable } from './outcomes/descriptive/shift-table/shift-table.js';
export { subjectChanges } from './outcomes/descriptive/subject-changes/subject-changes.js';
export { diagnosticAccuracy } from './outcomes/diagnosis/diagnostic-accuracy/diagnostic-accuracy.js';
export { optimalCutPoint } from './outcomes/diagnosis/optimal-cut-point/optimal-cut-point.js';
export { compareRocCurves, rocCurve } from './outcomes/diagnosis/roc-curve/roc-curve.js';
export { generalisedEstimatingEquations } from './outcomes/longitudinal/generalised-estimating-equations/generalised-estimating-equations.js';
export { mixedModelRepeatedMeasures } from './outcomes/longitudinal/mixed-model-repeated-measures/mixed-model-repeated-measures.js';
export { randomCoefficients } from './outcomes/longitudinal/random-coefficients/random-coefficients.js';
export { visitSummary } from './outcomes/longitudinal/visit-summary/visit-summary.js';
export { multipleImputation } from './outcomes/missing-data/multiple-imputation/multiple-imputation.js';
export { poolRubin } from './outcomes/missing-data/pool-rubin.js';
export { referenceBasedImputation } from './outcomes/missing-data/reference-based-imputation/reference-based-imputation.js';
export { singleImputation } from './outcomes/missing-data/single-imputation/single-imputation.js';
export { tippingPoint } from './outcomes/missing-data/tipping-point/tipping-point.js';
export { dunnett } from './outcomes/multiplicity/dunnett/dunnett.js';
export { graphicalProcedure } from './outcomes/multiplicity/graphical-procedure/graphical-procedure.js';
export { multiplicityAdjustment } from './outcomes/multiplicity/multiplicity-adjustment/multiplicity-adjustment.js';
export { presetGraph } from './outcomes/multiplicity/preset-graph.js';
export { tukeyKramer } from './outcomes/multiplicity/tukey-kramer/tukey-kramer.js';
export { brunnerMunzel, brunnerMunzelFromCounts } from './outcomes/ordinal/brunner-munzel/brunner-munzel.js';
export { contingencyTable } from './outcomes/ordinal/contingency-table/contingency-table.js';
export { cumulativeLink } from './outcomes/ordinal/cumulative-link/cumulative-link.js';
export {
  jonckheereTerpstra,
  jonckheereTerpstraFromCounts,
} from './outcomes/ordinal/jonckheere-terpstra/jonckheere-terpstra.js';
export { kruskalWallis, kruskalWallisFromCounts } from './outcomes/ordinal/kruskal-wallis/kruskal-wallis.js';
export { partialProportionalOdds } from './outcomes/ordinal/partial-proportional-odds/partial-proportional-odds.js';
export {
  proportionalOdds,
  proportionalOddsFromCounts,
} from './outcomes/ordinal/proportional-odds/proportional-odds.js';
export { proportionalOddsAssumption } from './outcomes/ordinal/proportional-odds-assumption/proportional-odds-assumption.js';
export { transitionTable } from './outcomes/ordinal/transition-table/transition-table.js';
export { vanElteren } from './outcomes/ordinal/van-elteren/van-elteren.js';
export { wilcoxon, wilcoxonFromCounts } from './outcomes/ordinal/wilcoxon/wilcoxon.js';
export {
  stratifiedWinStatistics,
  winStatistics,
  winStatisticsOf,
} from './outcomes/ordinal/win-statistics/win-statistics.js';
export { bootstrap } from './outcomes/resampling/bootstrap/bootstrap.js';
export { jackknife } from './outcomes/resampling/jackknife/jackknife.js';
export { permutationTest } from './outcomes/resampling/permutation-test/permutation-test.js';
export { runStudy } from './run/run-study.js';
export { planStudy } from './spec/plan-study.js';
export { andersenGill } from './survival/andersen-gill/andersen-gill.js';
export { annualisedRelapseRate } from './survival/annualised-relapse-rate/annualised-relapse-rate.js';
export { brierScore } from './survival/brier-score/brier-score.js';
export { coxRisks } from './survival/brier-score/cox-risks.js';
export { crossValidatedCoxRisks } from './survival/brier-score/cross-validated-risks.js';
export { conditionalPower } from './survival/conditional-power/conditional-power.js';
export { coefficientsOverTime } from './survival/cox/coefficients-over-time.js';
export { coxConcordance } from './survival/cox/concordance.js';

// survival
export { cox } from './survival/cox/cox.js';
export { coxResiduals } from './survival/cox/cox-residuals.js';
export { fitCoxModel } from './survival/cox/fit-cox-model.js';
export { coxMartingaleResiduals } from './survival/cox/martingale-residuals.js';
export { predictCoxCurve } from './survival/cox/predicted-curve.js';
export { testProportionalHazards } from './survival/cox/proportional-hazards-test.js';
export { cumulativeIncidence } from './survival/cumulative-incidence/cumulative-incidence.js';
export { fineGray } from './survival/fine-gray/fine-gray.js';
export { hierarchicalWinRatio } from './survival/hierarchical-win-ratio/hierarchical-win-ratio.js';
export { timeToFirstEvent } from './survival/hierarchical-win-ratio/time-to-first-event.js';
export { kaplanMeier } from './survival/kaplan-meier/kaplan-meier.js';
export { conditionalSurvival } from './survival/landmark-survival/conditional-survival.js';
export { landmarkRows } from './survival/landmark-survival/landmark-rows.js';
export { landmarkSurvival } from './survival/landmark-survival/landmark-survival.js';
export { milestoneSurvival } from './survival/landmark-survival/milestone-survival.js';
export { logRank } from './survival/log-rank/log-rank.js';
export { maxCombo } from './survival/max-combo/max-combo.js';
export { meanCumulativeFunction } from './survival/mean-cumulative-function/mean-cumulative-function.js';
export { multiState } from './survival/multi-state/multi-state.js';
export { parametricIntervalSurvival } from './survival/parametric-interval-survival/parametric-interval-survival.js';
export { parametricSurvival } from './survival/parametric-survival/parametric-survival.js';
export { piecewiseExponential } from './survival/piecewise-exponential/piecewise-exponential.js';
export { prenticeWilliamsPeterson } from './survival/prentice-williams-peterson/prentice-williams-peterson.js';
export { restrictedMeanSurvivalTime } from './survival/restricted-mean-survival-time/restricted-mean-survival-time.js';
export { roystonParmar } from './survival/royston-parmar/royston-parmar.js';
export { standardisedSurvival } from './survival/standardised-survival/standardised-survival.js';
export { lachinFoulkes, lachinFoulkesPower } from './survival/survival-design/lachin-foulkes.js';
export { logRankPower, requiredEvents } from './survival/survival-design/required-events.js';
export { survivalDesign } from './survival/survival-design/survival-design.js';
export { compareTimeDependentAuc } from './survival/time-dependent-auc/compare-areas.js';
export { timeDependentRoc } from './survival/time-dependent-auc/roc-curve.js';
export { timeDependentAuc } from './survival/time-dependent-auc/time-dependent-auc.js';
export { turnbull } from './survival/turnbull/turnbull.js';
export { weightedLogRank } from './survival/weighted-log-rank/weighted-log-rank.js';
export { cumulative } from './synthesis/cumulative/cumulative.js';
export { egger } from './synthesis/egger/egger.js';

// synthesis
export { inverseVariance } from './synthesis/inverse-variance/inverse-variance.js';
export { leaveOneOut } from './synthesis/leave-one-out/leave-one-out.js';
export { mantelHaenszel } from './synthesis/mantel-haenszel/mantel-haenszel.js';
export { metaRegression } from './synthesis/meta-regression/meta-regression.js';
export { peto } from './synthesis/peto/peto.js';
export { randomEffects } from './synthesis/random-effects/random-effects.js';
export { subgroupAnalysis } from './synthesis/subgroup-analysis/subgroup-analysis.js';
