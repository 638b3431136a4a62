import type { Covariate } from '../core/analysis-data.js';

/** Columns that belong to one term, by their positions, of the terms that take several: they are tested together. */
export function severalColumnTerms(
  columns: readonly Pick<Covariate, 'term'>[],
): readonly { readonly term: string; readonly columns: readonly number[] }[] {
  const terms = new Map<string, number[]>();
  columns.forEach(({ term }, index) => {
    if (term !== undefined) terms.set(term, [...(terms.get(term) ?? []), index]);
  });
  return [...terms].flatMap(([term, members]) => (members.length > 1 ? [{ term, columns: members }] : []));
}
