import { Xoshiro256, type Xoshiro256State } from '../../math/random/xoshiro256.js';

/** Replicates that one worker does in one go, with random numbers of their own. */
export interface ReplicateBlock {
  /** Position of the first replicate among all. */
  readonly first: number;
  readonly count: number;
  readonly state: Xoshiro256State;
}

/** Replicates in a block: enough that handing one out costs little, few enough to share out evenly. */
export const blockSize = 250;

/**
 * Splits replicates into blocks, each with a generator 2¹²⁸ numbers ahead of the one before. The numbers of a replicate
 * depend on the seed and its position alone, never on how many workers share the blocks.
 */
export function replicateBlocks(replicates: number, seed: number): readonly ReplicateBlock[] {
  const count = Math.ceil(replicates / blockSize);
  return new Xoshiro256(seed).streams(count).map(({ state }, index) => ({
    first: index * blockSize,
    count: Math.min(blockSize, replicates - index * blockSize),
    state,
  }));
}
