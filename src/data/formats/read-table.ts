import type { DataSource } from '../../core/dataset.js';
import { DataError, SpecError } from '../../core/errors.js';
import { didYouMean } from '../../core/suggest.js';
import type { AnyFormat, TableAsRead } from './format-definition.js';
import { formatFor, formats } from './registry.js';

export interface ReadTableOptions {
  /** The id of a format; by default the file name (and, where it is shared, the content) decides. */
  readonly format?: string | undefined;
  /** Options of the format, as written in YAML; checked here. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads the table in a data file, whatever its format.
 * @throws DataError when no format fits the file name, and whatever the format's reader finds.
 * @throws SpecError `data/unknown-format` or `data/invalid-option` when the choice itself is wrong.
 */
export function readTable(bytes: Uint8Array, source: DataSource, choice: ReadTableOptions = {}): TableAsRead {
  const format = chooseFormat(bytes, source, choice.format);
  const options = format.options.safeParse(choice.options ?? {});
  if (!options.success) {
    throw new SpecError(
      options.error.issues.map((issue) => ({
        code: 'data/invalid-option',
        where: source.file,
        what: `An option of the format "${format.id}" is wrong: ${['options', ...issue.path].join('.')}: ${issue.message}`,
        expected: `only the options ${Object.keys(format.options.shape).join(', ') || '(none)'}`,
      })),
    );
  }
  return format.read(bytes, source, options.data as never);
}

function chooseFormat(bytes: Uint8Array, source: DataSource, id: string | undefined): AnyFormat {
  if (id === undefined) {
    const found = formatFor(source.file, bytes);
    if (found !== undefined) return found;
    const known = formats.flatMap((format) => format.extensions);
    throw new DataError({
      code: 'data/unknown-extension',
      where: source.file,
      what: 'No format is known for this file name',
      expected: `one of ${[...new Set(known)].join(', ')}`,
      fix: 'Rename the file, or name the format with `format`',
    });
  }
  const found = formats.find((format) => format.id === id);
  if (found !== undefined) return found;
  const ids = formats.map((format) => format.id);
  const hint = didYouMean(id, ids);
  throw new SpecError({
    code: 'data/unknown-format',
    where: source.file,
    what: `There is no format "${id}"`,
    got: `"${id}"`,
    expected: `one of ${ids.join(', ')}`,
    ...(hint === undefined ? {} : { fix: hint }),
  });
}
