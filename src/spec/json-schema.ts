import { z } from 'zod';
import type { Catalogue } from './catalogue.js';
import { studySchema } from './study-schema.js';

type JsonObject = { [key: string]: unknown };

/**
 * The JSON Schema of `analysis.yaml` for editors: the shape from the schema that validates it, and the names and
 * options of methods, endpoints and displays from their definitions.
 */
export function studyJsonSchema(catalogue: Catalogue): JsonObject {
  const root = z.toJSONSchema(studySchema, { io: 'input', unrepresentable: 'any' }) as JsonObject;
  const analysis = at(root, 'properties', 'analyses', 'items');
  const properties = at(analysis, 'properties');
  properties['method'] = oneOfNames(catalogue.methods, 'What is computed.');
  at(properties, 'endpoint', 'properties')['id'] = oneOfNames(
    catalogue.endpoints,
    'What becomes the outcome.',
  );
  at(root, 'properties', 'displays', 'items', 'properties')['id'] = oneOfNames(
    catalogue.displays,
    'What is drawn.',
  );
  analysis['allOf'] = [
    ...catalogue.methods.map((method) =>
      optionsWhen({ method: { const: method.id } }, { options: optionsOf(method) }),
    ),
    ...catalogue.endpoints.map((endpoint) =>
      optionsWhen(
        { endpoint: { properties: { id: { const: endpoint.id } } } },
        { endpoint: { properties: at(optionsOf(endpoint), 'properties') } },
      ),
    ),
  ];
  return { ...root, title: 'il6r analysis specification' };
}

function oneOfNames(
  definitions: readonly { id: string; label: string; summary: string }[],
  description: string,
): JsonObject {
  return {
    description,
    oneOf: definitions.map(({ id, label, summary }) => ({ const: id, title: label, description: summary })),
  };
}

function optionsOf(definition: { readonly options: z.ZodObject }): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(definition.options, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonObject;
  return schema;
}

function optionsWhen(condition: JsonObject, consequence: JsonObject): JsonObject {
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
  return { if: { properties: condition }, then: { properties: consequence } };
}

/** The object at a path, made where it is missing. */
function at(object: JsonObject, ...path: readonly string[]): JsonObject {
  let inner = object;
  for (const key of path) {
    inner[key] ??= {};
    inner = inner[key] as JsonObject;
  }
  return inner;
}
