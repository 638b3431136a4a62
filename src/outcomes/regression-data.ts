import { requireList, requireObject } from '../math/argument-checks.js';

/** Throws unless the data of a regression are an object whose named fields are lists, and covariates hold lists. */
export function requireRegressionData(method: string, data: object, lists: readonly string[]): void {
  requireObject(method, 'data', data, `an object with ${lists.join(', ')}`);
  const fields = data as Readonly<Record<string, unknown>>;
  for (const name of lists) requireList(method, name, fields[name], 'one entry a subject or term');
  if (!lists.includes('covariates')) return;
  for (const [index, covariate] of (fields.covariates as readonly unknown[]).entries()) {
    const at = `covariates[${index}]`;
    requireObject(method, at, covariate, 'a name and one value a subject');
    requireList(method, `${at}.values`, (covariate as { values?: unknown }).values, 'one value a subject');
  }
}
