import { defineConfig } from 'vitest/config';

// `npm test` draws the same cases every time, so that its verdict depends on the code alone; `npm run test:random`
// draws new ones, to find what nobody thought of. A failure prints its seed and the smallest case.
export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/property-seed.ts'],
    provide: { propertySeed: mode === 'random' ? null : 20261122 },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}));
