import type { AnyDisplay } from '../core/display.js';
import { forestDisplay } from './charts/forest/forest.js';
import { kaplanMeierDisplay } from './charts/kaplan-meier/kaplan-meier.js';
import { ordinalBarsDisplay } from './charts/ordinal-bars/ordinal-bars.js';
import { proportionBarsDisplay } from './charts/proportion-bars/proportion-bars.js';
import { residualPanelsDisplay } from './charts/residual-panels/residual-panels.js';
import { restrictedMeanDisplay } from './charts/restricted-mean/restricted-mean.js';
import { survivalTransformDisplay } from './charts/survival-transform/survival-transform.js';

/** Every figure that a specification may name, one line each. */
export const displays: readonly AnyDisplay[] = [
  forestDisplay,
  kaplanMeierDisplay,
  ordinalBarsDisplay,
  proportionBarsDisplay,
  residualPanelsDisplay,
  restrictedMeanDisplay,
  survivalTransformDisplay,
];
