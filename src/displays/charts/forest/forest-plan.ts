import type { Variant } from '../../style/theme.js';
import type { ForestAxis } from './forest-axis.js';
import type { ForestColumns } from './forest-columns.js';
import type { ForestOptions } from './forest-options.js';
import type { ForestRow } from './forest-rows.js';
import type { DirectionLabels } from './forest-words.js';

/** Everything that the drawing of one variant needs. */
export interface ForestPlan {
  readonly rows: readonly ForestRow[];
  readonly columns: ForestColumns;
  readonly axis: ForestAxis;
  readonly direction: DirectionLabels | null;
  readonly axisTitle: string;
  /** The figure in words, for readers of the spec. */
  readonly description: string;
  readonly variant: Variant;
  readonly options: ForestOptions;
}
