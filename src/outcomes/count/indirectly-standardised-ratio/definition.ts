import { z } from 'zod';
import type { SubjectOutcomeData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import { notEstimable } from '../../../core/estimable.js';
import { information } from '../../../core/notice.js';
import type { EstimateRow, SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { logLimit } from '../../log-wald.js';
import { requireOutcome } from '../../subject-outcome.js';
import { summariseArms } from '../arm-summary.js';
import { perOption } from '../rate-unit.js';
import { type StratumRates, stratumRates } from '../stratum-rates.js';
import { exposureUnit, subjectArms } from '../subject-arms.js';
import { indirectlyStandardisedRatio, standardisedRatioIntervals } from './indirectly-standardised-ratio.js';

const method = 'indirectly-standardised-ratio';

export const indirectlyStandardisedRatioMethod = defineMethod({
  id: method,
  label: 'Indirectly standardised ratio',
  summary:
    'Events of each arm over those expected at the rates of a standard population (standardised incidence or mortality ratio).',
  accepts: 'subject-outcome',
  options: z.strictObject({
    standard: z
      .union([z.enum(['all-arms', 'reference']), z.record(z.string(), z.number().nonnegative())])
      .default('all-arms')
      .describe(
        'Rates of the standard: those of all arms together, of the reference arm, or a rate for each stratum by its name, in events per `per` units of exposure.',
      ),
    interval: z
      .enum(standardisedRatioIntervals)
      .default('exact')
      .describe('Limits of the ratio and p: exact Poisson, or mid-p.'),
    per: perOption,
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['standardised-ratio', 'expected-events', 'rate', 'events', 'exposure'],
  run: (data, options) => {
    requireOutcome(method, data, 'count');
    const strata = stratumRates(method, data);
    const rates = standardRates(data, strata, options.standard, options.per);
    const { standard: _, per: __, ...settings } = options;
    const results = data.group.levels.flatMap((group, arm) => {
      if (options.standard === 'reference' && group === data.reference) return [];
      const standardised = strata.map(({ arms }, index) => ({ ...arms[arm]!, standardRate: rates[index]! }));
      return [{ group, result: indirectlyStandardisedRatio(standardised, settings) }];
    });
    const standard = options.standard === 'reference' ? data.reference : 'standard';
    return {
      parts: [
        {
          kind: 'estimates',
          rows: results.map(
            ({ group, result }): EstimateRow => ({
              statistic: 'standardised-ratio',
              term: results.length === 1 ? null : group,
              role: 'comparison',
              of: group,
              versus: standard,
              scale: 'log',
              estimate: logLimit(result.ratio),
              standardError: notEstimable('not-applicable'),
              lower: logLimit(result.lower),
              upper: logLimit(result.upper),
              level: result.level,
              p: result.p,
              reference: { distribution: 'exact' },
              intervalMethod: `${result.interval} Poisson, rates of the standard as known`,
            }),
          ),
        },
        {
          kind: 'summary',
          rows: [
            ...summariseArms(subjectArms(data), exposureUnit(data), options.per).rows,
            ...results.map(
              ({ group, result }): SummaryRow => ({
                group,
                term: null,
                statistic: 'expected-events',
                value: result.expected,
                unit: null,
              }),
            ),
          ],
        },
      ],
      notices:
        typeof options.standard === 'string'
          ? [
              information(
                `${method}/rates-from-data`,
                'The rates of the standard come from the same subjects and count as known: the limits leave out their uncertainty.',
              ),
            ]
          : [],
    };
  },
  sources: [
    'Breslow NE, Day NE. Statistical Methods in Cancer Research 2, IARC 1987: section 2.3',
    'Ulm K. Am J Epidemiol 1990;131:373-375',
    'Cohen GR, Yang SY. Stat Med 1994;13:2189-2203',
  ],
});

/** The standard's events per one unit of exposure, in the order of the strata. */
function standardRates(
  data: SubjectOutcomeData,
  strata: readonly StratumRates[],
  standard: 'all-arms' | 'reference' | Readonly<Record<string, number>>,
  per: number,
): readonly number[] {
  if (typeof standard !== 'string') {
    const unknown = Object.keys(standard).find((key) => strata.every(({ name }) => name !== key));
    if (unknown !== undefined) {
      throw argumentError(
        method,
        `standard.${unknown}`,
        'is no stratum',
        unknown,
        strata.map(({ name }) => name).join(', '),
      );
    }
    return strata.map(({ name }) => {
      const rate = standard[name];
      if (rate === undefined) {
        throw argumentError(method, `standard.${name}`, 'is missing', undefined, 'a rate for every stratum');
      }
      return rate / per;
    });
  }
  const reference = data.group.levels.indexOf(data.reference ?? '');
  if (standard === 'reference' && reference < 0) {
    throw argumentError(
      method,
      'reference',
      'names no arm',
      data.reference ?? 'none',
      `one of ${data.group.levels.join(', ')}`,
      'Name the comparator under compare.versus, or take all arms as the standard',
    );
  }
  return strata.map(({ name, arms }) => {
    const members = standard === 'reference' ? [arms[reference]!] : arms;
    const events = members.reduce((sum, arm) => sum + arm.events, 0);
    const exposure = members.reduce((sum, arm) => sum + arm.exposure, 0);
    if (exposure === 0 && arms.some((arm) => arm.exposure > 0)) {
      throw argumentError(
        method,
        'standard',
        'has no exposure in a stratum',
        name,
        'exposure in every stratum',
        'Leave the stratum out, or take all arms as the standard',
      );
    }
    return exposure === 0 ? 0 : events / exposure;
  });
}
