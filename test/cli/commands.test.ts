import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { methods } from '../../src/methods.js';
import { runCommand, temporaryFolder } from './run-command.js';

const root = resolve(import.meta.dirname, '../..');
const template = join(root, 'docs', 'first-study');

/** A copy of the example study whose files can be broken. */
function brokenStudy(change: (folder: string) => void): string {
  const folder = join(temporaryFolder(), 'trial');
  cpSync(template, folder, { recursive: true });
  change(folder);
  return join(folder, 'analysis.yaml');
}

function rewrite(folder: string, file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to replace in ${file}`);
  writeFileSync(path, changed);
}

describe('il6r', () => {
  it('tells its version and its commands, and refuses what it does not know', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await runCommand('--version')).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
    const help = await runCommand('--help');
    expect(help.exitCode).toBe(0);
    for (const word of ['reproduce', 'run', 'check', 'verify', 'init', 'Examples:', 'Exit codes:']) {
      expect(help.stdout).toContain(word);
    }
    expect((await runCommand('reprodcue')).exitCode).toBe(2);
    expect((await runCommand('methods', '--nope')).exitCode).toBe(2);
    expect((await runCommand('run')).exitCode).toBe(2);
  });

  it('explains every definition from the definition itself', async () => {
    const list = await runCommand('methods');
    for (const method of methods) expect(list.stdout).toContain(method.id);
    for (const method of methods) {
      const { stdout, exitCode } = await runCommand('methods', method.id);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(method.label);
      expect(stdout).toContain(method.sources[0]!);
      for (const option of Object.keys(method.options.shape)) expect(stdout).toContain(option);
    }
    const json = JSON.parse((await runCommand('methods', 'risk-ratio', '--json')).stdout) as {
      options: object;
    };
    expect(json.options).toHaveProperty('properties.level.default', 0.95);
    for (const noun of ['endpoints', 'displays', 'formats']) {
      expect((await runCommand(noun)).stdout.split('\n').length).toBeGreaterThan(3);
    }
    const unknown = await runCommand('methods', 'risk-ration');
    expect(unknown).toMatchObject({ exitCode: 2 });
    expect(unknown.stderr).toContain('Did you mean "risk-ratio"?');
  });
});

describe('init, check and run', () => {
  it('writes an example that checks and runs, and never writes over a file', async () => {
    const folder = temporaryFolder();
    const study = join(folder, 'trial');
    expect((await runCommand('init', study)).exitCode).toBe(0);
    expect(readdirSync(study)).toContain('analysis.yaml');
    expect(await runCommand('init', study)).toMatchObject({ exitCode: 2 });
    const spec = join(study, 'analysis.yaml');
    const checked = await runCommand('check', spec);
    expect(checked.stderr).toBe('');
    expect(checked.stdout).toContain('no problems');
    const out = join(folder, 'report');
    const ran = await runCommand('run', spec, '--out', out);
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toContain('Risk difference');
    expect(ran.stdout).toContain('reproduced');
    expect(existsSync(join(out, 'index.html'))).toBe(true);
    expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('takes other data for a dataset, and prints records', async () => {
    const folder = temporaryFolder();
    const other = join(folder, 'other.csv');
    const rows = readFileSync(join(template, 'patients.csv'), 'utf8').replace(
      '003,tocilizumab,Y,N',
      '003,tocilizumab,Y,Y',
    );
    writeFileSync(other, rows);
    const spec = join(template, 'analysis.yaml');
    const { stdout, exitCode } = await runCommand(
      'run',
      spec,
      '--json',
      '--data',
      `visits=${other}`,
      '--out',
      join(folder, 'out'),
    );
    expect(exitCode).toBe(0);
    const records = JSON.parse(stdout) as {
      statistic: string;
      figure: string;
      value: number;
      group: string;
    }[];
    const responders = records.find(
      ({ statistic, group }) => statistic === 'events' && group === 'tocilizumab',
    );
    expect(responders?.value).toBe(6);
    const unknown = await runCommand('run', spec, '--data', `visit=${other}`);
    expect(unknown).toMatchObject({ exitCode: 2 });
    expect(unknown.stderr).toContain('Did you mean "visits"?');
    expect((await runCommand('run', spec, '--data', 'visits')).exitCode).toBe(2);
  });

  it.each([
    ['a missing spec', 4, () => join(temporaryFolder(), 'nothing.yaml'), 'file/unreadable'],
    [
      'an empty spec',
      3,
      () => brokenStudy((folder) => writeFileSync(join(folder, 'analysis.yaml'), '')),
      'yaml/empty',
    ],
    [
      'a spec with a tab',
      3,
      () => brokenStudy((folder) => rewrite(folder, 'analysis.yaml', 'drug: tocilizumab', 'drug:\n\t- x')),
      'yaml/',
    ],
    [
      'an unknown method',
      5,
      () =>
        brokenStudy((folder) =>
          rewrite(folder, 'analysis.yaml', 'method: risk-difference', 'method: risk-diference'),
        ),
      'Did you mean "risk-difference"?',
    ],
    [
      'a data file that is not there',
      4,
      () => brokenStudy((folder) => rewrite(folder, 'analysis.yaml', 'patients.csv', 'gone.csv')),
      'file/unreadable',
    ],
    [
      'a path that leaves the study',
      4,
      () => brokenStudy((folder) => rewrite(folder, 'analysis.yaml', 'patients.csv', '../secret.csv')),
      'file/outside-study',
    ],
    [
      'the folder above',
      4,
      () => brokenStudy((folder) => rewrite(folder, 'analysis.yaml', 'patients.csv', '..')),
      'file/outside-study',
    ],
    [
      'an absolute path',
      4,
      () => brokenStudy((folder) => rewrite(folder, 'analysis.yaml', 'patients.csv', '/etc/passwd')),
      'file/outside-study',
    ],
    [
      'an empty data file',
      4,
      () => brokenStudy((folder) => writeFileSync(join(folder, 'patients.csv'), '')),
      'patients.csv',
    ],
    [
      'a wrong cell',
      4,
      () =>
        brokenStudy((folder) =>
          rewrite(folder, 'patients.csv', '002,tocilizumab,Y,Y,9,0', '002,tocilizumab,Y,Y,nine,0'),
        ),
      'patients.csv:3',
    ],
    [
      'a negative time',
      4,
      () =>
        brokenStudy((folder) =>
          rewrite(folder, 'patients.csv', '002,tocilizumab,Y,Y,9,0', '002,tocilizumab,Y,Y,-9,0'),
        ),
      'patients.csv:3',
    ],
    [
      'an arm outside the codelist',
      4,
      () => brokenStudy((folder) => rewrite(folder, 'patients.csv', '002,tocilizumab', '002,tocilizumap')),
      'patients.csv:3',
    ],
    [
      'a subject twice',
      4,
      () => brokenStudy((folder) => rewrite(folder, 'patients.csv', '002,', '001,')),
      'same USUBJID as row 1',
    ],
    [
      'a broken dictionary',
      3,
      () =>
        brokenStudy((folder) =>
          rewrite(
            folder,
            'patients.dictionary.yaml',
            'type: flag, required: true',
            'type: flagg, required: true',
          ),
        ),
      'patients.dictionary.yaml',
    ],
  ])('names %s and exits with %d', async (_what, exitCode, make, words) => {
    const spec = make();
    const checked = await runCommand('check', spec);
    expect(checked.stderr).toContain(words);
    expect(checked.exitCode).toBe(exitCode);
  });

  it('names the place of a file that is not there, and a neighbour of nearly its name', async () => {
    const spec = brokenStudy((folder) => rewrite(folder, 'analysis.yaml', 'patients.csv', 'patient.csv'));
    const missing = await runCommand('check', spec);
    expect(missing.exitCode).toBe(4);
    expect(missing.stderr).toMatch(
      /analysis\.yaml:\d+:\d+ file\/unreadable: There is no such file\. Got "patient\.csv".*Did you mean "patients\.csv"/,
    );
    const outside = brokenStudy((folder) =>
      rewrite(folder, 'analysis.yaml', 'patients.csv', '../../../etc/passwd'),
    );
    expect((await runCommand('check', outside)).stderr).toMatch(/analysis\.yaml:\d+:\d+ file\/outside-study/);
  });

  it.each([
    ['a zero byte', (text: string) => text.replace('tocilizumab', 'toci\0lizumab')],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['an archive', () => Buffer.of(0x1f, 0x8b, 8, 0, 1, 2, 3)],
  ])('takes %s in a data file for a fault of the data', async (_what, damage) => {
    const spec = brokenStudy((folder) => {
      const path = join(folder, 'patients.csv');
      writeFileSync(path, damage(readFileSync(path, 'utf8')));
    });
    for (const command of ['check', 'run']) {
      const out = join(temporaryFolder(), 'report');
      const { exitCode, stderr } = await runCommand(
        command,
        spec,
        ...(command === 'run' ? ['--out', out] : []),
      );
      expect(stderr).toMatch(/patients\.csv.* text\//);
      expect(exitCode).toBe(4);
      expect(existsSync(out)).toBe(false);
    }
  });

  it('reads both datasets of adverse events, and says of which analysis an argument is', async () => {
    const folder = temporaryFolder();
    cpSync(join(root, 'analyses', 'demonstration', 'synthetic-adam'), folder, { recursive: true });
    const spec = join(folder, 'analysis.yaml');
    expect(await runCommand('check', spec)).toMatchObject({ exitCode: 0, stderr: '' });
    rewrite(folder, 'analysis.yaml', 'options: { interval: wald }', 'options: { interval: wald, level: 2 }');
    expect((await runCommand('check', spec)).stderr).toMatch(/analysis\.yaml:\d+:\d+/);
    rewrite(folder, 'analysis.yaml', 'options: { interval: wald, level: 2 }', 'options: { interval: wald }');
    rewrite(folder, 'adsl.csv', /\n(.|\n)*$/, '\n');
    expect((await runCommand('check', spec)).stderr).toMatch(/adsl\.csv plan\/no-rows: The file has no rows/);
  });

  it('refuses a symbolic link that leaves the study folder', async () => {
    const spec = brokenStudy((folder) => {
      const outside = join(temporaryFolder(), 'outside.csv');
      writeFileSync(outside, 'A\n1\n');
      symlinkSync(outside, join(folder, 'link.csv'));
      rewrite(folder, 'analysis.yaml', 'patients.csv', 'link.csv');
    });
    expect((await runCommand('check', spec)).stderr).toContain('file/outside-study');
  });
});

describe('reproduce and verify', () => {
  function analysesWith(change?: (folder: string) => void): string {
    const analyses = join(temporaryFolder(), 'analyses');
    mkdirSync(join(analyses, 'area'), { recursive: true });
    cpSync(template, join(analyses, 'area', 'good'), { recursive: true });
    cpSync(template, join(analyses, 'area', 'other'), { recursive: true });
    change?.(join(analyses, 'area', 'other'));
    return analyses;
  }

  it('runs every study, writes their pages and stored results, and finds them unchanged', async () => {
    const analyses = analysesWith();
    const out = join(temporaryFolder(), 'reports');
    const first = await runCommand('reproduce', '--analyses', analyses, '--out', out);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain('2 claims on invented data in 2 demonstrations: 2 reproduced');
    expect(await runCommand('verify', '--analyses', analyses, '--results', out)).toMatchObject({
      exitCode: 0,
    });
    const stored = join(out, 'good', 'results.json');
    writeFileSync(
      stored,
      readFileSync(stored, 'utf8').replace(/"estimate": 0\.5/, '"estimate": 0.5000000000000001'),
    );
    const moved = await runCommand('verify', '--analyses', analyses, '--results', out);
    expect(moved.exitCode).toBe(1);
    expect(moved.stdout).toMatch(/moved {2}good.*\n.*estimate: stored 0\.5000000000000001, now 0\.5/);
    expect(
      (await runCommand('verify', 'good', '--analyses', analyses, '--results', 'nowhere')).exitCode,
    ).toBe(4);
  });

  it('prints one JSON array and nothing else', async () => {
    const { stdout } = await runCommand(
      'reproduce',
      'good',
      '--analyses',
      analysesWith(),
      '--json',
      '--no-report',
    );
    const records = JSON.parse(stdout) as object[];
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      study: 'good',
      analysis: 'response-day-28',
      claim: 'difference',
      statistic: 'risk-difference',
      published: '50% (-4 to 77)',
      verdict: 'reproduced',
      source: 'Invented trial, for the exercise; Table 1',
    });
  });

  it('still runs the other studies when one is broken, and says which', async () => {
    const analyses = analysesWith((folder) =>
      rewrite(folder, 'patients.csv', '002,tocilizumab,Y,Y,9,0', '002,tocilizumab,Y,Y,nine,0'),
    );
    const { stdout, stderr, exitCode } = await runCommand('reproduce', '--analyses', analyses, '--no-report');
    expect(exitCode).toBe(4);
    expect(stdout).toContain('1 reproduced, 1 not computable');
    expect(stderr.match(/patients\.csv:3/g)).toHaveLength(1);
  });

  it('fails under --strict on a difference that nothing explains, and only then', async () => {
    const analyses = analysesWith((folder) => rewrite(folder, 'analysis.yaml', 'value: "50"', 'value: "51"'));
    expect((await runCommand('reproduce', '--analyses', analyses, '--no-report')).exitCode).toBe(0);
    const strict = await runCommand('reproduce', '--analyses', analyses, '--no-report', '--strict');
    expect(strict).toMatchObject({ exitCode: 1 });
    expect(strict.stdout).toContain('differs (unexplained)');
    expect((await runCommand('reproduce', 'goood', '--analyses', analyses)).stderr).toContain(
      'Did you mean "good"?',
    );
  });
});

describe('describe', () => {
  it('shows variables, and violations of a dictionary', async () => {
    const file = join(template, 'patients.csv');
    const plain = await runCommand('describe', file);
    expect(plain).toMatchObject({ exitCode: 0 });
    expect(plain.stdout).toContain('12 rows, 6 variables');
    expect(plain.stdout).not.toMatch(/\b007\b/);
    const own = await runCommand(
      'describe',
      file,
      '--dictionary',
      join(template, 'patients.dictionary.yaml'),
    );
    expect(own.stdout).toContain('Keeps dictionary patients');
    const wrong = await runCommand('describe', file, '--dictionary', 'adtte');
    expect(wrong.exitCode).toBe(4);
    expect(wrong.stdout).toContain('AVAL');
    expect((await runCommand('describe', file, '--dictionary', 'adtt')).stderr).toContain(
      'Did you mean "adtte"?',
    );
  });
});
