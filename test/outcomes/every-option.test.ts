import { expect, it } from 'vitest';
import { methods } from '../../src/methods.js';
import { optionValues } from '../option-values.js';
import { ratedCategories, sampleData, sampleOutcomes } from '../sample-data.js';

const samplesFor = (accepts: keyof typeof sampleData) =>
  accepts === 'subject-outcome'
    ? Object.values(sampleOutcomes)
    : accepts === 'ratings'
      ? [ratedCategories, sampleData.ratings]
      : [sampleData[accepts]];

it.each(methods.map((method) => [method.id, method] as const))(
  '%s hands its function no option that it refuses',
  (_, method) => {
    const { values, few } = optionValues(method);
    for (const [name, value] of values) {
      const options = method.options.safeParse({ ...few, [name]: value });
      if (!options.success) continue;
      for (const data of samplesFor(method.accepts)) {
        try {
          method.run(data as never, options.data as never);
        } catch (error) {
          expect(String(error), `${name}: ${String(value)}`).not.toMatch(/" is no option/);
        }
      }
    }
  },
);

/** Coverages of all intervals anywhere in a result, and their limits. */
function intervalsIn(value: unknown): { readonly levels: number[]; readonly limits: number[] } {
  const found = { levels: [] as number[], limits: [] as number[] };
  const look = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null || ArrayBuffer.isView(inner)) return;
    for (const [key, entry] of Object.entries(inner)) {
      if (typeof entry !== 'number') look(entry);
      else if (key === 'level') found.levels.push(entry);
      else if (key === 'lower' || key === 'upper') found.limits.push(entry);
    }
  };
  look(value);
  return found;
}

const withLevel = methods.filter(({ options }) => 'level' in options.shape);

it.each(withLevel.map((method) => [method.id, method] as const))(
  '%s gives every interval the level asked for',
  (_, method) => {
    for (const data of samplesFor(method.accepts)) {
      const at = (level: number) => {
        const options = method.options.safeParse({ level, margin: 0.1 });
        const plain = options.success ? options : method.options.safeParse({ level });
        if (!plain.success) return null;
        try {
          return intervalsIn(method.run(data as never, plain.data as never).parts);
        } catch {
          return null;
        }
      };
      const [wide, narrow] = [at(0.999), at(0.05)];
      if (wide === null || narrow === null) continue;
      expect(new Set(wide.levels)).toEqual(new Set(wide.levels.length === 0 ? [] : [0.999]));
      if (wide.limits.length > 0) expect(narrow.limits).not.toEqual(wide.limits);
    }
  },
);
