import { expect, it } from 'vitest';
import { exactLogisticRegressionMethod } from '../../src/outcomes/binary/exact-logistic-regression/definition.js';
import { marginalStandardisationMethod } from '../../src/outcomes/binary/marginal-standardisation/definition.js';
import { ancovaMethod } from '../../src/outcomes/continuous/ancova/definition.js';
import { factorialAnovaMethod } from '../../src/outcomes/continuous/factorial-anova/definition.js';
import { pairedTMethod } from '../../src/outcomes/continuous/paired-t/definition.js';
import { bootstrapMethod } from '../../src/outcomes/resampling/bootstrap/definition.js';
import { jackknifeMethod } from '../../src/outcomes/resampling/jackknife/definition.js';
import { permutationTestMethod } from '../../src/outcomes/resampling/permutation-test/definition.js';
import { sampleOutcomes } from '../sample-data.js';

const ofNumbers = { ...sampleOutcomes.number, covariates: sampleOutcomes.number.covariates.slice(0, 1) };
const ofEvents = { ...sampleOutcomes['yes-no'], covariates: [] };
const clustered = <Data extends { readonly outcome: Float64Array }>(data: Data) => ({
  ...data,
  cluster: { levels: ['a', 'b', 'c'], codes: Int32Array.from(data.outcome, (_, row) => row % 3) },
});

it.each([
  [ancovaMethod, ofNumbers],
  [factorialAnovaMethod, ofNumbers],
  [pairedTMethod, ofNumbers],
  [marginalStandardisationMethod, ofEvents],
  [exactLogisticRegressionMethod, ofEvents],
  [bootstrapMethod, ofEvents],
  [jackknifeMethod, ofEvents],
  [permutationTestMethod, ofEvents],
] as const)('warns that clusters do not enter: %#', (method, data) => {
  const options = method.options.parse({});
  const run = method.run as (given: object, options: object) => ReturnType<typeof method.run>;
  const codes = (given: object) => run(given, options).notices.map(({ code }) => code);
  expect(codes(clustered(data))).toContain(`${method.id}/cluster-not-used`);
  expect(codes(data)).not.toContain(`${method.id}/cluster-not-used`);
});

it('does not warn where whole clusters are left out', () => {
  const options = jackknifeMethod.options.parse({ leaveOut: 'cluster' });
  expect(jackknifeMethod.run(clustered(ofEvents), options).notices).toEqual([]);
});
