import type { z } from 'zod';
import type { Dictionary, DictionaryVariable } from '../../core/dataset.js';
import { readYaml, validateYaml } from '../yaml/read-yaml.js';
import { dictionarySchema, type variableSchema } from './dictionary-schema.js';

/**
 * Parses a data dictionary written in YAML. A variable is not required unless it says so; a required variable has no
 * empty cells, an optional one may, unless `missingAllowed` says otherwise.
 * @throws SpecError with every problem, each at its line and column.
 */
export function parseDictionary(text: string, file: string): Dictionary {
  const parsed = validateYaml(readYaml(text, file), dictionarySchema);
  return {
    id: parsed.dictionary,
    label: parsed.label,
    description: parsed.description,
    key: parsed.key,
    variables: parsed.variables.map(completeVariable),
    checks: parsed.checks ?? [],
  };
}

function completeVariable(variable: z.output<typeof variableSchema>): DictionaryVariable {
  const required = variable.required ?? false;
  return {
    name: variable.name,
    label: variable.label,
    type: variable.type,
    required,
    missingAllowed: variable.missingAllowed ?? !required,
    unit: variable.unit ?? null,
    minimum: variable.minimum ?? null,
    maximum: variable.maximum ?? null,
    codelist: variable.codelist ?? null,
  };
}
