import type { DataSource } from '../../core/dataset.js';
import { DataError, SpecError } from '../../core/errors.js';
import { didYouMean } from '../../core/suggest.js';
import { csvFormat } from './csv/definition.js';
import { datasetJsonFormat } from './dataset-json/definition.js';
import type { AnyFormat, TableAsRead } from './format-definition.js';
import { jsonFormat } from './json/definition.js';
import { xptFormat } from './xpt/definition.js';

/** Every file format; one line each. */
export const formats: readonly AnyFormat[] = [csvFormat, xptFormat, jsonFormat, datasetJsonFormat];

/**
 * The format of a file by its extension, in any letter case. Where formats share an extension, `bytes` decide; without
 * them the format that takes any content of that extension is given. Undefined where no format has the extension.
 */
export function formatFor(fileName: string, bytes?: Uint8Array): AnyFormat | undefined {
  const lower = fileName.toLowerCase();
  const candidates = formats.filter((format) =>
    format.extensions.some((extension) => lower.endsWith(extension)),
  );
  if (bytes !== undefined) {
    const recognised = candidates.find((format) => format.recognises?.(bytes) === true);
    if (recognised !== undefined) return recognised;
  }
  return candidates.find((format) => format.recognises === undefined) ?? candidates[0];
}

/**
 * Reads the table in a data file. The file name, and the content where formats share an extension, choose the format
 * unless `formatId` names it; `options` are those of the format, as written in YAML, and checked here.
 * @throws DataError when no format fits the file name, and whatever the format's reader finds.
 * @throws SpecError `data/unknown-format` or `data/invalid-option` when the choice itself is wrong.
 */
export function readFormat(
  bytes: Uint8Array,
  source: DataSource,
  options: Readonly<Record<string, unknown>> = {},
  formatId?: string,
): TableAsRead {
  const format = formatId === undefined ? requireFormat(bytes, source) : formatNamed(formatId, source);
  const checked = format.options.safeParse(options);
  if (!checked.success) {
    const known = Object.keys(format.options.shape);
    throw new SpecError(
      checked.error.issues.map((issue) => ({
        code: 'data/invalid-option',
        where: source.file,
        what: `The options of format "${format.id}" are wrong: ${[...issue.path, issue.message].join(': ')}`,
        expected: known.length === 0 ? 'no options' : `only ${known.join(', ')}`,
      })),
    );
  }
  return format.read(bytes, source, checked.data as never);
}

function requireFormat(bytes: Uint8Array, source: DataSource): AnyFormat {
  const found = formatFor(source.file, bytes);
  if (found !== undefined) return found;
  const known = new Set(formats.flatMap((format) => format.extensions));
  throw new DataError({
    code: 'data/unknown-extension',
    where: source.file,
    what: 'No format is known for this file name',
    expected: `one of ${[...known].join(', ')}`,
    fix: 'Rename the file by what it is, or save it in one of these formats',
  });
}

function formatNamed(id: string, source: DataSource): AnyFormat {
  const found = formats.find((format) => format.id === id);
  if (found !== undefined) return found;
  const ids = formats.map((format) => format.id);
  const fix = didYouMean(id, ids);
  throw new SpecError({
    code: 'data/unknown-format',
    where: source.file,
    what: `There is no format "${id}"`,
    got: `"${id}"`,
    expected: `one of ${ids.join(', ')}`,
    ...(fix === undefined ? {} : { fix }),
  });
}
