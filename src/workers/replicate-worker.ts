import { parentPort, workerData } from 'node:worker_threads';
import { bootstrapBlock } from '../outcomes/resampling/bootstrap/bootstrap-plan.js';
import type { ReplicateBlock } from '../outcomes/resampling/replicate-blocks.js';
import { loadStatistic, type StatisticJob } from './load-statistic.js';

export interface WorkerTask {
  readonly job: StatisticJob;
  readonly strata: readonly Int32Array[];
}

export interface BlockReply {
  readonly first: number;
  readonly values: Float64Array;
}

/** A thread: makes the statistic once, then answers each block with its values. */
const { job, strata } = workerData as WorkerTask;
const statistic = loadStatistic(job);
statistic.catch(() => undefined);
parentPort?.on('message', async (block: ReplicateBlock) => {
  const values = bootstrapBlock(strata, block, await statistic);
  const reply: BlockReply = { first: block.first, values };
  parentPort?.postMessage(reply, [values.buffer as ArrayBuffer]);
});
