import { describe, expect, test } from 'vitest';
import { chiSquareUpperTail } from '../../../src/math/distributions/chi-square.js';
import { normalCdf } from '../../../src/math/distributions/normal.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import { readOracle } from '../check-oracle.js';

const { cases } = readOracle('xoshiro256');
const expected = (name: string) => cases.find((one) => one.name === name)!.expected;
const draw = (generator: Xoshiro256) => Array.from({ length: 6 }, () => generator.bits64().toString());

describe('the generator', () => {
  test('gives the numbers of its definition', () => {
    expect(draw(new Xoshiro256([1n, 2n, 3n, 4n]))).toEqual(expected('state 1 2 3 4'));
    expect(draw(new Xoshiro256(42))).toEqual(expected('seed 42'));
    expect(draw(new Xoshiro256(0))).toEqual(expected('seed 0'));
  });

  test('jumps 2 to the 128th numbers, as the matrix of its step does', () => {
    const generator = new Xoshiro256(42);
    expect(draw(generator.jumped())).toEqual(expected('jump from seed 42'));
    expect(draw(generator)).toEqual(expected('seed 42'));
    const [first, second] = new Xoshiro256(42).streams(2);
    expect(draw(first!)).toEqual(expected('jump from seed 42'));
    expect(draw(second!)).toEqual(draw(new Xoshiro256(42).jumped().jumped()));
  });

  test('continues from a state', () => {
    const generator = new Xoshiro256(9);
    generator.uniform();
    const copy = new Xoshiro256(generator.state);
    expect(draw(copy)).toEqual(draw(generator));
  });

  test('refuses what is not a seed', () => {
    expect(() => new Xoshiro256(-1)).toThrow(/not a count/);
    expect(() => new Xoshiro256(1.5)).toThrow(/not a count/);
    expect(() => new Xoshiro256([0n, 0n, 0n, 0n])).toThrow(/not a state/);
    expect(() => new Xoshiro256(1).integerBelow(0)).toThrow(/nothing to draw/);
  });
});

/** p-value of equal cell counts. */
function evenness(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
  return chiSquareUpperTail(statistic, counts.length - 1);
}

describe('many whole numbers at once', () => {
  test.each([1, 2, 3, 1000, 1_000_003, 2_097_152])('below %d are those of the published rule', (n) => {
    const drawn = new Int32Array(501);
    new Xoshiro256(5).fillIntegersBelow(drawn, n);
    const generator = new Xoshiro256(5);
    const size = BigInt(n);
    const expected: number[] = [];
    while (expected.length < drawn.length) {
      const bits = generator.bits64();
      for (const half of [bits >> 32n, bits & 0xffffffffn]) {
        const product = half * size;
        if ((product & 0xffffffffn) >= 0x100000000n % size) expected.push(Number(product >> 32n));
      }
    }
    expect(Array.from(drawn)).toEqual(expected.slice(0, drawn.length));
  });

  test('are all equally likely, and above 2097152 those drawn one by one', () => {
    const drawn = new Int32Array(70_000);
    new Xoshiro256(6).fillIntegersBelow(drawn, 7);
    const counts = Array.from({ length: 7 }, (_, value) => drawn.filter((own) => own === value).length);
    expect(evenness(counts)).toBeGreaterThan(1e-4);
    const many = drawn.slice(0, 20);
    new Xoshiro256(7).fillIntegersBelow(many, 3_000_000);
    const generator = new Xoshiro256(7);
    expect(Array.from(many)).toEqual(Array.from(many, () => generator.integerBelow(3_000_000)));
    expect(() => generator.fillIntegersBelow(many, 0)).toThrow(/cannot be drawn from/);
    expect(() => generator.fillIntegersBelow(many, 3e9)).toThrow(/cannot be drawn from/);
  });
});

describe('what is made of the bits', () => {
  const n = 60_000;
  const cells = 60;
  const spread = (value: () => number) => {
    const counts = new Array<number>(cells).fill(0);
    for (let index = 0; index < n; index += 1) counts[Math.min(cells - 1, Math.floor(value() * cells))]! += 1;
    return evenness(counts);
  };

  test('uniform, normal and exponential numbers have their distributions', () => {
    const random = new Xoshiro256(2021);
    for (const p of [
      spread(() => random.uniform()),
      spread(() => normalCdf(random.normal())),
      spread(() => -Math.expm1(-3 * random.exponential(3))),
    ]) {
      expect(p).toBeGreaterThan(1e-4);
      expect(p).toBeLessThan(1 - 1e-4);
    }
  });

  test('normal numbers are symmetric with variance 1 and use one draw each', () => {
    const random = new Xoshiro256(5);
    let sum = 0;
    let squares = 0;
    for (let index = 0; index < n; index += 1) {
      const value = random.normal();
      sum += value;
      squares += value * value;
    }
    expect(Math.abs(sum / Math.sqrt(n))).toBeLessThan(4);
    expect(Math.abs((squares - n) / Math.sqrt(2 * n))).toBeLessThan(4);
    const one = new Xoshiro256(5);
    const two = new Xoshiro256(5);
    one.normal();
    two.uniform();
    expect(one.state).toEqual(two.state);
  });

  test('whole numbers below n and shuffles are even', () => {
    const random = new Xoshiro256(77);
    const faces = new Array<number>(7).fill(0);
    const orders = new Map<string, number>();
    for (let index = 0; index < 24_000; index += 1) {
      faces[random.integerBelow(7)]! += 1;
      const order = random.shuffled(['a', 'b', 'c', 'd']).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(evenness(faces)).toBeGreaterThan(1e-4);
    expect(orders.size).toBe(24);
    expect(evenness([...orders.values()])).toBeGreaterThan(1e-4);
    const hand = [1, 2, 3];
    random.shuffled(hand);
    expect(hand).toEqual([1, 2, 3]);
  });

  test('ranges', () => {
    const random = new Xoshiro256(3);
    for (let index = 0; index < 1000; index += 1) {
      const value = random.uniform();
      expect(value >= 0 && value < 1).toBe(true);
      expect(Number.isFinite(random.exponential())).toBe(true);
    }
    expect(random.integerBelow(1)).toBe(0);
    expect(random.integerBelow(2 ** 53 - 1)).toBeLessThan(2 ** 53 - 1);
  });
});
