import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Table } from '../../../core/display.js';
import type { Result } from '../../../core/result.js';
import { capitaliseLabel, formatCount } from '../../format-number.js';
import { shiftBlocks } from '../../shift-blocks.js';
import { countCell } from '../group-columns.js';

const options = z.strictObject({
  parameters: z
    .array(z.string())
    .min(1)
    .nullable()
    .default(null)
    .describe('Which parameters are shown, in this order; null shows all.'),
  total: z.boolean().default(false).describe('Whether rows show all arms together.'),
  percentDecimals: z.number().int().min(0).max(3).default(1).describe('Decimals of percentages.'),
});

/**
 * The shift table of a study report: a block for each parameter and arm, categories before as rows and after as
 * columns, subjects with percentages.
 *
 * @throws PlanError `display/no-rows` when the result counts no shifts, `display/unknown-parameter` for another one.
 */
export const shiftTableDisplay: DisplayDefinition<typeof options, Table> = defineDisplay({
  id: 'shift-table',
  label: 'Shift table',
  summary: 'Subjects by category before and after treatment, for each parameter and arm.',
  needs: ['summary'],
  results: 'one',
  options,
  build: ([result], { title, ...chosen }) => shiftTable(title ?? result!.context.title, result!, chosen),
});

function shiftTable(title: string, result: Result, chosen: z.output<typeof options>): Table {
  const blocks = shiftBlocks('shift-table', result, chosen.parameters, chosen.total);
  const after = [...new Set(blocks.flatMap((block) => block.after))];
  const several = new Set(blocks.map(({ parameter }) => parameter)).size > 1;
  return {
    title,
    columns: [
      ...(several ? [{ id: 'parameter', label: 'Parameter', align: 'left' as const }] : []),
      { id: 'arm', label: 'Arm', align: 'left' },
      { id: 'before', label: 'Before \\ after', align: 'left' },
      ...after.map((category, index) => ({
        id: `after${index}`,
        label: capitaliseLabel(category),
        align: 'right' as const,
      })),
    ],
    rows: blocks.flatMap((block) =>
      block.before.map((before, place) => ({
        ...(several ? { parameter: capitaliseLabel(block.parameter) } : {}),
        arm: place === 0 || !several ? armName(block.group, block.n) : '',
        before: capitaliseLabel(before),
        ...Object.fromEntries(
          after.map((category, index) => {
            const { count, proportion } = block.cell(before, category);
            return [`after${index}`, countCell(count, proportion, chosen.percentDecimals)];
          }),
        ),
      })),
    ),
    footnotes: [
      'Rows: category before treatment; columns: category after. n: subjects with both.',
      percentNote(result.options['percentOf']),
    ].filter((note) => note !== null),
  };
}

function armName(group: string | null, n: number): string {
  return `${group === null ? 'Total' : capitaliseLabel(group)} (n\u00a0=\u00a0${formatCount(n)})`;
}

function percentNote(percentOf: unknown): string | null {
  const words: Readonly<Record<string, string>> = {
    paired: 'subjects with both categories',
    before: 'subjects in the same category before who have one after',
    all: 'all subjects of the arm',
  };
  const own = words[String(percentOf)];
  return own === undefined ? null : `Percentages are of ${own}.`;
}
