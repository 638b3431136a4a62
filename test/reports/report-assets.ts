import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ReportAssets } from '../../src/reports/html/render-reports.js';

const require = createRequire(import.meta.url);

/** The chart runtime as the command reads it from the installed packages. */
export const reportAssets: ReportAssets = {
  vegaScript: readFileSync(join(dirname(require.resolve('vega')), 'vega.min.js'), 'utf8'),
  interpreterScript: readFileSync(require.resolve('vega-interpreter'), 'utf8'),
};
