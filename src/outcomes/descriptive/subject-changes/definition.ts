import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information } from '../../../core/notice.js';
import { changeChoices, changeScales, subjectChanges } from './subject-changes.js';

const words = { lowest: 'Lowest', highest: 'Highest', last: 'Last' } as const;

export const subjectChangesMethod = defineMethod({
  id: 'subject-changes',
  label: 'Changes of subjects',
  summary: 'The best, worst or last change from baseline of each subject, for a waterfall plot.',
  accepts: 'longitudinal',
  options: z.strictObject({
    choose: z
      .enum(changeChoices)
      .default('lowest')
      .describe('Which change of a subject counts: the lowest or highest of all visits, or the last.'),
    scale: z
      .enum(changeScales)
      .default('percent')
      .describe('percent: 100 times change over baseline; absolute: the difference.'),
  }),
  returns: ['points', 'summary'],
  statistics: ['n'],
  run: (data, options) => {
    const { changes, withoutChange } = subjectChanges(data, options);
    const unit = options.scale === 'percent' ? '%' : data.unit;
    const series = data.group.levels.map((name) => {
      const own = changes.filter(({ group }) => group === name);
      const sorted = [...own].sort((left, right) => right.change - left.change);
      return {
        name,
        x: sorted.map((_, place) => place + 1),
        y: sorted.map(({ change }) => change),
        labels: sorted.map(({ subject }) => subject),
        referenceLine: 0,
        smooth: null,
        note: null,
      };
    });
    return {
      parts: [
        {
          kind: 'points',
          xLabel: 'Subjects',
          yLabel: `${words[options.choose]} change from baseline in ${data.outcomeLabel}${unit === null ? '' : `, ${unit}`}`,
          series,
        },
        {
          kind: 'summary',
          rows: data.group.levels.map((group, code) => ({
            group,
            term: null,
            statistic: 'n' as const,
            value: series[code]!.y.length,
            unit: null,
          })),
        },
      ],
      notices:
        withoutChange > 0
          ? [
              information(
                'subject-changes/without-change',
                `Subjects without a change from baseline, left out: ${withoutChange}.`,
              ),
            ]
          : [],
    };
  },
  sources: ['Gillespie TW. J Adv Pract Oncol 2012;3:106-111'],
});
