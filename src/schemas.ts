import { z } from 'zod';
import { dictionarySchema } from './data/dictionary/dictionary-schema.js';
import { displays } from './displays/registry.js';
import { endpoints } from './endpoints/registry.js';
import { methods } from './methods.js';
import { studyJsonSchema } from './spec/json-schema.js';

/** The JSON Schema of `analysis.yaml`, with every registered method, endpoint and display. */
export function specificationJsonSchema(): Record<string, unknown> {
  return studyJsonSchema({ methods, endpoints, displays, dictionaries: new Map() });
}

/** The JSON Schema of a data dictionary. */
export function dictionaryJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(dictionarySchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
}
