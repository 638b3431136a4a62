import type { AnyMethod } from './core/definition.js';
import { blandAltmanMethod } from './outcomes/agreement/bland-altman/definition.js';
import { correlationMethod } from './outcomes/agreement/correlation/definition.js';
import { intraclassCorrelationMethod } from './outcomes/agreement/intraclass-correlation/definition.js';
import { kappaMethod } from './outcomes/agreement/kappa/definition.js';
import { chiSquareMethod } from './outcomes/binary/chi-square/definition.js';
import { cochranMantelHaenszelMethod } from './outcomes/binary/cochran-mantel-haenszel/definition.js';
import { exactLogisticRegressionMethod } from './outcomes/binary/exact-logistic-regression/definition.js';
import { exactUnconditionalMethod } from './outcomes/binary/exact-unconditional/definition.js';
import { fisherExactMethod } from './outcomes/binary/fisher-exact/definition.js';
import { generalisedCochranMantelHaenszelMethod } from './outcomes/binary/generalised-cochran-mantel-haenszel/definition.js';
import { logBinomialMethod } from './outcomes/binary/log-binomial/definition.js';
import { logisticRegressionMethod } from './outcomes/binary/logistic-regression/definition.js';
import { marginalStandardisationMethod } from './outcomes/binary/marginal-standardisation/definition.js';
import { mcnemarMethod } from './outcomes/binary/mcnemar/definition.js';
import { miettinenNurminenMethod } from './outcomes/binary/miettinen-nurminen/definition.js';
import { modifiedPoissonMethod } from './outcomes/binary/modified-poisson/definition.js';
import { nonInferiorityMethod } from './outcomes/binary/non-inferiority/definition.js';
import { oddsRatioMethod } from './outcomes/binary/odds-ratio/definition.js';
import { proportionMethod } from './outcomes/binary/proportion/definition.js';
import { riskDifferenceMethod } from './outcomes/binary/risk-difference/definition.js';
import { riskRatioMethod } from './outcomes/binary/risk-ratio/definition.js';
import { stratifiedMiettinenNurminenMethod } from './outcomes/binary/stratified-miettinen-nurminen/definition.js';
import { stratifiedNewcombeMethod } from './outcomes/binary/stratified-newcombe/definition.js';
import { stratifiedProportionMethod } from './outcomes/binary/stratified-proportion/definition.js';
import { stratifiedRatioMethod } from './outcomes/binary/stratified-ratio/definition.js';
import { stratifiedRiskDifferenceMethod } from './outcomes/binary/stratified-risk-difference/definition.js';
import { ancovaMethod } from './outcomes/continuous/ancova/definition.js';
import { anovaMethod } from './outcomes/continuous/anova/definition.js';
import { equalVariancesMethod } from './outcomes/continuous/equal-variances/definition.js';
import { factorialAnovaMethod } from './outcomes/continuous/factorial-anova/definition.js';
import { oneSampleTMethod } from './outcomes/continuous/one-sample-t/definition.js';
import { pairedTMethod } from './outcomes/continuous/paired-t/definition.js';
import { shapiroWilkMethod } from './outcomes/continuous/shapiro-wilk/definition.js';
import { welchTMethod } from './outcomes/continuous/welch-t/definition.js';
import { incidenceRateMethod } from './outcomes/count/incidence-rate/definition.js';
import { indirectlyStandardisedRatioMethod } from './outcomes/count/indirectly-standardised-ratio/definition.js';
import { negativeBinomialRegressionMethod } from './outcomes/count/negative-binomial-regression/definition.js';
import { poissonRegressionMethod } from './outcomes/count/poisson-regression/definition.js';
import { rateDifferenceMethod } from './outcomes/count/rate-difference/definition.js';
import { rateRatioMethod } from './outcomes/count/rate-ratio/definition.js';
import { standardisedRateMethod } from './outcomes/count/standardised-rate/definition.js';
import { stratifiedRateMethod } from './outcomes/count/stratified-rate/definition.js';
import { zeroInflatedRegressionMethod } from './outcomes/count/zero-inflated-regression/definition.js';
import { adverseEventSummaryMethod } from './outcomes/descriptive/adverse-event-summary/definition.js';
import { baselineCharacteristicsMethod } from './outcomes/descriptive/baseline-characteristics/definition.js';
import { changeFromBaselineMethod } from './outcomes/descriptive/change-from-baseline/definition.js';
import { shiftTableMethod } from './outcomes/descriptive/shift-table/definition.js';
import { subjectChangesMethod } from './outcomes/descriptive/subject-changes/definition.js';
import { diagnosticAccuracyMethod } from './outcomes/diagnosis/diagnostic-accuracy/definition.js';
import { optimalCutPointMethod } from './outcomes/diagnosis/optimal-cut-point/definition.js';
import { rocCurveMethod } from './outcomes/diagnosis/roc-curve/definition.js';
import { generalisedEstimatingEquationsMethod } from './outcomes/longitudinal/generalised-estimating-equations/definition.js';
import { mixedModelRepeatedMeasuresMethod } from './outcomes/longitudinal/mixed-model-repeated-measures/definition.js';
import { randomCoefficientsMethod } from './outcomes/longitudinal/random-coefficients/definition.js';
import { visitSummaryMethod } from './outcomes/longitudinal/visit-summary/definition.js';
import { multipleImputationMethod } from './outcomes/missing-data/multiple-imputation/definition.js';
import { referenceBasedImputationMethod } from './outcomes/missing-data/reference-based-imputation/definition.js';
import { singleImputationMethod } from './outcomes/missing-data/single-imputation/definition.js';
import { tippingPointMethod } from './outcomes/missing-data/tipping-point/definition.js';
import { dunnettMethod } from './outcomes/multiplicity/dunnett/definition.js';
import { graphicalProcedureMethod } from './outcomes/multiplicity/graphical-procedure/definition.js';
import { multiplicityAdjustmentMethod } from './outcomes/multiplicity/multiplicity-adjustment/definition.js';
import { tukeyKramerMethod } from './outcomes/multiplicity/tukey-kramer/definition.js';
import { brunnerMunzelMethod } from './outcomes/ordinal/brunner-munzel/definition.js';
import { contingencyTableMethod } from './outcomes/ordinal/contingency-table/definition.js';
import { cumulativeLinkMethod } from './outcomes/ordinal/cumulative-link/definition.js';
import { jonckheereTerpstraMethod } from './outcomes/ordinal/jonckheere-terpstra/definition.js';
import { kruskalWallisMethod } from './outcomes/ordinal/kruskal-wallis/definition.js';
import { partialProportionalOddsMethod } from './outcomes/ordinal/partial-proportional-odds/definition.js';
import { proportionalOddsMethod } from './outcomes/ordinal/proportional-odds/definition.js';
import { proportionalOddsAssumptionMethod } from './outcomes/ordinal/proportional-odds-assumption/definition.js';
import { transitionTableMethod } from './outcomes/ordinal/transition-table/definition.js';
import { vanElterenMethod } from './outcomes/ordinal/van-elteren/definition.js';
import { wilcoxonMethod } from './outcomes/ordinal/wilcoxon/definition.js';
import { winStatisticsMethod } from './outcomes/ordinal/win-statistics/definition.js';
import { bootstrapMethod } from './outcomes/resampling/bootstrap/definition.js';
import { jackknifeMethod } from './outcomes/resampling/jackknife/definition.js';
import { permutationTestMethod } from './outcomes/resampling/permutation-test/definition.js';
import { andersenGillMethod } from './survival/andersen-gill/definition.js';
import { annualisedRelapseRateMethod } from './survival/annualised-relapse-rate/definition.js';
import { brierScoreMethod } from './survival/brier-score/definition.js';
import { conditionalPowerMethod } from './survival/conditional-power/definition.js';
import { coxMethod } from './survival/cox/definition.js';
import { cumulativeIncidenceMethod } from './survival/cumulative-incidence/definition.js';
import { fineGrayMethod } from './survival/fine-gray/definition.js';
import { hierarchicalWinRatioMethod } from './survival/hierarchical-win-ratio/definition.js';
import { kaplanMeierMethod } from './survival/kaplan-meier/definition.js';
import { landmarkSurvivalMethod } from './survival/landmark-survival/definition.js';
import { logRankMethod } from './survival/log-rank/definition.js';
import { maxComboMethod } from './survival/max-combo/definition.js';
import { meanCumulativeFunctionMethod } from './survival/mean-cumulative-function/definition.js';
import { multiStateMethod } from './survival/multi-state/definition.js';
import { parametricIntervalSurvivalMethod } from './survival/parametric-interval-survival/definition.js';
import { parametricSurvivalMethod } from './survival/parametric-survival/definition.js';
import { piecewiseExponentialMethod } from './survival/piecewise-exponential/definition.js';
import { prenticeWilliamsPetersonMethod } from './survival/prentice-williams-peterson/definition.js';
import { restrictedMeanSurvivalTimeMethod } from './survival/restricted-mean-survival-time/definition.js';
import { roystonParmarMethod } from './survival/royston-parmar/definition.js';
import { standardisedSurvivalMethod } from './survival/standardised-survival/definition.js';
import { survivalDesignMethod } from './survival/survival-design/definition.js';
import { timeDependentAucMethod } from './survival/time-dependent-auc/definition.js';
import { turnbullMethod } from './survival/turnbull/definition.js';
import { weightedLogRankMethod } from './survival/weighted-log-rank/definition.js';
import { cumulativeMethod } from './synthesis/cumulative/definition.js';
import { eggerMethod } from './synthesis/egger/definition.js';
import { inverseVarianceMethod } from './synthesis/inverse-variance/definition.js';
import { leaveOneOutMethod } from './synthesis/leave-one-out/definition.js';
import { mantelHaenszelMethod } from './synthesis/mantel-haenszel/definition.js';
import { metaRegressionMethod } from './synthesis/meta-regression/definition.js';
import { petoMethod } from './synthesis/peto/definition.js';
import { randomEffectsMethod } from './synthesis/random-effects/definition.js';
import { subgroupAnalysisMethod } from './synthesis/subgroup-analysis/definition.js';

/** Every method, one line each. */
export const methods: readonly AnyMethod[] = [
  proportionMethod,
  riskDifferenceMethod,
  riskRatioMethod,
  oddsRatioMethod,
  miettinenNurminenMethod,
  chiSquareMethod,
  fisherExactMethod,
  welchTMethod,
  anovaMethod,
  incidenceRateMethod,
  rateRatioMethod,
  rateDifferenceMethod,
  proportionalOddsMethod,
  wilcoxonMethod,
  vanElterenMethod,
  winStatisticsMethod,
  transitionTableMethod,
  proportionalOddsAssumptionMethod,
  cochranMantelHaenszelMethod,
  logisticRegressionMethod,
  mcnemarMethod,
  stratifiedMiettinenNurminenMethod,
  stratifiedNewcombeMethod,
  stratifiedRatioMethod,
  stratifiedRiskDifferenceMethod,
  ancovaMethod,
  pairedTMethod,
  negativeBinomialRegressionMethod,
  poissonRegressionMethod,
  logBinomialMethod,
  marginalStandardisationMethod,
  modifiedPoissonMethod,
  singleImputationMethod,
  multiplicityAdjustmentMethod,
  graphicalProcedureMethod,
  baselineCharacteristicsMethod,
  bootstrapMethod,
  jackknifeMethod,
  permutationTestMethod,
  dunnettMethod,
  tukeyKramerMethod,
  multipleImputationMethod,
  adverseEventSummaryMethod,
  cumulativeLinkMethod,
  partialProportionalOddsMethod,
  rocCurveMethod,
  diagnosticAccuracyMethod,
  optimalCutPointMethod,
  kappaMethod,
  intraclassCorrelationMethod,
  blandAltmanMethod,
  correlationMethod,
  referenceBasedImputationMethod,
  kruskalWallisMethod,
  jonckheereTerpstraMethod,
  brunnerMunzelMethod,
  nonInferiorityMethod,
  exactUnconditionalMethod,
  tippingPointMethod,
  shapiroWilkMethod,
  equalVariancesMethod,
  mixedModelRepeatedMeasuresMethod,
  generalisedEstimatingEquationsMethod,
  changeFromBaselineMethod,
  subjectChangesMethod,
  stratifiedRateMethod,
  standardisedRateMethod,
  factorialAnovaMethod,
  visitSummaryMethod,
  shiftTableMethod,
  oneSampleTMethod,
  exactLogisticRegressionMethod,
  generalisedCochranMantelHaenszelMethod,
  zeroInflatedRegressionMethod,
  stratifiedProportionMethod,
  indirectlyStandardisedRatioMethod,
  randomCoefficientsMethod,
  contingencyTableMethod,
  kaplanMeierMethod,
  logRankMethod,
  restrictedMeanSurvivalTimeMethod,
  coxMethod,
  cumulativeIncidenceMethod,
  fineGrayMethod,
  maxComboMethod,
  parametricSurvivalMethod,
  weightedLogRankMethod,
  annualisedRelapseRateMethod,
  landmarkSurvivalMethod,
  piecewiseExponentialMethod,
  hierarchicalWinRatioMethod,
  roystonParmarMethod,
  andersenGillMethod,
  meanCumulativeFunctionMethod,
  parametricIntervalSurvivalMethod,
  prenticeWilliamsPetersonMethod,
  standardisedSurvivalMethod,
  turnbullMethod,
  multiStateMethod,
  brierScoreMethod,
  timeDependentAucMethod,
  survivalDesignMethod,
  conditionalPowerMethod,
  inverseVarianceMethod,
  mantelHaenszelMethod,
  petoMethod,
  randomEffectsMethod,
  subgroupAnalysisMethod,
  metaRegressionMethod,
  leaveOneOutMethod,
  cumulativeMethod,
  eggerMethod,
];
