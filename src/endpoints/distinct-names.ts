import { z } from 'zod';

/** Names of which each may stand once; the second of two alike is an error at its own place. */
export function distinctNames(): z.ZodArray<z.ZodString> {
  return z.array(z.string()).superRefine(refuseRepeats);
}

const value = z.union([z.string(), z.number()]);

/** The same of values that may be written as numbers, such as grades. */
export function distinctValues(): z.ZodArray<typeof value> {
  return z.array(value).superRefine(refuseRepeats);
}

function refuseRepeats(entries: readonly (string | number)[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  entries.forEach((entry, place) => {
    const name = String(entry);
    if (seen.has(name)) {
      context.addIssue({ code: 'custom', path: [place], message: `"${name}" is listed twice` });
    }
    seen.add(name);
  });
}
