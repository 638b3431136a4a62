import { z } from 'zod';
import { SpecError } from '../../core/errors.js';
import { information } from '../../core/notice.js';
import { distinctNames } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { subjectOptions } from '../subject-options.js';
import { subjectRows } from '../subject-rows.js';
import { readStays } from './read-stays.js';

/** Stays of subjects in states, such as ward, ventilated, home or dead: one row a stay. */
export const multiStateStays = defineEndpoint({
  id: 'multi-state',
  label: 'Stays in states (rows of start, stop, from and to)',
  summary:
    'Where each subject was from when to when and which state it went to next, by arm; subjects can go back and forth.',
  gives: 'multi-state',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    subject: z.string().default('USUBJID').describe('Column that names the subject of a stay.'),
    start: z.string().default('START').describe('Column with the start of the stay; in the state after it.'),
    stop: z.string().default('STOP').describe('Column with the end of the stay; in the state up to it.'),
    from: z.string().default('FROM').describe('Column with the state of the stay.'),
    to: z
      .string()
      .default('TO')
      .describe('Column with the state that the subject went to at the end; empty where follow-up ended.'),
    states: distinctNames()
      .min(2)
      .optional()
      .describe('States in the order wanted. Default: those found, in order of appearance.'),
    absorbing: distinctNames()
      .default([])
      .describe('States that nobody leaves, such as dead: a subject that does is an error.'),
    gaps: z
      .enum(['refuse', 'allow'])
      .default('refuse')
      .describe(
        'A time without a stay between two stays of a subject: an error, or a time in which the subject counts nowhere.',
      ),
    timeUnit: z.string().default('days').describe('Unit of the times, in words.'),
  }),
  derive: (input, options) => {
    const selected = subjectRows(input, options);
    const stays = readStays(input.dataset, selected, { ...options, states: options.states ?? null });
    const unknown = options.absorbing.find((state) => !stays.states.includes(state));
    if (unknown !== undefined) {
      throw new SpecError({
        code: 'spec/unknown-state',
        where: 'endpoint multi-state, option "absorbing"',
        what: `"${unknown}" is not a state`,
        expected: `one of ${stays.states.join(', ')}`,
      });
    }
    const { group, reference } = selected.rows;
    const { subjects } = selected;
    return {
      data: {
        kind: 'multi-state',
        subject: selected.codes,
        ...stays,
        group,
        reference,
        timeUnit: options.timeUnit,
      },
      population: {
        label: input.dataset.name,
        groups: group.levels.map((name, level) => ({
          name,
          n: subjects.group.codes.filter((code) => code === level).length,
          events: null,
        })),
        exclusions: subjects.exclusions,
      },
      notices: lateEntries(stays.start, selected.codes, subjects.rows.length),
    };
  },
});

/** Subjects who come under observation after time 0 count from then on. */
function lateEntries(start: Float64Array, subject: Int32Array, n: number) {
  const first = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  start.forEach((time, row) => {
    first[subject[row]!] = Math.min(first[subject[row]!]!, time);
  });
  const late = first.filter((time) => time > 0).length;
  if (late === 0) return [];
  const who = late === 1 ? '1 subject comes' : `${late} subjects come`;
  return [
    information('multi-state/late-entry', `${who} under observation after time 0 and count from then on.`),
  ];
}
