import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { petoMethod } from '../../src/synthesis/peto/definition.js';
import { peto } from '../../src/synthesis/peto/peto.js';
import oracle from '../oracles/peto/pools.json' with { type: 'json' };
import { expectNear, studiesFrom } from './oracle-rows.js';

const { tolerance } = oracle;

describe('Peto against metafor::rma.peto', () => {
  for (const { name, input, expected } of oracle.cases) {
    it(name, () => {
      const result = peto(studiesFrom(input));
      expectNear(result.pooled.estimate, expected.estimate, tolerance, 'estimate');
      expectNear(result.pooled.standardError, expected.standardError, tolerance, 'standard error');
      expectNear(result.pooled.lower, expected.lower, tolerance, 'lower');
      expectNear(result.pooled.upper, expected.upper, tolerance, 'upper');
      expectNear(result.pooled.p, expected.p, tolerance, 'p');
      expectNear(result.heterogeneity.q, expected.q, tolerance, 'q');
      expect(result.heterogeneity.df).toBe(expected.qDf);
      expectNear(result.heterogeneity.p, expected.qP, tolerance, 'q p');
      expectNear(result.heterogeneity.iSquared, expected.iSquared, tolerance, 'i squared');
      result.studies.forEach((study, index) => {
        const estimate = expected.estimates[index];
        if (typeof estimate === 'number') expectNear(study.estimate, estimate, tolerance, 'study');
        else expect(study.estimate).toEqual({ notEstimable: index === 5 ? 'no-variation' : 'no-events' });
      });
    });
  }
});

describe('Peto, laws and edges', () => {
  const arm = fc
    .integer({ min: 0, max: 120 })
    .chain((n) => fc.record({ events: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));
  const rows = fc.array(
    fc.record({ name: fc.string(), type: fc.constant('counts' as const), of: arm, versus: arm }),
    {
      minLength: 1,
      maxLength: 10,
    },
  );

  it('swapping the arms, or events and non-events, flips the sign', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const result = peto({ rows: list });
        const turned = peto({ rows: list.map((row) => ({ ...row, of: row.versus, versus: row.of })) });
        const flip = (side: { events: number; n: number }) => ({ events: side.n - side.events, n: side.n });
        const inverted = peto({
          rows: list.map((row) => ({ ...row, of: flip(row.of), versus: flip(row.versus) })),
        });
        if (typeof result.pooled.estimate !== 'number') {
          expect(result.pooled.estimate).toEqual({ notEstimable: 'too-few-observations' });
          return;
        }
        expectNear(turned.pooled.estimate, -result.pooled.estimate, 1e-11);
        expectNear(inverted.pooled.estimate, -result.pooled.estimate, 1e-11);
      }),
      { numRuns: 150 },
    );
  });

  it('an empty arm has no weight', () => {
    const row = { name: 'a', type: 'counts' as const, of: { events: 1, n: 4 }, versus: { events: 0, n: 0 } };
    expect(peto({ rows: [row] }).studies[0]).toMatchObject({
      estimate: { notEstimable: 'empty-group' },
      weight: null,
    });
  });

  it('fits the registry', () => {
    const output = petoMethod.run(studiesFrom(oracle.cases[0]!.input), petoMethod.options.parse({}));
    expect(output.parts.map((part) => part.kind)).toEqual(['estimates', 'test', 'summary']);
  });
});
