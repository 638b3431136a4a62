/** Each preferred term within each system organ class that occurs. */
export interface TermPairs {
  /** Pair of each event. */
  readonly pair: Int32Array;
  /** System organ class and term of each pair. */
  readonly bodySystem: readonly number[];
  readonly term: readonly number[];
}

/**
 * Numbers the pairs of class and term in order of appearance. Nearly every term has one class only, which is looked up
 * without a search; further classes of a term stand in a map. O(events).
 */
export function termPairs(bodySystem: Int32Array, term: Int32Array, terms: number): TermPairs {
  const first = new Int32Array(terms).fill(-1);
  const further = new Map<string, number>();
  const pair = new Int32Array(term.length);
  const systems: number[] = [];
  const codes: number[] = [];
  const add = (system: number, code: number): number => {
    systems.push(system);
    codes.push(code);
    return codes.length - 1;
  };
  for (let event = 0; event < term.length; event += 1) {
    const code = term[event]!;
    const system = bodySystem[event]!;
    let known = first[code]!;
    if (known < 0) {
      known = add(system, code);
      first[code] = known;
    } else if (systems[known] !== system) {
      const key = `${system}/${code}`;
      known = further.get(key) ?? add(system, code);
      further.set(key, known);
    }
    pair[event] = known;
  }
  return { pair, bodySystem: systems, term: codes };
}
