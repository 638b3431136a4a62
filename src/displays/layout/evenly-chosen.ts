/**
 * What is drawn of a long list: all of it up to `most`, else so many spread evenly over its order. More marks would
 * cover each other, and the page would not open.
 */
export function evenlyChosen<Item>(list: readonly Item[], most: number): readonly Item[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, place) => list[Math.floor((place * list.length) / most)]!);
}
