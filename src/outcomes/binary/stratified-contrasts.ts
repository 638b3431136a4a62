import type { BinaryArm, StratifiedBinaryData } from '../../core/analysis-data.js';
import type { SummaryPart } from '../../core/result.js';
import { type ArmContrast, armContrasts } from '../arm-contrasts.js';
import { summariseArms } from './arm-summary.js';
import type { BinaryStratum } from './binary-stratum.js';

/** Two arms to compare within strata; `of` and `versus` are their totals. */
export interface StratifiedContrast extends ArmContrast<BinaryArm> {
  readonly strata: readonly BinaryStratum[];
}

/** Each other arm against the reference, stratum by stratum. An arm that a stratum lacks has no subjects there. */
export function stratifiedContrasts(
  method: string,
  data: StratifiedBinaryData,
): readonly StratifiedContrast[] {
  const countOf = (arms: readonly BinaryArm[], name: string) => {
    const arm = arms.find((one) => one.name === name);
    return { events: arm?.events ?? 0, n: arm?.n ?? 0 };
  };
  return armContrasts(method, armTotals(data), data.reference).map((contrast) => ({
    ...contrast,
    strata: data.strata.map(({ name, arms }) => ({
      name,
      of: countOf(arms, contrast.of.name),
      versus: countOf(arms, contrast.versus.name),
    })),
  }));
}

/** Subjects, events and proportion of each arm: in all (term null) and in each stratum (its name as term). */
export function summariseStrata(data: StratifiedBinaryData): SummaryPart {
  return {
    kind: 'summary',
    rows: [
      ...summariseArms(armTotals(data)).rows,
      ...data.strata.flatMap(({ name, arms }) =>
        summariseArms(arms).rows.map((row) => ({ ...row, term: name })),
      ),
    ],
  };
}

function armTotals({ strata }: StratifiedBinaryData): readonly BinaryArm[] {
  const totals = new Map<string, { name: string; n: number; events: number }>();
  for (const { name, n, events } of strata.flatMap(({ arms }) => arms)) {
    const total = totals.get(name) ?? { name, n: 0, events: 0 };
    totals.set(name, { name, n: total.n + n, events: total.events + events });
  }
  return [...totals.values()];
}
