import type { PlacedLine, PlacedText } from '../../layout/layers.js';
import { textWidth } from '../../style/text-width.js';
import type { PlacedCircle } from './adverse-event-volcano-spec.js';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PlacedNames {
  /** Names that end left of their circle. */
  readonly left: readonly PlacedText[];
  /** Names that start right of their circle. */
  readonly right: readonly PlacedText[];
  /** Lines from names that had to move to their circles. */
  readonly leaders: readonly PlacedLine[];
}

const apart = (one: Box, other: Box): boolean =>
  one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top;

/** Shifts that are tried in turn, in lines: beside the circle, then ever further above or below. */
const shifts = [0, -0.8, 0.8, -1.6, 1.6, -2.4, 2.4];

/**
 * Names circles in their order, on the outer side first, where neither a name nor a circle stands already. A name
 * without a free place is left out; the table has them all.
 */
export function placeNames(
  circles: readonly PlacedCircle[],
  most: number,
  room: Box,
  /** Height of a line across the plot that no name crosses. */
  line: number,
  fontSize: number,
): PlacedNames {
  const taken: Box[] = [{ left: room.left, right: room.right, top: line, bottom: line }];
  const left: PlacedText[] = [];
  const right: PlacedText[] = [];
  const leaders: PlacedLine[] = [];
  const discs = circles.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  for (const [index, { event, x, y, radius }] of circles.slice(0, most).entries()) {
    const width = textWidth(event.label, fontSize);
    const half = fontSize * 0.6;
    const outer = event.difference > 0 ? (['right', 'left'] as const) : (['left', 'right'] as const);
    const tries = shifts.flatMap((shift) =>
      outer.map((side) => ({ side, at: y + shift * fontSize * 1.25, shift })),
    );
    for (const { side, at, shift } of tries) {
      const start = side === 'right' ? x + radius + 4 : x - radius - 4;
      const box: Box = {
        left: side === 'right' ? start : start - width,
        right: side === 'right' ? start + width : start,
        top: at - half,
        bottom: at + half,
      };
      const inside =
        box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom;
      if (!inside || !taken.every((other) => apart(box, other))) continue;
      if (!discs.every((disc, other) => other === index || apart(box, disc))) continue;
      taken.push(box);
      (side === 'right' ? right : left).push({ x: start, y: at, text: event.label });
      if (shift !== 0) leaders.push({ x: side === 'right' ? start - 2 : start + 2, y: at, x2: x, y2: y });
      break;
    }
  }
  return { left, right, leaders };
}
