import type { DataSource, RawColumn, RawTable } from '../../src/core/dataset.js';
import { type Issue, TrialError } from '../../src/core/errors.js';

export function source(file: string): DataSource {
  return { file, sha256: '0'.repeat(64) };
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What a call throws, as issues; fails the test when it throws nothing or something untyped. */
export function issuesOf(call: () => unknown): readonly Issue[] {
  try {
    call();
  } catch (error) {
    if (error instanceof TrialError) return error.issues;
    throw error;
  }
  throw new Error('expected an error, got a value');
}

export function text(
  name: string,
  values: readonly (string | null)[],
  label: string | null = null,
): RawColumn {
  return { name, label, format: null, type: 'text', values };
}

/** `null` is the ordinary missing value; `'A'` and the like are special ones. */
export function numbers(
  name: string,
  values: readonly (number | string | null)[],
  format: string | null = null,
  label: string | null = null,
): RawColumn {
  return {
    name,
    label,
    format,
    type: 'number',
    values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : 0)),
    missing: Uint8Array.from(values, (value) =>
      typeof value === 'number' ? 0 : value === null ? 46 : value.charCodeAt(0),
    ),
  };
}

export function table(
  name: string,
  columns: readonly RawColumn[],
  file = `${name.toLowerCase()}.xpt`,
): RawTable {
  return { name, label: null, source: source(file), rowCount: columns[0]?.values.length ?? 0, columns };
}
