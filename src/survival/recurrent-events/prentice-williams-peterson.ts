export * from '../prentice-williams-peterson/prentice-williams-peterson.js';
