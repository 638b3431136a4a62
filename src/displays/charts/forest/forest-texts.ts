import { type Layer, type PlacedText, textLayer, withRows } from '../../layout/layers.js';
import { wrapText } from '../../layout/wrap-text.js';
import { colours } from '../../style/palette.js';
import { figureWidths } from '../../style/theme.js';
import { axisPlace } from './forest-axis.js';
import { type ForestColumns, indentWidth } from './forest-columns.js';
import { isBold, middleOf, type PlacedRow, placedEstimates } from './forest-placing.js';
import type { ForestPlan } from './forest-plan.js';

/** All text beside the plot: header, labels, cells, interaction tests and notes between groups. */
export function forestTexts(rows: readonly PlacedRow[], columns: ForestColumns): readonly Layer[] {
  const labels = rows.flatMap((placed) =>
    labelTexts(placed, columns).map((text) => ({ ...text, row: placed.row })),
  );
  const cells = placedEstimates(rows).flatMap((placed) =>
    columns.columns
      .map((column) => ({
        x: column.x + column.width,
        y: middleOf(placed),
        text: column.cell(placed.row),
        row: placed.row,
      }))
      .filter(({ text }) => text !== ''),
  );
  const interactions = rows.flatMap(({ row, top }): PlacedText[] =>
    row.type !== 'heading' || row.interaction === null
      ? []
      : [{ x: columns.right, y: top + 3 + columns.lineHeight / 2, text: row.interaction.short }],
  );
  return withRows([
    textLayer(headerTexts(columns), { align: 'right', weight: 'bold' }),
    textLayer(labels.filter(({ row }) => !isBold(row) && row.type !== 'note')),
    textLayer(
      labels.filter(({ row }) => isBold(row)),
      { weight: 'bold' },
    ),
    textLayer(
      labels.filter(({ row }) => row.type === 'note'),
      { colour: colours.muted },
    ),
    textLayer(
      cells.filter(({ row }) => !isBold(row)),
      { align: 'right' },
    ),
    textLayer(
      cells.filter(({ row }) => isBold(row)),
      { align: 'right', weight: 'bold' },
    ),
    textLayer(interactions, { align: 'right', colour: colours.muted }),
  ]);
}

function labelTexts(placed: PlacedRow, { lineHeight }: ForestColumns): readonly PlacedText[] {
  const { row, lines } = placed;
  const x = row.type === 'estimate' && row.group !== null ? indentWidth : 0;
  const first = middleOf(placed) - ((lines.length - 1) * lineHeight) / 2;
  return lines.map((text, index) => ({ x, y: first + index * lineHeight, text }));
}

/** Header lines end together just above the rule. */
function headerTexts({ columns, lineHeight }: ForestColumns): readonly PlacedText[] {
  return columns.flatMap(({ header, x, width }) =>
    header.map((text, index) => ({
      x: x + width,
      y: -6 - (header.length - index - 0.5) * lineHeight,
      text,
    })),
  );
}

/** Below the axis: which side favours whom, what the axis measures, and the closing notes. */
export function underAxis(
  { axis, columns, direction, axisTitle, variant }: ForestPlan,
  notes: readonly string[],
  height: number,
): { readonly layers: readonly Layer[]; readonly depth: number } {
  const { fontSize, lineHeight, plot } = columns;
  const width = figureWidths[variant];
  const top = height + fontSize + 12;
  const y = (line: number): number => top + (line + 0.5) * lineHeight;
  const centre = axisPlace(axis.noDifference ?? axis.domain[0], axis, plot);
  const directed = direction !== null && axis.noDifference !== null;
  const left = directed ? wrapText(`← ${direction.left}`, centre - 6, fontSize) : [];
  const right = directed ? wrapText(`${direction.right} →`, width - centre - 6, fontSize) : [];
  const titleLine = Math.max(left.length, right.length);
  const noteLines = notes.flatMap((note) => wrapText(note, width, fontSize));
  const firstNote = titleLine + 1.6;
  return {
    layers: withRows([
      textLayer(
        left.map((text, line) => ({ x: centre - 6, y: y(line), text })),
        { align: 'right' },
      ),
      textLayer(right.map((text, line) => ({ x: centre + 6, y: y(line), text }))),
      textLayer([{ x: (plot[0] + plot[1]) / 2, y: y(titleLine), text: axisTitle }], {
        align: 'center',
        colour: colours.muted,
      }),
      textLayer(
        noteLines.map((text, line) => ({ x: 0, y: y(firstNote + line), text })),
        { colour: colours.muted },
      ),
    ]),
    depth: Math.ceil(
      y(noteLines.length === 0 ? titleLine : firstNote + noteLines.length - 1) - height + lineHeight / 2 + 4,
    ),
  };
}
