import { argumentError } from '../../core/errors.js';
import { quantileOfSorted } from '../../math/order/quantile.js';
import type { SurvivalColumns } from '../survival-columns.js';

/** The pieces of time, each open on the left: after `from` and up to `to`, the last without end. */
export interface TimePieces {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Pieces from cut points, or, without them, so many pieces with about equal numbers of events. */
export function timePieces(
  method: string,
  columns: SurvivalColumns,
  cuts: readonly number[] | undefined,
  count: number,
): TimePieces {
  const points = cuts ?? equalEventCuts(columns, count);
  points.forEach((point, index) => {
    if (point > (index === 0 ? 0 : points[index - 1]!) && point < Number.POSITIVE_INFINITY) return;
    throw argumentError(
      method,
      'cuts',
      `is no cut at place ${index + 1}`,
      points.join(', '),
      'ascending times above 0',
    );
  });
  return { from: [0, ...points], to: [...points, Number.POSITIVE_INFINITY] };
}

function equalEventCuts({ time, event }: SurvivalColumns, count: number): readonly number[] {
  const sorted = time.filter((_, row) => event[row] === 1).sort();
  if (sorted.length === 0) return [];
  const last = sorted[sorted.length - 1]!;
  const points = Array.from({ length: count - 1 }, (_, index) =>
    quantileOfSorted(sorted, (index + 1) / count, 2),
  );
  return [...new Set(points)].filter((point) => point > 0 && point < last);
}

/** Time that a stretch from `entry` to `time` spends within a piece. */
export function exposureWithin(pieces: TimePieces, piece: number, entry: number, time: number): number {
  return Math.max(0, Math.min(time, pieces.to[piece]!) - Math.max(entry, pieces.from[piece]!));
}

/** The piece that a time falls in. */
export function pieceOf(pieces: TimePieces, time: number): number {
  let piece = 0;
  while (pieces.to[piece]! < time) piece += 1;
  return piece;
}
