export * from '../mean-cumulative-function/mean-cumulative-function.js';
