/** How a statistic is shown: its words, its natural scale and the value that means "no difference". */
export interface StatisticLabel {
  readonly label: string;
  readonly abbreviation: string;
  /** `log`: a ratio, stored as its logarithm until shown. */
  readonly scale: 'linear' | 'log';
  /** The natural-scale value of no difference; null where the statistic is not a contrast. */
  readonly noDifference: number | null;
  /** `proportion` may be shown as percent. */
  readonly unit: 'proportion' | 'time' | 'outcome' | 'count' | 'rate' | 'none';
}

const ratio = (label: string, abbreviation: string): StatisticLabel => ({
  label,
  abbreviation,
  scale: 'log',
  noDifference: 1,
  unit: 'none',
});
const plain = (
  label: string,
  abbreviation: string,
  unit: StatisticLabel['unit'] = 'none',
  noDifference: number | null = null,
): StatisticLabel => ({ label, abbreviation, scale: 'linear', noDifference, unit });

/** The one list of statistic names. A method may return, and a claim may name, only these. */
export const statisticLabels = {
  // effects
  'risk-ratio': ratio('Risk ratio', 'RR'),
  'odds-ratio': ratio('Odds ratio', 'OR'),
  'rate-ratio': ratio('Rate ratio', 'rate ratio'),
  'standardised-ratio': ratio('Standardised incidence ratio', 'SIR'),
  'hazard-ratio': ratio('Hazard ratio', 'HR'),
  'time-ratio': ratio('Time ratio', 'TR'),
  'proportional-odds-ratio': ratio('Proportional odds ratio', 'OR'),
  'ratio-of-ratios': ratio('Ratio of ratios', 'ROR'),
  'win-ratio': ratio('Win ratio', 'WR'),
  'ratio-of-means': ratio('Ratio of means', 'ratio of means'),
  'win-odds': ratio('Win odds', 'win odds'),
  'risk-difference': plain('Risk difference', 'RD', 'proportion', 0),
  'mean-difference': plain('Mean difference', 'MD', 'outcome', 0),
  'median-difference': plain('Difference in medians', 'median difference', 'outcome', 0),
  'net-benefit': plain('Net benefit', 'NB', 'proportion', 0),
  'probability-index': plain('Probability index', 'P(X>Y)', 'proportion', 0.5),
  'location-shift': plain('Shift in location', 'shift', 'outcome', 0),
  'latent-shift': plain('Shift on the latent scale', 'latent shift', 'none', 0),
  'rate-difference': plain('Rate difference', 'rate difference', 'rate', 0),
  'log-hazard': plain('Log hazard ratio per unit', 'log HR', 'none', 0),
  'log-odds': plain('Log odds ratio per unit', 'log OR', 'none', 0),
  // one group
  proportion: plain('Proportion', 'proportion', 'proportion'),
  rate: plain('Incidence rate', 'rate', 'rate'),
  mean: plain('Mean', 'mean', 'outcome'),
  'least-squares-mean': plain('Least-squares mean', 'LS mean', 'outcome'),
  'standard-deviation': plain('Standard deviation', 'SD', 'outcome'),
  n: plain('Subjects', 'n', 'count'),
  events: plain('Events', 'events', 'count'),
  exposure: plain('Exposure', 'exposure', 'time'),
  count: plain('Count', 'count', 'count'),
  median: plain('Median', 'median', 'outcome'),
  'first-quartile': plain('First quartile', 'Q1', 'outcome'),
  'third-quartile': plain('Third quartile', 'Q3', 'outcome'),
  'standard-error': plain('Standard error', 'SE', 'outcome'),
  minimum: plain('Minimum', 'min', 'outcome'),
  maximum: plain('Maximum', 'max', 'outcome'),
  missing: plain('Missing', 'missing', 'count'),
  imputed: plain('Imputed', 'imputed', 'count'),
  'variance-increase': plain('Relative increase in variance', 'r'),
  'missing-information': plain('Fraction of missing information', 'FMI', 'proportion'),
  'tipping-point': plain('Tipping point, where significance is lost', 'tipping point', 'outcome'),
  'geometric-mean': plain('Geometric mean', 'geometric mean', 'outcome'),
  'geometric-coefficient-of-variation': plain(
    'Geometric coefficient of variation',
    'geometric CV',
    'proportion',
  ),
  'decimal-places': plain('Decimal places of the data', 'decimals', 'count'),
  'subjects-with-events': plain('Subjects with an event', 'subjects', 'count'),
  'exposure-adjusted-incidence': plain('Subjects with an event per exposure', 'EAIR', 'rate'),
  'standardised-difference': plain('Standardised difference', 'SMD', 'none', 0),
  // survival
  'median-survival': plain('Median time to event', 'median', 'time'),
  'survival-quantile': plain('Time to event quantile', 'quantile', 'time'),
  'survival-probability': plain('Event-free probability', 'S(t)', 'proportion'),
  'conditional-survival': plain(
    'Event-free probability of those free of the event so far',
    'S(t | s)',
    'proportion',
  ),
  'survival-difference': plain('Difference in event-free probability', 'S(t) difference', 'proportion', 0),
  'survival-ratio': ratio('Ratio of event-free probabilities', 'S(t) ratio'),
  'cumulative-hazard-ratio': ratio('Ratio of cumulative hazards', 'cumulative HR'),
  'restricted-mean-survival-time': plain('Restricted mean event-free time', 'RMST', 'time'),
  'restricted-mean-difference': plain(
    'Difference in restricted mean event-free time',
    'RMST difference',
    'time',
    0,
  ),
  'restricted-mean-ratio': ratio('Ratio of restricted mean event-free times', 'RMST ratio'),
  'time-lost-ratio': ratio('Ratio of restricted mean times lost', 'RMTL ratio'),
  'cumulative-incidence': plain('Cumulative incidence', 'CIF', 'proportion'),
  'mean-cumulative-count': plain('Mean number of events', 'MCF'),
  'cumulative-incidence-difference': plain(
    'Difference in cumulative incidence',
    'CIF difference',
    'proportion',
    0,
  ),
  'subdistribution-hazard-ratio': ratio('Subdistribution hazard ratio', 'sHR'),
  // tests
  'log-rank': plain('Log-rank test', 'log-rank'),
  'weighted-log-rank': plain('Weighted log-rank test', 'weighted log-rank'),
  'finkelstein-schoenfeld': plain('Finkelstein-Schoenfeld test', 'Finkelstein-Schoenfeld'),
  'max-combo': plain('MaxCombo test', 'MaxCombo'),
  gray: plain('Gray test', 'Gray'),
  concordance: plain('Concordance', 'C', 'proportion', 0.5),
  'proportional-hazards-assumption': plain('Test of proportional hazards', 'PH test'),
  'chi-square': plain('Chi-square test', 'chi-square'),
  'chi-square-corrected': plain('Chi-square test with continuity correction', 'corrected chi-square'),
  'fisher-exact': plain('Fisher exact test', 'Fisher'),
  'exact-conditional': plain('Exact conditional test', 'exact conditional'),
  'exact-unconditional': plain('Exact unconditional test', 'exact unconditional'),
  mcnemar: plain('McNemar test', 'McNemar'),
  'welch-t': plain('Welch t test', 'Welch t'),
  'one-sample-t': plain('One-sample t test', 'one-sample t'),
  'f-test': plain('F test', 'F'),
  'likelihood-ratio': plain('Likelihood-ratio test', 'LR test'),
  wald: plain('Wald test', 'Wald'),
  score: plain('Score test', 'score'),
  heterogeneity: plain('Test for heterogeneity', 'Q'),
  interaction: plain('Test for interaction', 'interaction'),
  'cochran-mantel-haenszel': plain('Cochran-Mantel-Haenszel test', 'CMH'),
  permutation: plain('Permutation test', 'permutation'),
  wilcoxon: plain('Wilcoxon rank-sum test', 'Wilcoxon'),
  'van-elteren': plain('Van Elteren test', 'van Elteren'),
  'kruskal-wallis': plain('Kruskal-Wallis test', 'Kruskal-Wallis'),
  'jonckheere-terpstra': plain('Jonckheere-Terpstra trend test', 'Jonckheere-Terpstra'),
  'brunner-munzel': plain('Brunner-Munzel test', 'Brunner-Munzel'),
  'mean-rank': plain('Mean rank', 'mean rank'),
  'equal-variances': plain('Test of equal variances', 'equal variances'),
  'variance-ratio': ratio('Ratio of variances', 'variance ratio'),
  normality: plain('Test of normality', 'normality'),
  'marginal-homogeneity': plain('Test of marginal homogeneity', 'Stuart-Maxwell'),
  'proportional-odds-assumption': plain('Test of proportional odds', 'proportionality'),
  'small-study-effects': plain('Test for small-study effects', 'Egger'),
  // synthesis and models
  'tau-squared': plain('Between-study variance', 'tau²'),
  'i-squared': plain('Inconsistency', 'I²', 'proportion'),
  'h-squared': plain('Total over sampling variation', 'H²'),
  'log-likelihood': plain('Log likelihood', 'logLik'),
  'akaike-information': plain('Akaike information criterion', 'AIC'),
  'bayesian-information': plain('Bayesian information criterion', 'BIC'),
  variance: plain('Variance', 'variance'),
  covariance: plain('Covariance', 'covariance'),
  'sum-of-squares': plain('Sum of squares', 'sum of squares'),
  correlation: plain('Correlation', 'r'),
  slope: plain('Slope', 'slope', 'outcome', 0),
  'slope-difference': plain('Difference in slopes', 'slope difference', 'outcome', 0),
  // state occupancy and prediction
  'state-occupancy': plain('Probability of being in the state', 'occupancy', 'proportion'),
  'time-in-state': plain('Mean time in the state', 'time in state', 'time'),
  'state-occupancy-difference': plain(
    'Difference in probability of being in the state',
    'occupancy difference',
    'proportion',
    0,
  ),
  'time-in-state-difference': plain(
    'Difference in mean time in the state',
    'time in state difference',
    'time',
    0,
  ),
  auc: plain('Area under the ROC curve', 'AUC', 'none', 0.5),
  'auc-difference': plain('Difference in area under the ROC curve', 'AUC difference', 'none', 0),
  'brier-score': plain('Brier score', 'Brier'),
  'scaled-brier-score': plain('Scaled Brier score', 'scaled Brier'),
  'integrated-brier-score': plain('Integrated Brier score', 'integrated Brier'),
  'required-events': plain('Events required', 'events', 'count'),
  'required-subjects': plain('Subjects required', 'n', 'count'),
  power: plain('Power', 'power', 'proportion'),
  'conditional-power': plain('Conditional power', 'conditional power', 'proportion'),
  'information-fraction': plain('Share of the planned information', 'information', 'proportion'),
  dispersion: plain('Dispersion', 'dispersion'),
  intercept: plain('Intercept', 'intercept'),
  // several hypotheses
  'p-value': plain('P-value', 'p'),
  'adjusted-p': plain('Adjusted p-value', 'adjusted p'),
  'local-level': plain('Local significance level', 'local level'),
  // diagnosis and agreement
  delong: plain('DeLong test', 'DeLong'),
  sensitivity: plain('Sensitivity', 'sensitivity', 'proportion'),
  specificity: plain('Specificity', 'specificity', 'proportion'),
  'positive-predictive-value': plain('Positive predictive value', 'PPV', 'proportion'),
  'negative-predictive-value': plain('Negative predictive value', 'NPV', 'proportion'),
  accuracy: plain('Accuracy', 'accuracy', 'proportion'),
  'positive-likelihood-ratio': plain('Positive likelihood ratio', 'LR+', 'none', 1),
  'negative-likelihood-ratio': plain('Negative likelihood ratio', 'LR-', 'none', 1),
  'diagnostic-odds-ratio': plain('Diagnostic odds ratio', 'DOR', 'none', 1),
  'youden-index': plain('Youden index', 'J', 'none', 0),
  'cut-point': plain('Cut-point', 'cut', 'outcome'),
  optimism: plain('Optimism of the Youden index', 'optimism'),
  'corrected-youden-index': plain('Youden index, corrected for optimism', 'corrected J'),
  'corrected-sensitivity': plain(
    'Sensitivity, corrected for optimism',
    'corrected sensitivity',
    'proportion',
  ),
  'corrected-specificity': plain(
    'Specificity, corrected for optimism',
    'corrected specificity',
    'proportion',
  ),
  kappa: plain('Kappa', 'kappa', 'none', 0),
  'observed-agreement': plain('Observed agreement', 'agreement', 'proportion'),
  'expected-agreement': plain('Agreement expected by chance', 'chance agreement', 'proportion'),
  'intraclass-correlation': plain('Intraclass correlation', 'ICC', 'none', 0),
  'concordance-correlation': plain('Concordance correlation', 'CCC', 'none', 0),
  'limit-of-agreement': plain('Limit of agreement', 'limit', 'outcome'),
  'rank-correlation': plain('Rank correlation', 'rho', 'none', 0),
  'probit-difference': plain('Difference on the probit scale', 'probit difference', 'none', 0),
} as const satisfies Record<string, StatisticLabel>;

export type StatisticName = keyof typeof statisticLabels;

export function statisticLabel(name: StatisticName): StatisticLabel {
  return statisticLabels[name];
}

export function isStatisticName(name: string): name is StatisticName {
  return Object.hasOwn(statisticLabels, name);
}
