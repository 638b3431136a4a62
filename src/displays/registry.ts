import type { AnyDisplay } from '../core/display.js';
import { adverseEventDotDisplay } from './charts/adverse-event-dot/adverse-event-dot.js';
import { adverseEventVolcanoDisplay } from './charts/adverse-event-volcano/adverse-event-volcano.js';
import { forestDisplay } from './charts/forest/forest.js';
import { kaplanMeierDisplay } from './charts/kaplan-meier/kaplan-meier.js';
import { limitsOfAgreementDisplay } from './charts/limits-of-agreement/limits-of-agreement.js';
import { meanCumulativeCountDisplay } from './charts/mean-cumulative-count/mean-cumulative-count.js';
import { meansOverVisitsDisplay } from './charts/means-over-visits/means-over-visits.js';
import { ordinalBarsDisplay } from './charts/ordinal-bars/ordinal-bars.js';
import { proportionBarsDisplay } from './charts/proportion-bars/proportion-bars.js';
import { residualPanelsDisplay } from './charts/residual-panels/residual-panels.js';
import { restrictedMeanDisplay } from './charts/restricted-mean/restricted-mean.js';
import { rocDisplay } from './charts/roc/roc.js';
import { shiftPlotDisplay } from './charts/shift-plot/shift-plot.js';
import { spaghettiDisplay } from './charts/spaghetti/spaghetti.js';
import { stateOccupancyDisplay } from './charts/state-occupancy/state-occupancy.js';
import { survivalTransformDisplay } from './charts/survival-transform/survival-transform.js';
import { tippingPointDisplay } from './charts/tipping-point/tipping-point.js';
import { waterfallDisplay } from './charts/waterfall/waterfall.js';
import { adverseEventTableDisplay } from './tables/adverse-event-table/adverse-event-table.js';
import { baselineTableDisplay } from './tables/baseline-table/baseline-table-display.js';
import { changeTableDisplay } from './tables/change-table/change-table.js';
import { estimatesTableDisplay } from './tables/estimates-table/estimates-table-display.js';
import { shiftTableDisplay } from './tables/shift-table/shift-table-display.js';
import { summaryTableDisplay } from './tables/summary-table/summary-table-display.js';
import { testTableDisplay } from './tables/test-table/test-table-display.js';

/** Every figure and table that a specification may name, one line each. */
export const displays: readonly AnyDisplay[] = [
  forestDisplay,
  kaplanMeierDisplay,
  ordinalBarsDisplay,
  proportionBarsDisplay,
  residualPanelsDisplay,
  restrictedMeanDisplay,
  survivalTransformDisplay,
  estimatesTableDisplay,
  summaryTableDisplay,
  testTableDisplay,
  baselineTableDisplay,
  meanCumulativeCountDisplay,
  stateOccupancyDisplay,
  adverseEventTableDisplay,
  rocDisplay,
  limitsOfAgreementDisplay,
  adverseEventDotDisplay,
  adverseEventVolcanoDisplay,
  changeTableDisplay,
  waterfallDisplay,
  tippingPointDisplay,
  meansOverVisitsDisplay,
  spaghettiDisplay,
  shiftTableDisplay,
  shiftPlotDisplay,
];
