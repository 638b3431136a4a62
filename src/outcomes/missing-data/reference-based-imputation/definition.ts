import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { Estimable } from '../../../core/estimable.js';
import { information, type Notice, warning } from '../../../core/notice.js';
import { levelOption } from '../../level-option.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { differenceRows } from '../difference-figure.js';
import { missingBaselines, type VisitOutcomes } from '../visit-outcomes.js';
import { type ReferenceStrategy, referenceStrategies } from './impute-visit.js';
import { covariancePriors } from './posterior-draws.js';
import {
  covarianceCriteria,
  type ReferenceBasedImputation,
  type ReferenceInference,
  referenceBasedImputation,
  referenceInferences,
} from './reference-based-imputation.js';

const strategyWords: Record<ReferenceStrategy, string> = {
  'jump-to-reference': 'jump to reference',
  'copy-reference': 'copy reference',
  'copy-increments-in-reference': 'copy increments in reference',
  'missing-at-random': 'missing at random',
};

const drawWords: Record<Exclude<ReferenceInference, 'jackknife'>, string> = {
  bayesian: 'draws from the posterior',
  'approximate-bayesian': 'draws about bootstrapped fits',
};

export const referenceBasedImputationMethod = defineMethod({
  id: 'reference-based-imputation',
  label: 'Reference-based imputation',
  summary:
    'Compares the arms at a visit as if subjects who stopped treatment had gone on like the reference arm.',
  accepts: 'longitudinal',
  options: z.strictObject({
    strategy: z
      .enum(referenceStrategies)
      .default('jump-to-reference')
      .describe('Which means stand in for those of the arm after the event that ended treatment.'),
    inference: z
      .enum(referenceInferences)
      .default('jackknife')
      .describe(
        'Conditional means with a jackknife standard error; or imputations pooled by Rubin, drawn from the posterior (bayesian) or about bootstrapped fits (approximate-bayesian).',
      ),
    criterion: z
      .enum(covarianceCriteria)
      .default('reml')
      .describe(
        'Restricted or full maximum likelihood for the covariance of the visits; for bayesian only where its chain starts.',
      ),
    visit: z.string().nullable().default(null).describe('The visit that is compared; null for the last.'),
    imputations: z
      .number()
      .int()
      .min(2)
      .max(10000)
      .default(100)
      .describe('How many imputations; bayesian and approximate-bayesian only.'),
    prior: z
      .enum(covariancePriors)
      .default('jeffreys')
      .describe(
        'Prior of the covariance of the visits: Jeffreys, or inverse Wishart about the fitted one as rbmi; bayesian only.',
      ),
    burnIn: z
      .number()
      .int()
      .min(0)
      .default(200)
      .describe(
        'Steps of the chain before the first draw; bayesian only, where values between visits are missing.',
      ),
    between: z
      .number()
      .int()
      .min(1)
      .default(20)
      .describe('Steps of the chain for each draw; bayesian only, where values between visits are missing.'),
    seed: z
      .number()
      .int()
      .min(0)
      .default(20260101)
      .describe('Seed of the random numbers; bayesian and approximate-bayesian only.'),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: [
    'mean-difference',
    'n',
    'mean',
    'least-squares-mean',
    'imputed',
    'variance-increase',
    'missing-information',
    'monte-carlo-error',
  ],
  run: (data, options) => {
    const result = referenceBasedImputation(data, options);
    const words = strategyWords[options.strategy];
    const sizes = data.group.levels.map((_, arm) => data.group.codes.filter((code) => code === arm).length);
    return {
      parts: [
        {
          kind: 'estimates',
          rows: differenceRows(result.differences, {
            statistic: 'mean-difference',
            level: options.level,
            intervalMethod:
              options.inference === 'jackknife'
                ? `${words}, conditional means; normal limits with jackknife standard error`
                : `${words}, ${options.imputations} ${drawWords[options.inference]}; Rubin's rules with Barnard-Rubin df`,
            unit: data.unit,
          }),
        },
        {
          kind: 'summary',
          rows: [
            ...data.group.levels.flatMap((group, arm) => {
              const row = (
                term: string,
                statistic: 'n' | 'mean' | 'imputed',
                value: (typeof result.armMeans)[number],
              ) => ({ group, term, statistic, value, unit: statistic === 'mean' ? data.unit : null });
              return [
                row(result.visit, 'n', sizes[arm]!),
                row(result.visit, 'mean', result.armMeans[arm]!),
                row(`${result.visit}, about the reference`, 'imputed', result.byReference[arm]!),
                row(`${result.visit}, at random`, 'imputed', result.atRandom[arm]!),
              ];
            }),
            ...(result.visitMeans ?? []).flatMap((means, arm) =>
              means.map((value, visit) => ({
                group: data.group.levels[arm]!,
                term: data.visits[visit]!.name,
                statistic: 'least-squares-mean' as const,
                value,
                unit: data.unit,
              })),
            ),
            ...result.differences.flatMap(({ of, versus, pooled, simulation }) => {
              if (pooled === null || simulation === null) return [];
              const row = (
                statistic: 'variance-increase' | 'missing-information' | 'monte-carlo-error',
                value: Estimable,
              ) => ({
                group: of,
                term: `against ${versus}`,
                statistic,
                value,
                unit: statistic === 'monte-carlo-error' ? data.unit : null,
              });
              return [
                row('variance-increase', pooled.relativeIncrease),
                row('missing-information', pooled.fractionMissing),
                row('monte-carlo-error', simulation.standardError),
              ];
            }),
          ],
        },
      ],
      notices: [
        ...noticesOf(result, data, missingBaselines(data)),
        ...unusedClusterNotices('reference-based-imputation', data, 'the imputation or the comparison'),
      ],
    };
  },
  sources: [
    'Carpenter JR, Roger JH, Kenward MG. J Biopharm Stat 2013;23:1352-1371',
    'Cro S, Morris TP, Kenward MG, Carpenter JR. Stat Med 2020;39:2815-2842',
    'Wolbers M, Noci A, Delmar P, Gower-Page C, Yiu S, Bartlett JW. Pharm Stat 2022;21:1246-1257',
    'Cro S, Carpenter JR, Kenward MG. J R Stat Soc A 2019;182:623-645',
    'Schafer JL. Analysis of incomplete multivariate data 1997',
  ],
});

function noticesOf(
  { strategy, setAside, atRandom, posterior, differences }: ReferenceBasedImputation,
  { firstVisitAfterEvent, group, reference, visits }: VisitOutcomes,
  noBaseline: number,
): readonly Notice[] {
  const list: Notice[] = [];
  const noEvents = firstVisitAfterEvent === undefined;
  const unexplained = group.levels.reduce(
    (sum, arm, index) => sum + (arm === reference ? 0 : atRandom[index]!),
    0,
  );
  if (!noEvents && strategy !== 'missing-at-random' && unexplained > 0) {
    list.push(
      warning(
        'reference-based-imputation/no-event',
        `${unexplained} missing values of other arms than ${reference} are not after a recorded event and were imputed as missing at random.`,
      ),
    );
  }
  if (noEvents && strategy !== 'missing-at-random') {
    list.push(
      information(
        'reference-based-imputation/event-from-gaps',
        'The data do not say when treatment ended: missing values after the last observed one count as after the event.',
      ),
    );
  }
  for (const { of, pooled, simulation } of differences) {
    if (pooled === null || simulation === null) continue;
    const effective = Math.floor(simulation.effectiveDraws);
    if (2 * effective >= pooled.imputations) continue;
    list.push(
      warning(
        'reference-based-imputation/dependent-draws',
        `The ${pooled.imputations} draws for ${of} say no more than about ${effective} independent ones: raise between, or imputations.`,
      ),
    );
  }
  if (posterior !== null && posterior.doubt !== null) {
    const { outcome, rows, needed } = posterior.doubt;
    list.push(
      warning(
        'reference-based-imputation/few-complete',
        `Only ${rows} subjects have all values up to ${visits[outcome]!.name}; ${needed} would make the posterior proper for certain. Compare with inference jackknife.`,
      ),
    );
  }
  if (setAside > 0) {
    list.push(
      information(
        'reference-based-imputation/set-aside',
        `${setAside} values observed after the event stay in the comparison but do not enter the imputation model.`,
      ),
    );
  }
  if (noBaseline > 0) {
    list.push(
      information(
        'reference-based-imputation/mean-baseline',
        `${noBaseline} missing baseline values took the mean of the others.`,
      ),
    );
  }
  return list;
}
