import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Dictionary } from '../../src/core/dataset.js';
import { parseDictionary } from '../../src/data/dictionary/parse-dictionary.js';
import { displays } from '../../src/displays/registry.js';
import { endpoints } from '../../src/endpoints/registry.js';
import { methods } from '../../src/methods.js';
import type { Catalogue } from '../../src/spec/catalogue.js';

export const root = resolve(import.meta.dirname, '../..');

const folder = join(root, 'data-dictionaries');
export const dictionaries: ReadonlyMap<string, Dictionary> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parseDictionary(readFileSync(join(folder, name), 'utf8'), name))
    .map((dictionary) => [dictionary.id, dictionary]),
);

export const catalogue: Catalogue = { methods, endpoints, displays, dictionaries };
