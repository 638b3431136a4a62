import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReports } from '../../src/reports/html/render-reports.js';
import { reportAssets } from './report-assets.js';
import { hostileReport, sampleReport } from './sample-report.js';

const executable = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
const title =
  executable === undefined
    ? 'pages in a browser (skipped: no Chromium found; set CHROMIUM to its path)'
    : 'pages in a browser';

describe.skipIf(executable === undefined)(title, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'il6r-pages-'));
    const pages = await renderReports([sampleReport, hostileReport], reportAssets);
    for (const [path, text] of pages) writeFileSync(join(folder, path), text);
    browser = await chromium.launch({ executablePath: executable!, args: ['--no-sandbox'] });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  /** Opens a page from disk and collects everything that the console says. */
  async function open(
    name: string,
    options: { width?: number; javaScriptEnabled?: boolean; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
    const { width = 1280, ...rest } = options;
    const context = await browser.newContext({ viewport: { width, height: 900 }, ...rest });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder, name)).href);
    return { page, complaints, requests };
  }

  it.each(['index.html', 'recovery.html', 'hostile.html'])(
    '%s opens from disk without a complaint or a request',
    async (name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, complaints, requests } = await open(name, { colorScheme });
        expect(await page.title()).not.toBe('');
        expect(complaints).toEqual([]);
        expect(requests).toHaveLength(1);
        await page.context().close();
      }
    },
  );

  it.each([360, 640, 800, 1280])('no page is wider than a screen of %i pixels', async (width) => {
    for (const name of ['index.html', 'recovery.html', 'hostile.html']) {
      const { page } = await open(name, { width });
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });

  it('draws no text over another or out of its figure, and none below 10 pixels', async () => {
    for (const width of [360, 720, 1280]) {
      const { page } = await open('recovery.html', { width });
      expect(await page.evaluate(textTrouble), `at ${width} pixels`).toEqual([]);
      await page.context().close();
    }
  });

  it('shows one width of each figure at a time', async () => {
    for (const [width, shown, hidden] of [
      [360, 'narrow', 'wide'],
      [1280, 'wide', 'narrow'],
    ] as const) {
      const { page } = await open('recovery.html', { width });
      expect(await page.locator(`[data-plot="figure-1-${shown}"]`).isVisible()).toBe(true);
      expect(await page.locator(`[data-plot="figure-1-${hidden}"]`).isVisible()).toBe(false);
      await page.context().close();
    }
  });

  it('brings every figure to life under the pointer, in its place, without a complaint', async () => {
    const { page, complaints } = await open('recovery.html');
    for (let number = 1; number <= 11; number += 1) {
      const plot = page.locator(`[data-plot="figure-${number}-wide"]`);
      await plot.scrollIntoViewIfNeeded();
      const before = await plot.boundingBox();
      await plot.hover({ position: { x: 300, y: 40 } });
      await page.waitForSelector(`[data-plot="figure-${number}-wide"][data-live]`);
      expect(await plot.boundingBox()).toEqual(before);
    }
    const curves = page.locator('[data-plot="figure-2-wide"]');
    await curves.hover({ position: { x: 420, y: 200 } });
    await curves.hover({ position: { x: 430, y: 204 } });
    const tip = page.locator('.tip');
    await tip.waitFor({ state: 'visible' });
    expect(await tip.textContent()).toMatch(/^From \d+ daysTocilizumab\d\d\.\d% \(.*\), \d+ at risk/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('reads values with the arrow keys', async () => {
    const { page } = await open('recovery.html');
    const plot = page.locator('[data-plot="figure-6-wide"]');
    await plot.focus();
    await page.keyboard.press('ArrowRight');
    const tip = page.locator('.tip');
    await tip.waitFor({ state: 'visible' });
    expect(await tip.textContent()).toContain('231 of 428 (54.0%)');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => tip.textContent()).toContain('11 of 428');
    expect(await plot.locator('[data-current]').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await tip.isVisible()).toBe(false);
    await page.context().close();
  });

  it('filters verdicts by keyboard', async () => {
    const { page } = await open('recovery.html');
    const button = page.locator('[data-filters] button', { hasText: 'differs' });
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.verdicts tbody tr:visible').count()).toBe(2);
    expect(await page.locator('[data-filter-status]').textContent()).toBe('Showing 2 of 8 claims.');
    await page.locator('[data-filters] button', { hasText: 'All' }).focus();
    await page.keyboard.press('Space');
    expect(await page.locator('.verdicts tbody tr:visible').count()).toBe(8);
    await page.context().close();
  });

  it('goes from a claim to its analysis and opens it', async () => {
    const { page } = await open('recovery.html');
    await page.locator('.verdicts tbody th a').first().click();
    expect(await page.locator('#analysis-imv-or-death details').getAttribute('open')).not.toBeNull();
    await page.context().close();
  });

  it('is complete without scripts', async () => {
    const { page } = await open('recovery.html', { javaScriptEnabled: false });
    expect(await page.locator('.verdicts tbody tr:visible').count()).toBe(8);
    expect(await page.locator('[data-filters]').isVisible()).toBe(false);
    expect(await page.locator('[data-plot="figure-2-wide"] svg').isVisible()).toBe(true);
    await page.locator('summary', { hasText: 'Numbers of this figure' }).first().click();
    expect(await page.locator('#figure-1 table').isVisible()).toBe(true);
    await page.context().close();
  });

  it('prints with the numbers open and the buttons gone', async () => {
    const { page } = await open('recovery.html');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('[data-filters]').isVisible()).toBe(false);
    const height = await page
      .locator('#figure-1 table')
      .evaluate((table) => table.getBoundingClientRect().height);
    expect(height).toBeGreaterThan(100);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    await page.context().close();
  });

  it('runs no hostile text', async () => {
    const { page } = await open('hostile.html');
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const plot = page.locator('[data-plot="figure-1-wide"]');
    await plot.focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.tip').waitFor({ state: 'visible' });
    expect(await page.locator('.tip').textContent()).toContain('<script>');
    expect(await page.locator('.tip script, .tip img, svg img, svg script').count()).toBe(0);
    expect(dialogs).toEqual([]);
    await page.context().close();
  });
});

/** Runs in the page: texts that overlap, leave their drawing or are too small to read. */
const textTrouble = `(() => {
  const trouble = [];
  for (const svg of document.querySelectorAll('.plot svg')) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const id = svg.closest('[data-plot]').dataset.plot;
    const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim() !== '');
    const boxes = texts.map((text) => ({ text: text.textContent, box: text.getBoundingClientRect(), size: parseFloat(text.getAttribute('font-size')) * frame.width / svg.viewBox.baseVal.width }));
    boxes.forEach(({ text, box, size }, index) => {
      if (size < 10) trouble.push(id + ': ' + text + ' is ' + size.toFixed(1) + ' pixels high');
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2) trouble.push(id + ': ' + text + ' leaves the figure');
      for (const other of boxes.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 4) trouble.push(id + ': ' + text + ' meets ' + other.text);
      }
    });
  }
  return trouble;
})()`;
