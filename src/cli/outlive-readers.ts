/**
 * A reader such as `head` may close its end of a pipe early: what is left to print is then lost, the work and its exit
 * code are not. Any other error of a stream is thrown on.
 */
export function outliveReaders(...streams: readonly NodeJS.EventEmitter[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
