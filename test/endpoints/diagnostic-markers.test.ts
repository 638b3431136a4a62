import { describe, expect, it } from 'vitest';
import { diagnosticMarkers } from '../../src/endpoints/diagnostic-markers/diagnostic-markers.js';
import { allRows, datasetOf } from './dataset-of.js';

const dataset = datasetOf({ SEVERE: ['YES', 'NO', 'NO', null], IL6: [120, 8, null, 30] });
const derive = (options: object = {}) =>
  diagnosticMarkers.derive(
    { dataset, rows: allRows(dataset), compare: null },
    diagnosticMarkers.options.parse({
      condition: 'SEVERE',
      presentIf: ['YES'],
      markers: ['IL6'],
      ...options,
    }),
  );

describe('diagnostic-markers', () => {
  it('reads the condition and the markers of those whose condition is known', () => {
    const { data, population, notices } = derive();
    expect(data.condition).toEqual(Uint8Array.of(1, 0, 0));
    expect(data.markers[0]!.values).toEqual(Float64Array.of(120, 8, Number.NaN));
    expect(population.groups).toEqual([{ name: 'all subjects', n: 3, events: 1 }]);
    expect(population.exclusions).toEqual([{ reason: 'SEVERE missing', n: 1 }]);
    expect(notices).toEqual([]);
  });

  it('warns where the values asked for make no two groups, and says which values there are', () => {
    expect(derive({ presentIf: ['Y'] }).notices).toMatchObject([
      {
        code: 'diagnostic-markers/one-group',
        message: expect.stringMatching(/^No subject has the condition: SEVERE is "YES", "NO", and "Y" means/),
      },
    ]);
    expect(derive({ presentIf: ['YES', 'NO'] }).notices[0]?.message).toMatch(/^All subjects have/);
  });
});
