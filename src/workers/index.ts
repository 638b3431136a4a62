/** Resampling on several threads of Node.js. */
export {
  bootstrapOnWorkers,
  type WorkerBootstrapInput,
  type WorkerOptions,
} from './bootstrap-on-workers.js';
