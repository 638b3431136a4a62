import { z } from 'zod';
import type { AnyMethod } from '../src/core/definition.js';

interface OptionSchema {
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly OptionSchema[];
  readonly type?: string;
  readonly default?: unknown;
  readonly minimum?: number;
}

/** Some values that an option may have, other than its default. */
function valuesOf(schema: OptionSchema): readonly unknown[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(valuesOf);
  if (schema.enum !== undefined) return schema.enum.filter((word) => word !== schema.default);
  if (schema.type === 'boolean') return [schema.default !== true];
  if (schema.type === 'number' || schema.type === 'integer') return [Math.max(schema.minimum ?? 1, 1)];
  return schema.type === 'string' ? ['AGE'] : [];
}

/** Resamples and imputations, of which a few are enough in a test. */
const quick = { replicates: 100, permutations: 100, imputations: 2, resamples: 100 };

/** What the methods that cannot do without an option are given. */
export const requiredOptions: Record<string, object> = {
  'non-inferiority': { margin: 0.1 },
  'brier-score': { times: [5, 10] },
  'conditional-power': { plannedEvents: 200, designHazardRatio: 0.7 },
  'time-dependent-auc': { times: [10] },
  'diagnostic-accuracy': { cut: 0.5 },
  'transition-table': { from: 'BASELINE' },
};

/** Each option of a method with some values that it may have, and the settings that keep a run short. */
export function optionValues(method: AnyMethod): {
  readonly values: readonly (readonly [name: string, value: unknown])[];
  readonly few: Readonly<Record<string, number>>;
} {
  const { properties = {} } = z.toJSONSchema(method.options, { io: 'input' }) as {
    properties?: Record<string, OptionSchema>;
  };
  return {
    values: Object.entries(properties).flatMap(([name, schema]) =>
      valuesOf(schema).map((value) => [name, value] as const),
    ),
    few: Object.fromEntries(Object.entries(quick).filter(([name]) => name in properties)),
  };
}
