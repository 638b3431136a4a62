import { beforeAll, describe, expect, it } from 'vitest';
import { renderReports } from '../../src/reports/html/render-reports.js';
import { reportAssets } from './report-assets.js';
import { hostileReport, hostileText, sampleReport } from './sample-report.js';

/** Whether a page holds a text; a failure prints neither, for pages are long. */
const holds = (page: string, text: string): boolean => page.includes(text);

/** Elements that load something, and attributes that the policy would block. */
const forbidden = /<(?:link|img|iframe|form)\b|<[a-z]+(?:\s+[\w:-]+(?:="[^"]*")?)*\s+(?:style|on[a-z]+)=/;

let pages: ReadonlyMap<string, string>;
let study: string;
let index: string;

beforeAll(async () => {
  pages = await renderReports([sampleReport, hostileReport], reportAssets);
  study = pages.get('recovery.html')!;
  index = pages.get('index.html')!;
});

describe('renderReports', () => {
  it('gives one page a study and an index', () => {
    expect([...pages.keys()]).toEqual(['index.html', 'recovery.html', 'hostile.html']);
    expect(holds(index, 'href="recovery.html"')).toBe(true);
    expect(holds(study, 'href="index.html"')).toBe(true);
  });

  it('gives the same bytes for the same reports', async () => {
    const again = await renderReports([sampleReport, hostileReport], reportAssets);
    for (const [path, page] of pages) expect(again.get(path)).toBe(page);
  });

  it('keeps pages under 2 MB and the runtime out of pages that need none', () => {
    for (const page of pages.values()) expect(new TextEncoder().encode(page).length).toBeLessThan(2_000_000);
    expect(holds(index, 'id="vega-runtime"')).toBe(false);
  });

  it('forbids network and eval, and admits scripts and styles by hash only', () => {
    for (const page of pages.values()) {
      const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!.replaceAll('&#39;', "'");
      expect(policy).toMatch(
        /^default-src 'none'; script-src ('sha256-[^']+' ?)+; style-src 'sha256-[^']+';/,
      );
      expect(policy).not.toContain('unsafe');
      expect(forbidden.exec(page.replace(/<script[\s\S]*?<\/script>/g, '<script></script>'))).toBeNull();
      expect(/<script[^>]* src=/.test(page)).toBe(false);
    }
  });

  it('has the structure that assistive technology needs', () => {
    expect(holds(study, '<html lang="en">')).toBe(true);
    expect(study.match(/<h1>/g)).toHaveLength(1);
    for (const landmark of ['<header', '<nav', '<main', '<footer', 'class="skip" href="#main"'])
      expect(holds(study, landmark)).toBe(true);
    const tables = study.match(/<table/g)!.length;
    expect(study.match(/<caption/g)).toHaveLength(tables);
    const ids = [...study.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of study.matchAll(/ href="#([^"]*)"/g)) expect(ids).toContain(target);
    for (const [, names] of study.matchAll(/aria-labelledby="([^"]*)"/g)) {
      for (const name of names!.split(' ')) expect(ids).toContain(name);
    }
  });

  it('tells verdicts in words beside icons, marks what disagrees, and says what rounding allows', () => {
    expect(holds(study, '>differs, unexplained</span>')).toBe(true);
    expect(holds(study, '<mark>0.88</mark> (<mark>0.81</mark> to <mark>0.96</mark>)')).toBe(true);
    expect(holds(study, 'Rounded inputs allow upper limit 0.8890–0.9040.')).toBe(true);
    expect(holds(study, 'nearest: risk ratio 0.88 (0.81 to 0.96)')).toBe(true);
    expect(holds(study, 'href="https://doi.org/10.1016/S0140-6736(21)00676-0"')).toBe(true);
  });

  it('shows each figure in two widths, in words, as numbers and as a specification', () => {
    for (let number = 1; number <= 11; number += 1) {
      for (const part of [
        'data-plot="figure-%-wide"',
        'data-plot="figure-%-narrow"',
        'id="figure-%-wide-vega"',
        'id="figure-%-spec"',
      ]) {
        expect(holds(study, part.replace('%', String(number)))).toBe(true);
      }
    }
    expect(holds(study, 'Not drawn: broken could not be computed.')).toBe(true);
  });

  it('prints named tables open, numbered by themselves, under a heading for both kinds', () => {
    expect(holds(study, '<h2 id="figures-heading">Figures and tables</h2>')).toBe(true);
    expect(holds(study, '<a href="#figures">Figures and tables</a>')).toBe(true);
    const table = study.slice(study.indexOf('<article id="table-1"'), study.indexOf('<article id="table-2"'));
    expect(holds(table, '<span class="number">Table 1</span> Effects in subgroups</h3>')).toBe(true);
    expect(holds(table, '<caption class="visually-hidden">Effects in subgroups</caption>')).toBe(true);
    expect(holds(table, 'Respiratory support')).toBe(true);
    expect(holds(table, 'Missing, because they could not be computed: broken.')).toBe(true);
    expect(holds(table, '<details')).toBe(false);
    const second = study.slice(study.indexOf('<article id="table-2"'));
    expect(holds(second, '<th scope="col" class="right">Tocilizumab 8 mg/kg</th>')).toBe(true);
  });

  it('names the section by what is in it, and carries no runtime for tables', async () => {
    const table = { display: 'test-table', title: 'Tests', analyses: ['by-steroids'], options: {} };
    const only = { ...sampleReport, displays: [table] };
    const page = (await renderReports([only], reportAssets)).get('recovery.html')!;
    expect(holds(page, '<h2 id="figures-heading">Tables</h2>')).toBe(true);
    expect(holds(page, 'id="vega-runtime"')).toBe(false);
  });

  it('lists the five attributes of an estimand, and no estimand where there is none', () => {
    const section = (id: string): string => {
      const start = study.indexOf(`id="analysis-${id}"`);
      return study.slice(start, study.indexOf('</article>', start));
    };
    const estimand = section('noticed');
    expect([...estimand.matchAll(/<dt>([^<]*)<\/dt>/g)].slice(0, 5).map(([, name]) => name)).toEqual([
      'Population',
      'Treatments',
      'Variable',
      'Intercurrent events',
      'Summary',
    ]);
    expect(holds(estimand, '<dd>tocilizumab versus usual care</dd>')).toBe(true);
    expect(holds(estimand, '<li>discontinuation of tocilizumab: treatment policy</li>')).toBe(true);
    expect(estimand.match(/tocilizumab versus usual care/g)).toHaveLength(1);
    expect(holds(section('imv'), 'Estimand')).toBe(false);
    expect(holds(section('imv'), '<dt>Comparison</dt>')).toBe(true);
  });

  it('shows failures, notices, exclusions, conventions and provenance', () => {
    expect(
      holds(study, 'cox(covariates) cox/collinear: &quot;age&quot; is constant. Got 63. Leave it out.'),
    ).toBe(true);
    expect(holds(study, 'Fewer than five events in one arm.')).toBe(true);
    expect(holds(study, '7: consent withdrawn')).toBe(true);
    expect(holds(study, '<code>level: 0.95</code>')).toBe(true);
    expect(holds(study, 'c'.repeat(64))).toBe(true);
    expect(holds(study, 'study: RECOVERY\ntitle:')).toBe(true);
  });

  it('lists on the index every claim that differs, unexplained ones first', () => {
    const differs = index.slice(index.indexOf('id="differs"'));
    expect(differs.indexOf('differs, unexplained')).toBeLessThan(differs.indexOf('>differs</span>'));
    expect(holds(index, '1 unexplained')).toBe(true);
    expect(holds(index, '1 of 24 analyses failed')).toBe(true);
  });

  it('shows hostile text as text, wherever it comes from', () => {
    const page = pages.get('hostile.html')!;
    const policyScripts = page.match(/<script/g)!.length;
    // Two figure variants, two late scripts and the page's own: none more.
    expect(policyScripts).toBe(5);
    expect(page.match(/<\/script>/g)).toHaveLength(5);
    expect(holds(page, hostileText)).toBe(false);
    expect(holds(page, '<img')).toBe(false);
    expect(holds(page, '&lt;img src=x onerror=&#39;alert(1)&#39;&gt;')).toBe(true);
  });

  it('counts demonstrations on invented data apart and says so on their page', async () => {
    const invented = { ...sampleReport, id: 'demo', study: 'Demo', invented: true, displays: [] };
    const two = await renderReports([{ ...sampleReport, displays: [] }, invented], reportAssets);
    expect(
      holds(two.get('index.html')!, '<strong>8</strong> published claims of <strong>1</strong> study'),
    ).toBe(true);
    expect(holds(two.get('index.html')!, 'Demonstrations on invented data')).toBe(true);
    expect(holds(two.get('index.html')!, '8 claims on invented data')).toBe(true);
    expect(holds(two.get('demo.html')!, 'Invented data.')).toBe(true);
    expect(holds(two.get('recovery.html')!, 'Invented data.')).toBe(false);
  });

  it('shows what reading the files changed', async () => {
    const ledger = [
      {
        kind: 'decimal',
        column: 'AVAL',
        count: 12345,
        rows: [3, 7],
        message: 'Declared integer, has decimals',
      },
    ];
    const data = [{ ...sampleReport.data[0]!, ledger }];
    const page = (await renderReports([{ ...sampleReport, displays: [], data }], reportAssets)).get(
      'recovery.html',
    )!;
    expect(holds(page, 'Declared integer, has decimals')).toBe(true);
    expect(holds(page, '<td class="right">12\u202f345</td><td class="left">3, 7</td>')).toBe(true);
  });

  it('says so when there is nothing to judge or to draw', async () => {
    const bare = {
      ...sampleReport,
      id: 'bare',
      verdicts: [],
      displays: [],
      outcomes: [],
      notes: [],
      sources: [],
      data: [],
    };
    const page = (await renderReports([bare], reportAssets)).get('bare.html')!;
    expect(holds(page, 'This study makes no claim')).toBe(true);
    expect(holds(page, 'id="vega-runtime"')).toBe(false);
    expect(page.length).toBeLessThan(40_000);
  });

  it('explains a display that cannot be built instead of failing', async () => {
    const wrong = {
      ...sampleReport,
      displays: [
        { display: 'nothing', title: 'Unknown', analyses: ['imv'], options: {} },
        { display: 'forest', title: 'Wrong option', analyses: ['imv'], options: { sort: 'sideways' } },
        { display: 'kaplan-meier', title: 'Wrong part', analyses: ['imv'], options: {} },
        { display: 'forest', title: 'Half', analyses: ['imv', 'broken'], options: {} },
      ],
    };
    const page = (await renderReports([wrong], reportAssets)).get('recovery.html')!;
    expect(holds(page, 'There is no display &quot;nothing&quot;.')).toBe(true);
    expect(page.match(/Not drawn/g)).toHaveLength(2);
    expect(holds(page, 'Missing, because they could not be computed: broken.')).toBe(true);
  });
});
