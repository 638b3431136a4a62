import { describe, expect, it } from 'vitest';
import { diagnosticMarkers } from '../../src/endpoints/diagnostic-markers/diagnostic-markers.js';
import { repeatedRatings } from '../../src/endpoints/repeated-ratings/repeated-ratings.js';
import { datasetOf } from './dataset-of.js';

const dataset = datasetOf({
  SEVERE: ['Y', 'N', '', 'Y'],
  IL6: [120, Number.NaN, 30, 90],
  GRADE1: [0, 2, 1, 2],
  GRADE2: [0, 1, 1, 3],
});
const rows = Int32Array.from([0, 1, 2, 3]);
const input = { dataset, rows, compare: null };
const compare = { of: 'tocilizumab', versus: 'placebo' };

describe('diagnostic-markers', () => {
  const options = diagnosticMarkers.options.parse({ condition: 'SEVERE', markers: ['IL6'] });

  it('leaves out subjects whose condition is unknown, and keeps missing markers as missing', () => {
    const { data, population } = diagnosticMarkers.derive(input, options);
    expect(Array.from(data.condition)).toEqual([1, 0, 1]);
    expect(Array.from(data.markers[0]!.values)).toEqual([120, Number.NaN, 90]);
    expect(population.exclusions).toEqual([{ reason: 'SEVERE missing', n: 1 }]);
  });

  it('refuses arms and unknown columns', () => {
    expect(() => diagnosticMarkers.derive({ ...input, compare }, options)).toThrow(/Remove `compare`/);
    const wrong = diagnosticMarkers.options.parse({ condition: 'SEVERE', markers: ['IL'] });
    expect(() => diagnosticMarkers.derive(input, wrong)).toThrow(/unknown-column.*IL6/s);
  });
});

describe('repeated-ratings', () => {
  const derive = (extra: object) =>
    repeatedRatings.derive(input, repeatedRatings.options.parse({ raters: ['GRADE1', 'GRADE2'], ...extra }));

  it('takes numbers as measured, or as positions among categories', () => {
    expect(Array.from(derive({}).data.values[1]!)).toEqual([0, 1, 1, 3]);
    const ranked = derive({ categories: [3, 2, 1, 0], names: ['first', 'second'] }).data;
    expect(Array.from(ranked.values[1]!)).toEqual([3, 2, 2, 0]);
    expect(ranked.raters).toEqual(['first', 'second']);
  });

  it('refuses a rating outside the categories with its line, arms, and too few names', () => {
    expect(() => derive({ categories: [0, 1, 2] })).toThrow(/test\.csv:5 data\/unknown-category.*"3"/s);
    expect(() => derive({ names: ['a', 'b', 'c'] })).toThrow(/one name for each rater/);
    const options = repeatedRatings.options.parse({ raters: ['GRADE1', 'GRADE2'] });
    expect(() => repeatedRatings.derive({ ...input, compare }, options)).toThrow(/between raters/);
  });
});
