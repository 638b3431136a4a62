import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/core/result.js';
import { toRecords } from '../../src/core/to-records.js';
import { runStudy } from '../../src/run/run-study.js';
import { planStudy } from '../../src/spec/plan-study.js';
import { catalogue, dictionaries, root } from './load-folder.js';

const folder = join(root, '..', 'shared', 'data', 'cdisc-pilot');
const file = join(folder, 'adtte.xpt');
const isPresent = existsSync(file);
const skipped = isPresent ? '' : ' (skipped: the data set is not beside the repository)';

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
describe.skipIf(!isPresent)(`CDISC pilot ADTTE, from SAS transport file to hazard ratio${skipped}`, () => {
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
      if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome?.issues));
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
});

const safety = (start: string): string => `study: CDISC pilot
title: Adverse events
drug: xanomeline
sources: [{ id: cdisc, citation: CDISC SDTM/ADaM Pilot Project }]
data: { adae: { file: adae.xpt, dictionary: adae }, adsl: { file: adsl.xpt, dictionary: adsl } }
analyses:
  - id: events
    title: Treatment-emergent adverse events
    endpoint:
      id: adverse-events
      from: adae
      where: { variable: TRTEMFL, comparator: EQ, value: "Y" }
      subjects: { from: adsl, where: { variable: SAFFL, comparator: EQ, value: "Y" } }
      arms: [Placebo, Xanomeline Low Dose, Xanomeline High Dose]
      reference: Placebo
      exposure: TRTDUR
      exposureDivisor: 365.25
      start: ${start}
    method: adverse-event-summary
`;

/** Expected values by a loop over subjects in R 4.2 and `poisson.test`: start in days of TRTDUR, events after it at its end. */
describe.skipIf(!isPresent).each(['ASTDY', 'ASTDT'])(
  `CDISC pilot ADAE, incidence per 100 patient-years to the first event by %s${skipped}`,
  (start) => {
    function run(): Result {
      const plan = planStudy(safety(start), 'pilot.yaml', { id: 'pilot', area: 'test' }, catalogue);
      const inputs = ['adae', 'adsl'].map((name) => {
        const source = { file: `${name}.xpt`, sha256: '' };
        return [name, { bytes: new Uint8Array(readFileSync(join(folder, source.file))), source }] as const;
      });
      const [outcome] = runStudy(plan, new Map(inputs), {
        toolkitVersion: '0',
        specSha256: '',
        dictionaries,
      }).outcomes;
      if (outcome === undefined || outcome.status === 'failed')
        throw new Error(JSON.stringify(outcome?.issues));
      return outcome as Result;
    }
    const result = isPresent ? run() : null;
    const figuresOf = (term: string | null, group: string, statistic: string) =>
      toRecords(result!)
        .filter((row) => row.term === term && row.group === group && row.statistic === statistic)
        .map(({ value }) => value!);

    it.each([
      [null, 'Placebo', 5310, [447.104519774011, 345.065829154479, 569.871413027252]],
      [null, 'Xanomeline High Dose', 1997, [1390.035052578868, 1095.189520975197, 1739.836147464039]],
      ['PRURITUS', 'Placebo', 11945, [24.462118041021, 10.561006300187, 48.200124425916]],
      ['PRURITUS', 'Xanomeline Low Dose', 7166, [107.036701088473, 66.25740499489, 163.616967637986]],
      [
        'APPLICATION SITE PRURITUS',
        'Xanomeline High Dose',
        6507,
        [123.490087597971, 77.390580437711, 186.965476677386],
      ],
    ] as const)('%s, %s', (term, group, days, expected) => {
      expect(figuresOf(term, group, 'time-at-risk')[0]! * 365.25).toBeCloseTo(days, 8);
      const found = figuresOf(term, group, 'exposure-adjusted-incidence');
      expect(found).toHaveLength(3);
      found.forEach((value, place) => {
        expect(value).toBeCloseTo(expected[place]!, 9);
      });
    });

    it('says which starts were imputed and which lie after the last dose', () => {
      expect(result!.notices.map(({ message }) => message)).toEqual(
        expect.arrayContaining([
          `Events whose start was imputed in the data set (ASTDTF: D 6), used as it stands in ${start}: 6 of 1126.`,
          'Events that start after the end of exposure: 35 of 1126; their subjects count, and are at risk for their whole exposure.',
        ]),
      );
    });
  },
);
