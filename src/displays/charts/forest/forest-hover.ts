import type { EstimateRow } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { formatEvents, formatP } from '../../format-number.js';
import { type Layer, pixel, roundPixel } from '../../layout/layers.js';
import { shownP } from '../../shown-p.js';
import { colours } from '../../style/palette.js';
import type { ForestOptions } from './forest-options.js';
import { type PlacedRow, placedEstimates } from './forest-placing.js';

/** Rows answer to the pointer over their whole width, so that a small square is not a small target. */
export function forestHover(rows: readonly PlacedRow[], options: ForestOptions, width: number): Layer {
  return {
    data: {
      values: placedEstimates(rows).map(({ row, top, height }) => ({
        y: roundPixel(top),
        y2: roundPixel(top + height),
        tip: {
          title: row.group === null ? row.label : `${row.group}: ${row.label}`,
          [statisticLabel(row.row.statistic).label]: row.printed.text,
          ...(row.row.counts === undefined
            ? {}
            : {
                [row.row.of ?? 'Treatment']: formatEvents(row.row.counts.of, true),
                [row.row.versus ?? 'Comparator']: formatEvents(row.row.counts.versus, true),
              }),
          ...tipOfP(row.row, options),
        },
      })),
    },
    params: [{ name: 'row', select: { type: 'point', on: 'pointerover', clear: 'pointerout' } }],
    mark: { type: 'rect', color: colours.ink, x: 0, x2: width, cursor: 'default' },
    encoding: {
      y: pixel('y'),
      y2: { field: 'y2' },
      opacity: { condition: { param: 'row', empty: false, value: 0.06 }, value: 0 },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  };
}

function tipOfP(row: EstimateRow, { smallestP }: ForestOptions): { readonly p?: string } {
  const p = shownP(row);
  return p === null ? {} : { p: formatP(p, { smallest: smallestP }) };
}
