import { Worker } from 'node:worker_threads';
import type { ReplicateBlock } from '../outcomes/resampling/replicate-blocks.js';
import type { StatisticJob } from './load-statistic.js';
import type { BlockReply, WorkerTask } from './replicate-worker.js';

/** Hands blocks to threads as they fall idle and puts the values where the blocks belong. */
export async function runBlocksOnWorkers(
  job: StatisticJob,
  strata: readonly Int32Array[],
  blocks: readonly ReplicateBlock[],
  replicates: number,
  workers: number,
): Promise<Float64Array> {
  const values = new Float64Array(replicates);
  const waiting = blocks[Symbol.iterator]();
  const task: WorkerTask = { job, strata };
  const threads = Array.from(
    { length: Math.min(workers, blocks.length) },
    () => new Worker(new URL('./replicate-worker.js', import.meta.url), { workerData: task }),
  );
  const drive = (thread: Worker) =>
    new Promise<void>((resolve, reject) => {
      const next = () => {
        const { value: block, done } = waiting.next();
        if (done) resolve();
        else thread.postMessage(block);
      };
      thread.on('message', (reply: BlockReply) => {
        values.set(reply.values, reply.first);
        next();
      });
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('A worker thread ended before its work was done.')));
      next();
    });
  try {
    await Promise.all(threads.map(drive));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return values;
}
