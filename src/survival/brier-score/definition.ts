import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError } from '../../core/errors.js';
import type { Estimable, NotEstimableReason } from '../../core/estimable.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { MethodOutput, SummaryRow } from '../../core/result.js';
import { covariateValues, refuseWeightedRows } from '../prediction-rows.js';
import { type BrierScoreResult, brierScore } from './brier-score.js';
import { coxRisks } from './cox-risks.js';
import { crossValidatedCoxRisks } from './cross-validated-risks.js';

const method = 'brier-score';

const options = z.strictObject({
  times: z
    .array(z.number().positive())
    .min(1)
    .describe('Ascending times by which the event may have come; the mean over them is given too.'),
  risks: z
    .array(z.string())
    .default([])
    .describe(
      'Covariates of the endpoint that hold the predicted risk by each of the times, from 0 to 1. Default: a Cox model with all covariates is fitted.',
    ),
  withArm: z.boolean().default(true).describe('Whether the fitted Cox model has the arm as a covariate.'),
  ties: z.enum(['efron', 'breslow']).default('efron').describe('Ties in the fitted Cox model.'),
  crossValidation: z
    .int()
    .min(2)
    .nullable()
    .default(null)
    .describe(
      'Parts that subjects are divided into by chance, so that each gets its risk from a Cox model fitted to the others; null: the model is scored on the subjects that fitted it.',
    ),
  seed: z.int().nonnegative().default(1).describe('Of the division into parts.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});
type Options = z.output<typeof options>;

/** Names of the two predictions, as groups of the summary. */
const fitted = 'Cox model';
const given = 'predicted risk';
const everybody = 'Kaplan-Meier';

function runBrierScore(data: SurvivalData, chosen: Options): MethodOutput {
  refuseWeightedRows(method, data);
  const { times, level } = chosen;
  const own = chosen.risks.length > 0;
  const predictions = own ? namedRisks(data, chosen) : fittedRisks(data, chosen);
  const name = own ? given : fitted;
  if ('notEstimable' in predictions) {
    return {
      parts: [{ kind: 'summary', rows: times.map((time) => noScore(time, name, predictions)) }],
      notices: [
        warning(
          'brier-score/no-model',
          'The Cox model has no estimates, in all subjects or without a part of them, so that it predicts nothing.',
        ),
      ],
    };
  }
  const result = brierScore({ time: data.time, event: data.event, predictions }, { times, level });
  return {
    parts: [{ kind: 'summary', rows: summaryRows(result, name) }],
    notices: [own ? inheritedNotice : chosen.crossValidation === null ? inSampleNotice : outOfSample(chosen)],
  };
}

const inSampleNotice: Notice = information(
  'brier-score/in-sample',
  'The model was fitted to the subjects that it is scored on, which flatters it; intervals take its predictions as given.',
);
const inheritedNotice: Notice = information(
  'brier-score/given-risks',
  'Intervals take the predicted risks as given. If they were made from these subjects, the score flatters them.',
);

function outOfSample({ crossValidation, seed }: Options): Notice {
  return information(
    'brier-score/cross-validated',
    `Each subject has its risk from a model fitted to the other ${crossValidation! - 1} of ${crossValidation} parts (seed ${seed}). Intervals take the risks as given.`,
  );
}

function namedRisks(data: SurvivalData, { risks, times }: Options): readonly Float64Array[] {
  if (risks.length !== times.length) {
    throw argumentError(
      method,
      'risks',
      'names another number of covariates than there are times',
      `${risks.length} covariates`,
      `${times.length}, one for each time`,
    );
  }
  return risks.map((name) => covariateValues(method, 'risks', name, data));
}

function fittedRisks(data: SurvivalData, chosen: Options): ReturnType<typeof coxRisks> {
  const { group, reference, strata, covariates } = data;
  const { times, ties, withArm, crossValidation, seed } = chosen;
  const arms = withArm && group !== undefined && group.levels.length > 1;
  const input = {
    time: data.time,
    event: data.event,
    covariates,
    ...(arms ? { group, reference } : {}),
    ...(strata === undefined ? {} : { strata }),
  };
  return crossValidation === null
    ? coxRisks(input, { times, ties })
    : crossValidatedCoxRisks(input, { times, ties, folds: crossValidation, seed });
}

function summaryRows({ level, times, integrated }: BrierScoreResult, name: string): readonly SummaryRow[] {
  const row = (
    group: string,
    term: string,
    statistic: SummaryRow['statistic'],
    value: Estimable,
  ): SummaryRow => ({ group, term, statistic, value, unit: null });
  const span = `${integrated.from} to ${integrated.to}`;
  return [
    ...times.flatMap(({ time, brier, lower, upper, reference, scaled }) => [
      {
        ...row(name, String(time), 'brier-score', brier),
        interval: {
          lower,
          upper,
          level,
          method: 'normal, cut at 0 and 1, influence functions with the censoring weights estimated',
        },
      },
      row(everybody, String(time), 'brier-score', reference),
      row(name, String(time), 'scaled-brier-score', scaled),
    ]),
    ...(times.length < 2
      ? []
      : [
          row(name, span, 'integrated-brier-score', integrated.brier),
          row(everybody, span, 'integrated-brier-score', integrated.reference),
          row(name, span, 'scaled-brier-score', integrated.scaled),
        ]),
  ];
}

function noScore(
  time: number,
  group: string,
  value: { readonly notEstimable: NotEstimableReason },
): SummaryRow {
  return { group, term: String(time), statistic: 'brier-score', value, unit: null };
}

/** The Brier score as a method of a plan: of a Cox model fitted to the endpoint, or of risks that the data hold. */
export const brierScoreMethod = defineMethod({
  id: 'brier-score',
  label: 'Brier score of predicted risks',
  summary:
    'How far predicted risks are from what happened by each time, beside the same risk for everybody, corrected for censoring.',
  accepts: 'survival',
  options,
  returns: ['summary'],
  statistics: ['brier-score', 'scaled-brier-score', 'integrated-brier-score'],
  run: runBrierScore,
  sources: [
    'Graf E, Schmoor C, Sauerbrei W, Schumacher M. Stat Med 1999;18:2529-2545',
    'Gerds TA, Schumacher M. Biom J 2006;48:1029-1040',
    'Kattan MW, Gerds TA. Diagn Progn Res 2018;2:7 (scaled score)',
  ],
});
