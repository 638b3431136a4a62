import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { outliveReaders } from '../../src/cli/outlive-readers.js';

describe('a pipe that is closed at the other end', () => {
  const stream = new EventEmitter();
  outliveReaders(stream);
  const fail = (code: string) => stream.emit('error', Object.assign(new Error(code), { code }));

  it('ends nothing', () => {
    expect(() => fail('EPIPE')).not.toThrow();
  });

  it('hides no other error', () => {
    expect(() => fail('ENOSPC')).toThrow('ENOSPC');
  });
});
