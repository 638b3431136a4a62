import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, escapeJson } from '../../src/reports/escape-html.js';
import { sourceHash } from '../../src/reports/html/content-security-policy.js';
import { formatJson } from '../../src/reports/html/format-json.js';
import { html, trusted } from '../../src/reports/html/html.js';
import { inlineScript, interpreterScript } from '../../src/reports/html/interpreter-script.js';
import { cssString } from '../../src/reports/html/page-style.js';
import { renderTable } from '../../src/reports/html/render-table.js';
import { areaName } from '../../src/reports/html/study-page.js';
import { doiLink } from '../../src/reports/html/verdict-section.js';
import { reportAssets } from './report-assets.js';

describe('escaping', () => {
  it('leaves no character that opens or closes anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ';') }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });

  it('keeps JSON the same and out of reach of the parser', () => {
    const value = { text: '</script><!-- <script> \u2028' };
    expect(escapeJson(value)).not.toMatch(/<|\u2028/);
    expect(JSON.parse(escapeJson(value))).toEqual(value);
  });

  it('happens to every value of a template, except to markup', () => {
    expect(
      html`<p title="${'"x"'}">${'<b>'}${3}${null}${false}${['&', html`<i>${'<'}</i>`]}${trusted('<hr>')}</p>`
        .text,
    ).toBe('<p title="&quot;x&quot;">&lt;b&gt;3&amp;<i>&lt;</i><hr></p>');
  });

  it('keeps text inside a CSS string', () => {
    expect(cssString('RECOVERY 0.1')).toBe('"RECOVERY 0.1"');
    expect(cssString('"; } </style>')).toBe('"\\22 \\3b  \\7d  \\3c \\2f style\\3e "');
  });

  it('keeps a DOI inside its address', () => {
    expect(doiLink('10.1016/S0140-6736(21)00676-0').text).toContain(
      'href="https://doi.org/10.1016/S0140-6736(21)00676-0"',
    );
    expect(doiLink('10.1/"><script>').text).not.toContain('<script>');
  });
});

describe('scripts in a page', () => {
  it('cannot end their element', () => {
    expect(inlineScript('a = "</script><!--";\r\n')).toBe('a = "<\\/script><\\!--";\n');
  });

  it('have the hash that a browser computes', async () => {
    // The example of the CSP specification, section 8.3.
    expect(await sourceHash("alert('Hello, world.');")).toBe(
      "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
    );
  });
});

describe('interpreterScript', () => {
  it('turns the installed module into a script that sets one global', () => {
    const script = interpreterScript(reportAssets.interpreterScript);
    expect(script).not.toMatch(/^(?:import|export)\b/m);
    const vega = { ascending: () => 0, isString: () => true, DisallowedObjectProperties: new Set() };
    const run = new Function('vega', script) as (vega: object) => void;
    run(vega);
    const globals = globalThis as { vegaInterpreter?: unknown };
    expect(globals.vegaInterpreter).toMatchObject({
      operator: expect.any(Function),
      parameter: expect.any(Function),
    });
    delete globals.vegaInterpreter;
  });

  it('refuses a module of another shape', () => {
    expect(() => interpreterScript('export const x = 1;')).toThrow('report/interpreter-shape');
    expect(() => interpreterScript("import a from 'b';\nexport { c as expressionInterpreter };")).toThrow();
  });
});

describe('formatJson', () => {
  it('says the same in short lines', () => {
    const value = {
      a: [1, 2],
      text: 'x'.repeat(90),
      rows: Array.from({ length: 30 }, (_, x) => ({ x, y: [x] })),
      none: null,
    };
    expect(JSON.parse(formatJson(value))).toEqual(value);
    expect(
      Math.max(
        ...formatJson(value)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(110);
  });
});

describe('areaName', () => {
  it('makes a heading of a folder name', () => {
    expect(areaName('covid-19')).toBe('COVID-19');
    expect(areaName('giant-cell-arteritis')).toBe('Giant cell arteritis');
    expect(areaName('nmosd')).toBe('NMOSD');
  });
});

describe('renderTable', () => {
  const columns = [
    { id: 'a', label: 'A', align: 'left' },
    { id: 'b', label: 'B', align: 'right' },
  ] as const;

  it('lets rows that begin alike share their first cell', () => {
    const rows = [
      { a: 'x', b: '1' },
      { a: 'y', b: '2' },
      { a: 'y', b: '3' },
      { a: '', b: '4' },
      { a: '', b: '5' },
    ];
    const { text } = renderTable({ title: 'T', columns, rows, footnotes: [] });
    expect(
      [...text.matchAll(/<th scope="row"([^>]*)>([^<]*)</g)].map(([, more, name]) => [name, more]),
    ).toEqual([
      ['x', ' class="left"'],
      ['y', ' class="left" rowspan="2"'],
      ['', ' class="left"'],
      ['', ' class="left"'],
    ]);
    expect(text.match(/<td class="right">/g)).toHaveLength(5);
  });

  it('turns the spaces before a name into an indent that all of its lines share', () => {
    const rows = ['Any', '\u00a0\u00a0\u00a0Mild', '\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0Mild'].map((a) => ({
      a,
      b: '1',
    }));
    const { text } = renderTable({ title: 'T', columns, rows, footnotes: [] });
    expect(
      [...text.matchAll(/<th scope="row" class="([^"]*)">([^<]*)</g)].map((match) => match.slice(1)),
    ).toEqual([
      ['left', 'Any'],
      ['left indent-1', 'Mild'],
      ['left indent-2', 'Mild'],
    ]);
  });

  it('covers every row once, whatever the first cells are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('x', 'y', ''), { minLength: 1 }), (heads) => {
        const rows = heads.map((a) => ({ a, b: '0' }));
        const { text } = renderTable({ title: 'T', columns, rows, footnotes: [] });
        const spans = [...text.matchAll(/<th scope="row"[^>]*?(?: rowspan="(\d+)")?>/g)];
        expect(spans.reduce((sum, [, span]) => sum + Number(span ?? 1), 0)).toBe(heads.length);
      }),
    );
  });
});
