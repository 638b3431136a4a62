import { describe, expect, it } from 'vitest';
import { type BrierScoreAt, brierScore } from '../../src/survival/brier-score/brier-score.js';
import { coxRisks } from '../../src/survival/brier-score/cox-risks.js';
import { crossValidatedCoxRisks } from '../../src/survival/brier-score/cross-validated-risks.js';
import { brierScoreMethod } from '../../src/survival/brier-score/definition.js';
import { fitCoxModel } from '../../src/survival/cox/fit-cox-model.js';
import { predictCoxCurve } from '../../src/survival/cox/predicted-curve.js';
import { sampleData } from '../sample-data.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly input: {
    readonly time: readonly number[];
    readonly event: readonly number[];
    readonly group: readonly string[];
    readonly covariates: Readonly<Record<string, readonly number[]>>;
    readonly strata?: readonly string[];
  };
  readonly options: { readonly times: readonly number[]; readonly ties: 'efron' | 'breslow' };
  readonly risk: readonly (readonly number[])[];
  readonly leftOut: readonly (readonly number[])[];
  readonly brier: readonly number[];
  readonly reference: readonly number[];
}

describe('brier-score of a Cox model against R survival and riskRegression', () => {
  const oracle = readOracle<Case>('brier-score', 'cox');
  for (const { name, input, options, risk, brier, reference } of oracle.cases) {
    it(name, () => {
      const copy = structuredClone(input);
      const risks = coxRisks({ ...input, reference: 'control' }, options);
      if ('notEstimable' in risks) throw new Error('no risks');
      const { times } = brierScore({ ...input, predictions: risks }, { times: options.times });
      options.times.forEach((_, place) => {
        risk[place]!.forEach((wanted, row) => {
          expectClose(risks[place]![row], wanted, oracle.tolerance, `risk of row ${row + 1}`);
        });
        expectClose(times[place]!.brier, brier[place]!, oracle.tolerance, 'brier');
        expectClose(times[place]!.reference, reference[place]!, oracle.tolerance, 'reference');
      });
      expect(input).toEqual(copy);
    });
  }

  it('gives each subject the risk of its own predicted curve', () => {
    const { input, options } = oracle.cases[1]!;
    const model = fitCoxModel({ ...input, reference: 'control' }, { ties: options.ties });
    const risks = coxRisks({ ...input, reference: 'control' }, options) as readonly Float64Array[];
    input.time.forEach((_, row) => {
      const curve = predictCoxCurve(model, {
        group: input.group[row],
        covariates: { X: input.covariates.X![row]! },
        stratum: input.strata![row],
      });
      const step = curve.time.findLastIndex((time) => time <= options.times[1]!);
      expectClose(risks[1]![row], 1 - (curve.survival[step] ?? 1), 1e-12);
    });
  });

  it('predicts subjects from a model fitted to the others', () => {
    for (const { input, options, leftOut } of oracle.cases) {
      const folds = input.time.length;
      const risks = crossValidatedCoxRisks({ ...input, reference: 'control' }, { ...options, folds });
      if ('notEstimable' in risks) throw new Error('no risks');
      leftOut.forEach((column, place) => {
        column.forEach((wanted, row) => {
          expectClose(risks[place]![row], wanted, oracle.tolerance, `risk of row ${row + 1}`);
        });
      });
    }
  });

  it('divides subjects by its seed, and says which folds it cannot make', () => {
    const { input, options } = oracle.cases[0]!;
    const risks = (seed: number, folds = 5) =>
      crossValidatedCoxRisks({ ...input, reference: 'control' }, { ...options, folds, seed });
    expect(risks(1)).toEqual(risks(1));
    expect(risks(1)).not.toEqual(risks(2));
    expect(() => risks(1, 1)).toThrow(/"folds".*Got 1; expected 2 to 40/);
    expect(() => risks(1, 41)).toThrow(/"folds"/);
    const strata = input.time.map((_, row) => (row === 3 ? 'alone' : 'all'));
    const alone = { ...input, reference: 'control', strata };
    expect(crossValidatedCoxRisks(alone, { ...options, folds: 40 })).toEqual({ notEstimable: 'empty-group' });
  });

  it('says why a model predicts nothing', () => {
    const input = { time: [1, 2, 3], event: [0, 0, 0], covariates: { X: [1, 2, 3] } };
    expect(coxRisks(input, { times: [2] })).toEqual({ notEstimable: 'no-events' });
    const split = { time: [1, 2, 3, 4], event: [1, 1, 0, 0], covariates: { X: [1, 1, 0, 0] } };
    expect(coxRisks(split, { times: [2] })).toEqual({ notEstimable: 'separated' });
  });
});

describe('brier-score as a method', () => {
  const data = sampleData.survival;
  const run = (given: object, own = data) => brierScoreMethod.run(own, brierScoreMethod.options.parse(given));
  const rows = (given: object, own = data) => {
    const [part] = run(given, own).parts;
    if (part?.kind !== 'summary') throw new Error('unexpected part');
    return part.rows;
  };

  it('scores the model beside one risk for all, and says that it flatters itself', () => {
    const output = run({ times: [5, 10, 20] });
    const list = rows({ times: [5, 10, 20] });
    expect(list.map(({ group, term, statistic }) => `${group}, ${term}: ${statistic}`)).toEqual([
      ...['5', '10', '20'].flatMap((time) => [
        `Cox model, ${time}: brier-score`,
        `Kaplan-Meier, ${time}: brier-score`,
        `Cox model, ${time}: scaled-brier-score`,
      ]),
      'Cox model, 5 to 20: integrated-brier-score',
      'Kaplan-Meier, 5 to 20: integrated-brier-score',
      'Cox model, 5 to 20: scaled-brier-score',
    ]);
    expect(list[0]!.interval?.lower).toBeLessThan(list[0]!.value as number);
    expectClose(list[2]!.value, 1 - (list[0]!.value as number) / (list[1]!.value as number), 1e-15);
    expect(output.notices.map(({ code }) => code)).toEqual(['brier-score/in-sample']);
  });

  it('is worse on subjects that the model has not seen', () => {
    const [seen] = rows({ times: [10] });
    const [unseen] = rows({ times: [10], crossValidation: 10 });
    expect(unseen!.value).toBeGreaterThan(seen!.value as number);
    const { notices } = run({ times: [10], crossValidation: 10, seed: 4 });
    expect(notices[0]!.message).toMatch(/other 9 of 10 parts \(seed 4\)/);
  });

  it('leaves the arm out of the model if asked', () => {
    const [withArm] = rows({ times: [10] });
    const [without] = rows({ times: [10], withArm: false });
    expect(without!.value).not.toBe(withArm!.value);
    const { group, ...alone } = data;
    expect(group).toBeDefined();
    expect(rows({ times: [10] }, alone)[0]!.value).toBe(without!.value);
  });

  it('scores risks that the data hold, one covariate a time', () => {
    const risk = (time: number) => ({
      name: `RISK${time}`,
      values: Float64Array.from(data.time, (_, row) => ((row * 7 + time) % 10) / 10),
    });
    const own = { ...data, covariates: [...data.covariates, risk(5), risk(10)] };
    const found = rows({ times: [5, 10], risks: ['RISK5', 'RISK10'] }, own);
    const wanted = brierScore(
      { time: data.time, event: data.event, predictions: [risk(5).values, risk(10).values] },
      { times: [5, 10] },
    );
    expect(found[0]).toMatchObject({
      group: 'predicted risk',
      value: (wanted.times[0] as BrierScoreAt).brier,
    });
    expect(() => run({ times: [5, 10], risks: ['RISK5'] }, own)).toThrow(/1 covariates; expected 2/);
    expect(() => run({ times: [5], risks: ['RISK6'] }, own)).toThrow(/Did you mean/);
    expect(() => run({ times: [5], risks: ['AGE'] }, own)).toThrow(/no risk in row 1/);
  });

  it('has no score without a model, and refuses rows it cannot weight', () => {
    const none = { ...data, event: new Uint8Array(data.event.length) };
    const [row] = rows({ times: [10] }, none);
    expect(row!.value).toEqual({ notEstimable: 'no-events' });
    expect(() => run({ times: [10] }, { ...data, entry: new Float64Array(80) })).toThrow(/late entry/);
    expect(() => run({ times: [10], withArm: false }, { ...data, covariates: [] })).toThrow(/covariate/);
    expect(() => brierScoreMethod.options.parse({ times: [] })).toThrow();
  });
});
