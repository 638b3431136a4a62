import type { DecidedSets, NestedSets } from './decided-sets.js';

/** How many of the opponents still open a level decides for a subject (`won`) and against it, by arm. */
export interface DecidedCounts {
  wonOf: number;
  wonVersus: number;
  lostOf: number;
  lostVersus: number;
}

/** Masks of a family of nested sets: any set is one of them and few members more. */
const maskCount = 128;

/**
 * The opponents of one subject after another that no level has told apart from it so far, as bits, 32 to a word: the
 * first `split` places in words of their own, then the others, so that the counts of an arm are those of a range of
 * words. A level costs a subject n/32 words and n/128 single bits; all masks together have 16 n bytes for each family.
 */
export class OpenPairs {
  readonly #levels: readonly { readonly beaten: SetMasks; readonly beating: SetMasks }[];
  readonly #everybody: Int32Array;
  readonly #open: Int32Array;
  readonly #ofWords: number;
  /** Won and lost in a range of words. */
  readonly #counts = new Int32Array(2);

  constructor(levels: readonly DecidedSets[], split: number, total: number) {
    const ofWords = (split + 31) >>> 5;
    const words = ofWords + ((total - split + 31) >>> 5);
    const bits = new Int32Array(total);
    this.#everybody = new Int32Array(words);
    for (let place = 0; place < total; place += 1) {
      bits[place] = place < split ? place : (ofWords << 5) + place - split;
      setBit(this.#everybody, bits[place]!);
    }
    this.#ofWords = ofWords;
    this.#open = new Int32Array(words);
    this.#levels = levels.map(({ beaten, beating }) => ({
      beaten: new SetMasks(beaten, bits, words),
      beating: new SetMasks(beating, bits, words),
    }));
  }

  /** Takes up a subject, with the opponents that the first level leaves open. */
  begin(place: number): void {
    const { beaten, beating } = this.#levels[0]!;
    const open = this.#open;
    const everybody = this.#everybody;
    const [first, second] = [beaten.masks, beating.masks];
    const [won, lost] = [beaten.offset(place), beating.offset(place)];
    for (let word = 0; word < open.length; word += 1) {
      open[word] = everybody[word]! & ~(first[won + word]! | second[lost + word]!);
    }
    beaten.closeRest(place, open, this.#ofWords, this.#counts);
    beating.closeRest(place, open, this.#ofWords, this.#counts);
  }

  /** Counts into `found` the opponents that a further level decides, and closes them. */
  decide(level: number, place: number, found: DecidedCounts): void {
    const { beaten, beating } = this.#levels[level]!;
    const open = this.#open;
    const counts = this.#counts;
    const ofWords = this.#ofWords;
    const [won, lost] = [beaten.offset(place), beating.offset(place)];
    closeCommon(open, beaten.masks, won, beating.masks, lost, 0, ofWords, counts);
    found.wonOf = counts[0]!;
    found.lostOf = counts[1]!;
    closeCommon(open, beaten.masks, won, beating.masks, lost, ofWords, open.length, counts);
    found.wonVersus = counts[0]!;
    found.lostVersus = counts[1]!;
    beaten.closeRest(place, open, ofWords, counts);
    found.wonOf += counts[0]!;
    found.wonVersus += counts[1]!;
    beating.closeRest(place, open, ofWords, counts);
    found.lostOf += counts[0]!;
    found.lostVersus += counts[1]!;
  }
}

/** Nested sets as bits: masks at even steps of the order, and its members one by one from each mask to the next. */
class SetMasks {
  /** The bits of the empty set, then of the first `step` members, and so on. */
  readonly masks: Int32Array;
  readonly #bits: Int32Array;
  readonly #size: Int32Array;
  readonly #words: number;
  readonly #step: number;

  constructor({ order, size }: NestedSets, bits: Int32Array, words: number) {
    const step = Math.max(1, Math.ceil(order.length / maskCount));
    const mask = new Int32Array(words);
    this.#bits = order.map((place) => bits[place]!);
    this.#size = size;
    this.#words = words;
    this.#step = step;
    this.masks = new Int32Array((Math.floor(order.length / step) + 1) * words);
    for (let member = 0; member <= order.length; member += 1) {
      if (member % step === 0) this.masks.set(mask, (member / step) * words);
      if (member < order.length) setBit(mask, this.#bits[member]!);
    }
  }

  /** Where the largest mask within the set of a place begins. */
  offset(place: number): number {
    return Math.floor(this.#size[place]! / this.#step) * this.#words;
  }

  /** Closes the members beyond that mask; `counts` are those that were open, below `ofWords` and from there on. */
  closeRest(place: number, open: Int32Array, ofWords: number, counts: Int32Array): void {
    const bits = this.#bits;
    const end = this.#size[place]!;
    let below = 0;
    let above = 0;
    for (let member = end - (end % this.#step); member < end; member += 1) {
      const bit = bits[member]!;
      const word = bit >>> 5;
      const mask = 1 << (bit & 31);
      if ((open[word]! & mask) === 0) continue;
      open[word]! &= ~mask;
      if (word < ofWords) below += 1;
      else above += 1;
    }
    counts[0] = below;
    counts[1] = above;
  }
}

function setBit(mask: Int32Array, bit: number): void {
  mask[bit >>> 5]! |= 1 << (bit & 31);
}

/** Closes in words `from` to `to` what two masks have; `counts` are the open bits that each had. */
function closeCommon(
  open: Int32Array,
  first: Int32Array,
  firstOffset: number,
  second: Int32Array,
  secondOffset: number,
  from: number,
  to: number,
  counts: Int32Array,
): void {
  let won = 0;
  let lost = 0;
  for (let word = from; word < to; word += 1) {
    const bits = open[word]!;
    if (bits === 0) continue;
    const ours = bits & first[firstOffset + word]!;
    const theirs = bits & second[secondOffset + word]!;
    won += bitCount(ours);
    lost += bitCount(theirs);
    open[word] = bits & ~(ours | theirs);
  }
  counts[0] = won;
  counts[1] = lost;
}

/** Bits that are 1. Source: Warren HS. Hacker's Delight, 2nd edition 2013, figure 5-2. */
function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
