import { describe, expect, it } from 'vitest';
import { longitudinalResponse } from '../../src/endpoints/longitudinal-response/longitudinal-response.js';
import { generalisedEstimatingEquations } from '../../src/outcomes/longitudinal/generalised-estimating-equations/generalised-estimating-equations.js';
import { allRows, datasetOf } from './dataset-of.js';

type Columns = Parameters<typeof datasetOf>[0];
const derive = (columns: Columns, given: object = {}) => {
  const dataset = datasetOf(columns);
  const options = longitudinalResponse.options.parse(given);
  const compare = { of: 'active', versus: 'placebo' };
  return longitudinalResponse.derive({ dataset, rows: allRows(dataset), compare }, options);
};

const columns = {
  USUBJID: ['1', '1', '1', '2', '2', '2', '3'],
  TRTP: ['active', 'active', 'active', 'placebo', 'placebo', 'placebo', 'active'],
  AVISIT: ['Baseline', 'Week 4', 'Week 8', 'Baseline', 'Week 4', 'Week 8', 'Week 4'],
  AVALC: ['N', 'Y', 'N', 'N', null, 'Y', 'ACR50'],
  AVAL: [0, 1, 0, 0, null, 1, 2],
};

describe('longitudinal-response', () => {
  it('reads yes and no at visits, and keeps what is missing missing', () => {
    const { data, population, notices } = derive(columns, { baselineVisit: 'Baseline' });
    expect(data).toMatchObject({
      kind: 'longitudinal',
      outcomeIs: 'yes-no',
      unit: null,
      outcomeLabel: 'response',
    });
    expect(data.visits.map(({ name }) => name)).toEqual(['Week 4', 'Week 8']);
    expect(Array.from(data.outcome)).toEqual([1, 0, Number.NaN, 1, 0, Number.NaN]);
    expect(Array.from(data.baseline!)).toEqual([0, 0, Number.NaN]);
    expect(data.outcomeIsChange).toBeUndefined();
    expect(population.groups.map(({ n }) => n)).toEqual([2, 1]);
    expect(notices.map(({ code }) => code)).toEqual(['longitudinal-response/missing-outcomes']);
  });

  it('takes several values, and numbers, as response', () => {
    const texts = derive(columns, {
      respondsIf: ['Y', 'ACR50'],
      visits: ['Week 4', 'Week 8'],
      event: 'ACR20',
    });
    expect(Array.from(texts.data.outcome)).toEqual([1, 0, Number.NaN, 1, 1, Number.NaN]);
    expect(texts.data.outcomeLabel).toBe('ACR20');
    const numbers = derive(columns, { value: 'AVAL', respondsIf: [1, 2], visits: ['Week 4', 'Week 8'] });
    expect(numbers.data.outcome).toEqual(texts.data.outcome);
  });

  it('gives estimating equations what they need', () => {
    const cells = Array.from({ length: 80 }, (_, index) => ({ subject: index >> 1, visit: index % 2 }));
    const { data } = derive({
      USUBJID: cells.map(({ subject }) => `S${subject}`),
      TRTP: cells.map(({ subject }) => (subject % 2 === 0 ? 'active' : 'placebo')),
      AVISIT: cells.map(({ visit }) => ['Week 4', 'Week 8'][visit]!),
      AVALC: cells.map((_, index) => (Math.sin(index * index) > 0 ? 'Y' : 'N')),
    });
    const result = generalisedEstimatingEquations(
      {
        subject: cells.map(({ subject }) => subject),
        visit: { levels: ['Week 4', 'Week 8'], codes: Int32Array.from(cells, ({ visit }) => visit) },
        outcome: data.outcome,
        group: { levels: ['active', 'placebo'], codes: Int32Array.from(cells, ({ subject }) => subject % 2) },
        reference: 'placebo',
      },
      { family: 'binomial' },
    );
    expect(result.status).toBe('converged');
  });

  it('refuses two rows of a subject at a visit, and no value of response', () => {
    const AVISIT = columns.AVISIT.with(2, 'Week 4');
    expect(() => derive({ ...columns, AVISIT })).toThrow(/duplicate-visit|second row/);
    expect(() => longitudinalResponse.options.parse({ respondsIf: [] })).toThrow();
  });
});
