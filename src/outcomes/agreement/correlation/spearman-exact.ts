/** Two-sided p of Spearman's correlation without ties, over all orders of up to 9 ranks. */
export function spearmanExactP(first: Float64Array, second: Float64Array): number {
  const n = first.length;
  const ranks = Int32Array.from({ length: n }, (_, index) => index + 1);
  let observed = 0;
  for (let index = 0; index < n; index += 1) observed += (first[index]! - second[index]!) ** 2;
  let total = 0;
  let atMost = 0;
  let atLeast = 0;
  const count = () => {
    let squares = 0;
    for (let index = 0; index < n; index += 1) squares += (ranks[index]! - index - 1) ** 2;
    total += 1;
    if (squares <= observed) atMost += 1;
    if (squares >= observed) atLeast += 1;
  };
  // Heap 1963: each order from the one before by one exchange
  const turns = new Int32Array(n);
  count();
  for (let place = 1; place < n; ) {
    if (turns[place]! < place) {
      const other = place % 2 === 0 ? 0 : turns[place]!;
      const rank = ranks[place]!;
      ranks[place] = ranks[other]!;
      ranks[other] = rank;
      count();
      turns[place]! += 1;
      place = 1;
    } else {
      turns[place] = 0;
      place += 1;
    }
  }
  return Math.min(1, (2 * Math.min(atMost, atLeast)) / total);
}
