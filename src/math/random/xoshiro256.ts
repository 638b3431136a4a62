import { argumentError } from '../../core/errors.js';
import { requireCount, requirePositive } from '../argument-checks.js';
import { normalUpperQuantile } from '../distributions/normal.js';

/** Four words of 64 bits, not all 0. */
export type Xoshiro256State = readonly [bigint, bigint, bigint, bigint];

const word = 0xffffffffffffffffn;

/** The polynomial that advances the state by 2¹²⁸ numbers (Blackman and Vigna). */
const jumpWords = [
  0x180ec6d33cfd0aban,
  0xd5a61266f0c9392cn,
  0xa9582618e03fc9aan,
  0x39abdc4529b1661cn,
] as const;

/**
 * A seeded source of random numbers: the same seed gives the same numbers on every machine, for ever.
 *
 * xoshiro256++ with a period of 2²⁵⁶ - 1, seeded through splitmix64. For work that is shared out, give each task its
 * own generator from `streams`: the numbers then do not depend on how many workers there are. Not for secrets.
 * Source: Blackman and Vigna 2021, ACM Trans. Math. Softw. 47(4):36. Oracle: test/oracles/math/xoshiro256.json.
 */
export class Xoshiro256 {
  /** Low and high halves of the four words. */
  readonly #state: Uint32Array;
  /** The last 64 bits drawn. */
  #low = 0;
  #high = 0;

  /** `seed`: a whole number from 0 to 2⁵³ - 1, or a state to continue from. */
  constructor(seed: number | Xoshiro256State) {
    this.#state = new Uint32Array(8);
    this.#write(typeof seed === 'number' ? stateFromSeed(seed) : seed);
  }

  /** The present state; `new Xoshiro256(state)` continues from it. */
  get state(): Xoshiro256State {
    const s = this.#state;
    const read = (index: number): bigint => (BigInt(s[index + 1]!) << 32n) | BigInt(s[index]!);
    return [read(0), read(2), read(4), read(6)];
  }

  /** A whole number from 0 to 2⁵³ - 1, all equally likely. */
  bits53(): number {
    this.#next();
    return this.#high * 2097152 + (this.#low >>> 11);
  }

  /** 64 random bits. */
  bits64(): bigint {
    this.#next();
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  /** A number from 0 up to, not including, 1: a multiple of 2⁻⁵³. */
  uniform(): number {
    return this.bits53() / 9007199254740992;
  }

  /** A standard normal number, by inversion: one draw each, so that draws stay in step between analyses. */
  normal(): number {
    const bits = this.bits53();
    const negative = bits >= 4503599627370496;
    const tail = ((negative ? bits - 4503599627370496 : bits) + 0.5) / 9007199254740992;
    const size = normalUpperQuantile(tail);
    return negative ? -size : size;
  }

  /** A waiting time with mean 1 / `rate`, by inversion. */
  exponential(rate = 1): number {
    requirePositive('xoshiro256', 'rate', rate);
    return -Math.log1p(-this.uniform()) / rate;
  }

  /** A whole number from 0 up to, not including, `n`, all exactly equally likely. */
  integerBelow(n: number): number {
    requireCount('xoshiro256', 'n', n);
    if (n === 0) throw argumentError('xoshiro256', 'n', 'leaves nothing to draw from', '0', 'at least 1');
    const range = 9007199254740992;
    const limit = range - (range % n);
    let bits = this.bits53();
    while (bits >= limit) bits = this.bits53();
    return bits % n;
  }

  /**
   * Fills `target` with whole numbers from 0 up to, not including, `n`, all exactly equally likely: 32 bits each, with
   * rejection (Lemire 2019, ACM Trans. Model. Comput. Simul. 29:3). For many draws of rows: several times as fast as
   * `integerBelow`, whose numbers differ; above 2097152, where a product would be rounded, they are those of
   * `integerBelow`.
   */
  fillIntegersBelow(target: Int32Array, n: number): void {
    requireCount('xoshiro256', 'n', n);
    if (n === 0 || n > 2147483648) {
      throw argumentError('xoshiro256', 'n', 'cannot be drawn from', String(n), '1 to 2147483648');
    }
    if (n > 2097152) {
      for (let place = 0; place < target.length; place += 1) target[place] = this.integerBelow(n);
      return;
    }
    const reject = 4294967296 % n;
    let place = 0;
    while (place < target.length) {
      this.#next();
      place = accept(this.#high, n, reject, target, place);
      if (place < target.length) place = accept(this.#low, n, reject, target, place);
    }
  }

  /** A copy of `values` in random order, all orders equally likely (Fisher and Yates). */
  shuffled<Value>(values: readonly Value[]): Value[] {
    const result = values.slice();
    for (let last = result.length - 1; last > 0; last -= 1) {
      const other = this.integerBelow(last + 1);
      const value = result[last]!;
      result[last] = result[other]!;
      result[other] = value;
    }
    return result;
  }

  /** A generator 2¹²⁸ numbers ahead: its numbers never meet those of this one. This one is not changed. */
  jumped(): Xoshiro256 {
    const walker = new Xoshiro256(this.state);
    const sum: [bigint, bigint, bigint, bigint] = [0n, 0n, 0n, 0n];
    for (const jumpWord of jumpWords) {
      for (let bit = 0n; bit < 64n; bit += 1n) {
        if ((jumpWord >> bit) & 1n) {
          walker.state.forEach((value, index) => {
            sum[index] = sum[index]! ^ value;
          });
        }
        walker.bits53();
      }
    }
    return new Xoshiro256(sum);
  }

  /** `count` generators, each 2¹²⁸ numbers ahead of the one before, the first ahead of this one. */
  streams(count: number): Xoshiro256[] {
    requireCount('xoshiro256', 'count', count);
    const list: Xoshiro256[] = [];
    let last: Xoshiro256 = this;
    for (let index = 0; index < count; index += 1) {
      last = last.jumped();
      list.push(last);
    }
    return list;
  }

  #write(state: Xoshiro256State): void {
    if (state.length !== 4 || state.every((value) => (value & word) === 0n)) {
      throw argumentError('xoshiro256', 'state', 'is not a state', String(state), 'four words, not all 0');
    }
    state.forEach((value, index) => {
      this.#state[2 * index] = Number(value & 0xffffffffn);
      this.#state[2 * index + 1] = Number((value >> 32n) & 0xffffffffn);
    });
  }

  /** rotl(s0 + s3, 23) + s0 into the low and high halves, then the linear step of the state. */
  #next(): void {
    const s = this.#state;
    const s0l = s[0]!;
    const s0h = s[1]!;
    const s1l = s[2]!;
    const s1h = s[3]!;
    const sumLow = s0l + s[6]!;
    const sumHigh = s0h + s[7]! + (sumLow > 0xffffffff ? 1 : 0);
    const turnedLow = ((sumLow << 23) | ((sumHigh >>> 9) & 0x7fffff)) >>> 0;
    const turnedHigh = ((sumHigh << 23) | ((sumLow >>> 9) & 0x7fffff)) >>> 0;
    const resultLow = turnedLow + s0l;
    const resultHigh = (turnedHigh + s0h + (resultLow > 0xffffffff ? 1 : 0)) >>> 0;

    s[4] = s[4]! ^ s0l;
    s[5] = s[5]! ^ s0h;
    s[6] = s[6]! ^ s1l;
    s[7] = s[7]! ^ s1h;
    s[2] = s1l ^ s[4]!;
    s[3] = s1h ^ s[5]!;
    s[0] = s0l ^ s[6]!;
    s[1] = s0h ^ s[7]!;
    s[4] = s[4]! ^ (s1l << 17);
    s[5] = s[5]! ^ ((s1h << 17) | (s1l >>> 15));
    // rotl(s3, 45) is an exchange of halves and a turn by 13
    const s3l = s[6]!;
    const s3h = s[7]!;
    s[6] = (s3h << 13) | (s3l >>> 19);
    s[7] = (s3l << 13) | (s3h >>> 19);
    this.#low = resultLow >>> 0;
    this.#high = resultHigh;
  }
}

/** Writes the whole number that 32 bits give, unless they are among the few that would favour some numbers. */
function accept(bits: number, n: number, reject: number, target: Int32Array, place: number): number {
  const product = bits * n;
  const whole = Math.floor(product / 4294967296);
  if (product - whole * 4294967296 < reject) return place;
  target[place] = whole;
  return place + 1;
}

/** Four outputs of splitmix64 from `seed` (Steele, Lea and Flood 2014). */
function stateFromSeed(seed: number): Xoshiro256State {
  requireCount('xoshiro256', 'seed', seed);
  let counter = BigInt(seed);
  const draw = (): bigint => {
    counter = (counter + 0x9e3779b97f4a7c15n) & word;
    let mixed = counter;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & word;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & word;
    return mixed ^ (mixed >> 31n);
  };
  return [draw(), draw(), draw(), draw()];
}
