import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dictionary } from '../core/dataset.js';
import { parseDictionary } from '../data/dictionary/parse-dictionary.js';
import { packageRoot } from './package-root.js';
import { readFileText } from './read-file.js';

/** The dictionaries that ship with the toolkit, by id. */
export function loadDictionaries(): Map<string, Dictionary> {
  const folder = join(packageRoot, 'data-dictionaries');
  const dictionaries = new Map<string, Dictionary>();
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.yaml')) continue;
    const shown = `data-dictionaries/${name}`;
    const dictionary = parseDictionary(readFileText(join(folder, name), shown), shown);
    dictionaries.set(dictionary.id, dictionary);
  }
  return dictionaries;
}
