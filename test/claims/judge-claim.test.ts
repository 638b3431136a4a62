import { describe, expect, it } from 'vitest';
import { judgeClaim } from '../../src/claims/judge-claim.js';
import { agreesWithPrinted, agreesWithPrintedP, printP } from '../../src/claims/printed-figure.js';
import { notEstimable } from '../../src/core/estimable.js';
import type { EstimateRow, ResultPart } from '../../src/core/result.js';
import type { Claim } from '../../src/core/verdict.js';

const source = { citation: 'A paper', doi: null };

function ratio(
  estimate: number,
  lower: number,
  upper: number,
  p: number,
  extra: Partial<EstimateRow> = {},
): ResultPart {
  return {
    kind: 'estimates',
    rows: [
      {
        statistic: 'risk-ratio',
        term: null,
        role: 'comparison',
        of: 'a',
        versus: 'b',
        scale: 'log',
        estimate: Math.log(estimate),
        standardError: 0.1,
        lower: Math.log(lower),
        upper: Math.log(upper),
        level: 0.95,
        p,
        reference: { distribution: 'normal' },
        intervalMethod: 'Wald on the log scale',
        ...extra,
      },
    ],
  };
}

const claim = (extra: Partial<Claim>): Claim => ({
  id: 'c',
  statistic: 'risk-ratio',
  level: 0.95,
  where: 'Table 2',
  ...extra,
});
const judge = (
  given: Claim,
  parts: readonly ResultPart[],
  alternatives?: readonly (readonly ResultPart[])[],
) =>
  judgeClaim(
    given,
    {
      study: 's',
      analysis: 'a',
      parts,
      ...(alternatives ? { alternatives: () => alternatives, alternativesAre: 'complete' as const } : {}),
    },
    source,
  );

describe('printed figures', () => {
  it('agree when the number rounds half away to the printed digits', () => {
    expect(agreesWithPrinted(0.8449, '0.84')).toBe(true);
    expect(agreesWithPrinted(0.8451, '0.84')).toBe(false);
    expect(agreesWithPrinted(0.845, '0.85')).toBe(true);
    expect(agreesWithPrinted(28.499999999999996, '29')).toBe(true);
    expect(agreesWithPrinted(-1.3, '−1.3')).toBe(true);
    expect(agreesWithPrinted(-0.0001, '0.0')).toBe(true);
  });

  it('read bounds of p-values', () => {
    expect(agreesWithPrintedP(0.00009, '<0.0001')).toBe(true);
    expect(agreesWithPrintedP(0.0001, '<0.0001')).toBe(false);
    expect(agreesWithPrintedP(0.995, '>0.99')).toBe(true);
    expect(agreesWithPrintedP(0.1049, '0.10')).toBe(true);
    expect(agreesWithPrintedP(0.1051, '0.10')).toBe(false);
    expect(printP(0.0002, '<0.0001')).toBe('0.0002');
    expect(printP(1e-9, '<0.0001')).toBe('<0.0001');
  });
});

describe('judgeClaim', () => {
  const printed = { value: '0.84', interval: ['0.77', '0.92'] as const, p: '<0.0001' };

  it('calls agreement to every printed digit reproduced', () => {
    const verdict = judge(claim(printed), [ratio(0.8424, 0.7741, 0.9168, 7e-5)]);
    expect(verdict.verdict).toBe('reproduced');
    expect(verdict.published).toBe('0.84 (0.77 to 0.92), p<0.0001');
    expect(verdict.recomputed).toBe('0.84 (0.77 to 0.92), p<0.0001');
  });

  it('calls one figure off by a digit a difference, and names the figure', () => {
    const verdict = judge(claim(printed), [ratio(0.8424, 0.7741, 0.9268, 7e-5)]);
    expect(verdict).toMatchObject({ verdict: 'differs', explained: false });
    expect(verdict.reason).toContain('upper limit');
    expect(verdict.figures.map((figure) => figure.agrees)).toEqual([true, true, false, true]);
  });

  it('says that a stated other estimator explains a difference', () => {
    const verdict = judge(claim({ ...printed, differsBecause: 'The paper adjusts for age.' }), [
      ratio(0.9, 0.8, 1, 0.05),
    ]);
    expect(verdict).toMatchObject({
      verdict: 'differs',
      explained: true,
      reason: 'The paper adjusts for age.',
    });
  });

  it('never calls agreement of different estimators reproduced', () => {
    const verdict = judge(claim({ ...printed, differsBecause: 'The paper adjusts for age.' }), [
      ratio(0.8424, 0.7741, 0.9168, 7e-5),
    ]);
    expect(verdict).toMatchObject({ verdict: 'not computable', recomputed: null });
    expect(verdict.beside).toBe(
      'risk ratio 0.84 (0.77 to 0.92), p<0.0001, which agrees to every printed digit',
    );
  });

  it('accepts figures that one possible data set gives together, and no mixture of data sets', () => {
    const off = [ratio(0.85, 0.78, 0.93, 2e-4)];
    const exact = [ratio(0.8424, 0.7741, 0.9168, 7e-5)];
    const mixed = [[ratio(0.8424, 0.78, 0.93, 2e-4)], [ratio(0.85, 0.7741, 0.9168, 7e-5)]];
    expect(judge(claim(printed), off, [off, exact]).verdict).toBe('within rounding');
    expect(judge(claim(printed), off, mixed).verdict).toBe('differs');
  });

  it('shows the nearest statistic beside one that cannot be computed', () => {
    const verdict = judge(
      claim({
        statistic: 'rate-ratio',
        value: '0.85',
        notComputable: 'Needs event times.',
        beside: 'risk-ratio',
      }),
      [ratio(0.8822, 0.808, 0.963, 0.005)],
    );
    expect(verdict).toMatchObject({ verdict: 'not computable', recomputed: null, explained: true });
    expect(verdict.beside).toBe('risk ratio 0.88 (0.81 to 0.96), p=0.005');
  });

  it('names a number that does not exist', () => {
    const parts = [
      ratio(1, 1, 1, 1, { estimate: notEstimable('zero-cells'), lower: notEstimable('zero-cells') }),
    ];
    const verdict = judge(claim({ value: '0.5' }), parts);
    expect(verdict.verdict).toBe('not computable');
    expect(verdict.reason).toContain('zero cells');
  });

  it('turns proportions into percent when the claim is in percent', () => {
    const parts: ResultPart[] = [
      {
        kind: 'summary',
        rows: [
          { group: 'a', term: null, statistic: 'proportion', value: 31 / 45, unit: null },
          { group: 'b', term: null, statistic: 'proportion', value: 0.5, unit: null },
        ],
      },
    ];
    const given = claim({ statistic: 'proportion', group: 'a', value: '69', unit: 'percent' });
    expect(judge(given, parts)).toMatchObject({ verdict: 'reproduced', published: '69%' });
    expect(() => judge(claim({ statistic: 'proportion', value: '69', unit: 'percent' }), parts)).toThrow(
      /claim\/ambiguous.*group "a"/s,
    );
    expect(() => judge(claim({ statistic: 'risk-ratio', value: '0.5' }), parts)).toThrow('claim/no-such-row');
  });
});
