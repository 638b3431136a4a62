import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/core/result.js';
import { toRecords } from '../../src/core/to-records.js';
import { runStudy } from '../../src/run/run-study.js';
import { planStudy } from '../../src/spec/plan-study.js';
import { catalogue, dictionaries, root } from './load-folder.js';

const file = join(root, '..', 'shared', 'data', 'cdisc-pilot', 'adtte.xpt');
const isPresent = existsSync(file);

const endpoint = `
    endpoint:
      id: time-to-event
      from: adtte
      where: { variable: PARAMCD, comparator: EQ, value: TTDE }
      arm: TRTP
      arms: [Placebo, Xanomeline Low Dose, Xanomeline High Dose]
      reference: Placebo
      event: dermatologic event`;
const spec = `study: CDISC pilot
title: Time to first dermatologic event
drug: xanomeline
sources: [{ id: cdisc, citation: CDISC SDTM/ADaM Pilot Project }]
data: { adtte: { file: adtte.xpt, dictionary: adtte } }
analyses:
  - id: curves
    title: Event-free probability${endpoint}
    method: kaplan-meier
    options: { transform: log-log }
  - id: test
    title: Log-rank test${endpoint}
    method: log-rank
  - id: model
    title: Cox model${endpoint}
    method: cox
  - id: model-breslow
    title: Cox model with Breslow ties${endpoint}
    method: cox
    options: { ties: breslow }
`;

/** The public data set of the CDISC pilot; R survival 3.5-3 gives the expected values. */
describe.skipIf(!isPresent)(
  `CDISC pilot ADTTE, from SAS transport file to hazard ratio${isPresent ? '' : ' (skipped: the data set is not beside the repository)'}`,
  () => {
    const results = isPresent ? run() : [];
    function run(): readonly Result[] {
      const plan = planStudy(spec, 'pilot.yaml', { id: 'pilot', area: 'test' }, catalogue);
      const input = { bytes: new Uint8Array(readFileSync(file)), source: { file: 'adtte.xpt', sha256: '' } };
      const report = runStudy(plan, new Map([['adtte', input]]), {
        toolkitVersion: '0',
        specSha256: '',
        dictionaries,
      });
      return report.outcomes.map((outcome) => {
        if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome.issues));
        return outcome;
      });
    }
    const records = (analysis: string) =>
      results.filter((result) => result.analysis === analysis).flatMap(toRecords);

    it('counts events and gives medians with log-log limits', () => {
      const groups = results[0]!.populationAnalysed.groups;
      expect(groups.map(({ name, n, events }) => [name, events, n])).toEqual([
        ['Placebo', 29, 86],
        ['Xanomeline Low Dose', 62, 84],
        ['Xanomeline High Dose', 61, 84],
      ]);
      const medians = records('curves').filter(({ statistic }) => statistic === 'median-survival');
      const of = (group: string) =>
        medians
          .filter((record) => record.group === group)
          .map(({ figure, value, notEstimable }) => [figure, value ?? notEstimable]);
      expect(of('Placebo')[0]).toEqual(['value', 'not-reached']);
      expect(of('Xanomeline Low Dose')).toEqual([
        ['value', 33],
        ['lower', 27],
        ['upper', 48],
      ]);
      expect(of('Xanomeline High Dose')).toEqual([
        ['value', 36],
        ['lower', 23],
        ['upper', 46],
      ]);
    });

    it('gives the log-rank statistic', () => {
      const test = records('test').find(
        ({ statistic, figure }) => statistic === 'log-rank' && figure === 'value',
      );
      expect(test!.value).toBeCloseTo(60.26955674, 8);
    });

    it('gives the log hazard ratios of both tie rules', () => {
      const logHazardRatio = (analysis: string, group: string) =>
        Math.log(
          records(analysis).find(
            (record) =>
              record.statistic === 'hazard-ratio' && record.figure === 'value' && record.group === group,
          )!.value!,
        );
      expect(logHazardRatio('model', 'Xanomeline High Dose')).toBeCloseTo(1.614618479, 9);
      expect(logHazardRatio('model', 'Xanomeline Low Dose')).toBeCloseTo(1.422554953, 9);
      expect(logHazardRatio('model-breslow', 'Xanomeline High Dose')).toBeCloseTo(1.606108773, 9);
      expect(logHazardRatio('model-breslow', 'Xanomeline Low Dose')).toBeCloseTo(1.415631647, 9);
    });
  },
);
