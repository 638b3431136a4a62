import { z } from 'zod';
import { SpecError } from '../../core/errors.js';
import { information, type Notice } from '../../core/notice.js';
import { didYouMean } from '../../core/suggest.js';
import { type CensoringRule, firstEvents } from '../../math/order/first-event.js';
import { numberColumn } from '../dataset-columns.js';
import { distinctNames } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { excludeRows } from '../group-rows.js';
import { covariateTerms, hasValues, strataFactor } from '../subject-covariates.js';
import { covariateOptions, subjectOptions } from '../subject-options.js';
import { eventTimes, parameterRows } from '../subject-parameters.js';
import { subjectRows } from '../subject-rows.js';
import { countByGroup } from '../subject-times.js';

const options = z.strictObject({
  ...subjectOptions,
  components: distinctNames()
    .min(1)
    .describe(
      'Parameters that make up the composite, such as DEATH and IMV. Of two at one time the one listed first counts.',
    ),
  parameter: z.string().default('PARAMCD').describe('Column that tells the parameter of a row.'),
  subject: z.string().default('USUBJID').describe('Column that names the subject of a row.'),
  time: z.string().default('AVAL').describe('Column with the time.'),
  censor: z.string().default('CNSR').describe('Column that is 0 for an event and positive when censored.'),
  censorAt: z
    .string()
    .default('earliest')
    .describe(
      'Where a subject without any event is censored: earliest (the first of its ends of follow-up), latest, or the name of a component.',
    ),
  eventAfterCensoring: z
    .enum(['counts', 'censors'])
    .default('counts')
    .describe(
      'An event after the follow-up of another component ended: counts, or the subject is censored where that follow-up ended.',
    ),
  missingComponents: z
    .enum(['exclude', 'ignore'])
    .default('exclude')
    .describe(
      'A subject without a row of some component: left out and counted, or judged by the components it has.',
    ),
  timeUnit: z.string().default('days').describe('Unit of the time, in words.'),
  strata: distinctNames()
    .default([])
    .describe('Columns whose combinations are the strata, read from the first row of a subject.'),
  ...covariateOptions,
  event: z.string().default('first event of the composite').describe('What an event is, in words.'),
});
type Options = z.output<typeof options>;

/** Time to the first of several kinds of event, each a parameter of an ADaM time-to-event dataset. */
export const compositeEvent = defineEndpoint({
  id: 'composite-event',
  label: 'Time to the first event of a composite (ADaM ADTTE, several parameters)',
  summary:
    'The earliest of several kinds of event for each subject, such as death or ventilation, with the rule of censoring stated.',
  gives: 'survival',
  dictionaries: [],
  options,
  derive: (input, chosen) => {
    const { dataset } = input;
    const { components } = chosen;
    const censorAt = censoringRule(chosen);
    const selected = subjectRows(input, chosen);
    const time = numberColumn(dataset, chosen.time);
    const censor = numberColumn(dataset, chosen.censor);
    const records = parameterRows(dataset, selected, chosen.parameter, components).map((rows) =>
      eventTimes(dataset, rows, time, censor),
    );
    const found = firstEvents(records, selected.subjects.rows.length, {
      censorAt,
      eventAfterCensoring: chosen.eventAfterCensoring === 'counts',
    });
    const placeOf = new Map(Array.from(selected.subjects.rows, (row, place) => [row, place]));
    let grouped = selected.subjects;
    records.forEach((record, index) => {
      if (chosen.missingComponents === 'ignore') return;
      const known = (row: number) => !Number.isNaN(record.time[placeOf.get(row)!]!);
      grouped = excludeRows(grouped, `no ${components[index]}`, known);
    });
    grouped = excludeRows(grouped, 'no component', (row) => !Number.isNaN(found.time[placeOf.get(row)!]!));
    grouped = excludeRows(grouped, 'stratum missing', (row) => hasValues(dataset, chosen.strata, row));
    grouped = excludeRows(grouped, 'covariate missing', (row) => hasValues(dataset, chosen.covariates, row));
    const places = Array.from(grouped.rows, (row) => placeOf.get(row)!);
    const event = Uint8Array.from(places, (place) => found.event[place]!);
    return {
      data: {
        kind: 'survival',
        time: Float64Array.from(places, (place) => found.time[place]!),
        event,
        group: grouped.group,
        reference: grouped.reference,
        ...(chosen.strata.length === 0 ? {} : { strata: strataFactor(dataset, chosen.strata, grouped.rows) }),
        covariates: covariateTerms(dataset, chosen.covariates, grouped.rows, {
          arm: { column: chosen.arm, ...grouped },
          strata: chosen.strata,
        }),
        timeUnit: chosen.timeUnit,
        eventLabel: chosen.event,
      },
      population: {
        label: dataset.name,
        groups: countByGroup(grouped, event),
        exclusions: grouped.exclusions,
      },
      notices: notices(chosen, places, found),
    };
  },
});

function censoringRule({ censorAt, components }: Options): CensoringRule {
  if (censorAt === 'earliest' || censorAt === 'latest') return censorAt;
  const component = components.indexOf(censorAt);
  if (component >= 0) return { component };
  const known = ['earliest', 'latest', ...components];
  const fix = didYouMean(censorAt, known);
  throw new SpecError({
    code: 'spec/censoring-rule',
    where: 'endpoint composite-event, option "censorAt"',
    what: `"${censorAt}" is no rule and no component`,
    expected: `one of ${known.join(', ')}`,
    ...(fix === undefined ? {} : { fix }),
  });
}

function notices(
  { components, censorAt, eventAfterCensoring, event }: Options,
  places: readonly number[],
  found: ReturnType<typeof firstEvents>,
): readonly Notice[] {
  const counts = components.map(
    (name, component) => `${name} ${places.filter((place) => found.component[place] === component).length}`,
  );
  const tied = places.filter((place) => found.tied[place] === 1 && found.event[place] === 1).length;
  const end =
    censorAt === 'earliest'
      ? 'at the first end of follow-up of its components'
      : censorAt === 'latest'
        ? 'at the last end of follow-up of its components'
        : `where follow-up for ${censorAt} ended`;
  return [
    information('composite-event/first', `What came first (${event}): ${counts.join(', ')}.`),
    ...(tied === 0
      ? []
      : [
          information(
            'composite-event/tied',
            `${tied === 1 ? '1 subject had' : `${tied} subjects had`} several components at the first time; the one listed first counts.`,
          ),
        ]),
    information(
      'composite-event/censoring',
      `A subject without any event is censored ${end}. An event after the follow-up of another component ended ${eventAfterCensoring === 'counts' ? 'counts' : 'does not count: the subject is censored where that follow-up ended'}.`,
    ),
  ];
}
