import { csvFormat } from './csv/definition.js';
import type { AnyFormat } from './format-definition.js';
import { jsonFormat } from './json/definition.js';
import { xptFormat } from './xpt/definition.js';

/** Every file format; one line each. Where two share an extension, one that recognises bytes stands first. */
export const formats: readonly AnyFormat[] = [csvFormat, xptFormat, jsonFormat];

/**
 * The format of a file by its extension (in any letter case). Where formats share an extension, `bytes` decide; without
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
