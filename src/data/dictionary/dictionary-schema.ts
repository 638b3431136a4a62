import { z } from 'zod';

/**
 * The schema of a data dictionary: the one source of its types, its validation and the JSON Schema that editors use.
 * It has no transforms, so that the JSON Schema says exactly what a file may hold.
 */

const variableName = z
  .string({ error: 'text' })
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'must start with a letter and hold letters, digits and underscores only',
  );

const codelistEntry = z.strictObject({
  code: z.string({ error: 'must be text in quotes, such as "0"' }).describe('As it stands in the data.'),
  label: z.string().min(1).describe('What the code means.'),
});

export const variableTypes = ['text', 'integer', 'decimal', 'date', 'flag'] as const;

export const variableSchema = z.strictObject({
  name: variableName.describe('Name of the column, exactly as in the file.'),
  label: z.string().min(1).describe('What the variable is, in words.'),
  type: z
    .enum(variableTypes)
    .describe('text (also identifiers), integer, decimal, date (SAS date or YYYY-MM-DD) or flag (Y or N).'),
  required: z.boolean().optional().describe('Whether the column must be in the file; false when omitted.'),
  missingAllowed: z
    .boolean()
    .optional()
    .describe('Whether a cell may be empty; when omitted, true for a column that is not required.'),
  unit: z.string().min(1).optional().describe('Unit of a number, such as days.'),
  minimum: z.number().optional().describe('Smallest allowed number.'),
  maximum: z.number().optional().describe('Largest allowed number.'),
  codelist: z.array(codelistEntry).min(1).optional().describe('The only values a cell may have.'),
});

export const checkSchema = z.discriminatedUnion('rule', [
  z
    .strictObject({
      rule: z.literal('at-most'),
      variable: variableName,
      limit: variableName.describe('The variable that bounds it.'),
    })
    .describe('One number is at most another, such as events and subjects.'),
  z
    .strictObject({
      rule: z.literal('percent-agrees'),
      count: variableName,
      of: variableName,
      percent: variableName,
    })
    .describe('A printed percent is 100 × count / of, rounded half away from zero to its own digits.'),
  z
    .strictObject({
      rule: z.literal('interval-holds'),
      lower: variableName,
      estimate: variableName,
      upper: variableName,
    })
    .describe('An estimate lies within its interval.'),
]);

export const dictionarySchema = z
  .strictObject({
    dictionary: z
      .string()
      .regex(
        /^[a-z0-9]+(-[a-z0-9]+)*$/,
        'must be lower-case words joined by hyphens, such as published-counts',
      )
      .describe('The id of the dictionary: the word in `dictionary:` of a study, and the name of its file.'),
    label: z.string().min(1).describe('Name of the kind of table.'),
    description: z.string().min(1).describe('What a row is and where such tables come from.'),
    key: z.array(variableName).describe('Variables that together name a row once; may be empty.'),
    variables: z.array(variableSchema).min(1).describe('Variables in display order.'),
    checks: z.array(checkSchema).optional().describe('Rules between variables of one row.'),
  })
  .superRefine(checkDictionary)
  .meta({ title: 'Data dictionary', description: 'Declares the variables of one kind of table.' });

export type DictionaryInput = z.output<typeof dictionarySchema>;

interface Report {
  addIssue(issue: { code: 'custom'; message: string; path: PropertyKey[] }): void;
}

/** What a schema cannot say: names stand once, references exist, bounds and codelists fit the type. */
function checkDictionary(dictionary: DictionaryShape, context: Report): void {
  const complain = (path: PropertyKey[], message: string): void =>
    context.addIssue({ code: 'custom', message, path });
  const types = new Map<string, string>();
  dictionary.variables.forEach((variable, index) => {
    const at = ['variables', index];
    if (types.has(variable.name)) complain([...at, 'name'], `the variable "${variable.name}" stands twice`);
    types.set(variable.name, variable.type);
    const isNumber = variable.type === 'integer' || variable.type === 'decimal';
    for (const bound of ['minimum', 'maximum'] as const) {
      if (variable[bound] !== undefined && !isNumber)
        complain([...at, bound], 'only a number can have a bound');
    }
    if ((variable.minimum ?? Number.NEGATIVE_INFINITY) > (variable.maximum ?? Number.POSITIVE_INFINITY)) {
      complain([...at, 'maximum'], 'the maximum is below the minimum');
    }
    if (variable.codelist !== undefined && variable.type !== 'text' && variable.type !== 'integer') {
      complain([...at, 'codelist'], `a ${variable.type} cannot have a codelist; only text and integer can`);
    }
    const codes = new Set<string>();
    variable.codelist?.forEach(({ code }, place) => {
      if (codes.has(code)) complain([...at, 'codelist', place, 'code'], `the code "${code}" stands twice`);
      codes.add(code);
    });
  });
  const known = `one of ${[...types.keys()].join(', ')}`;
  dictionary.key.forEach((name, index) => {
    if (!types.has(name)) complain(['key', index], `"${name}" is not a variable; expected ${known}`);
  });
  dictionary.checks?.forEach((check, index) => {
    for (const [role, name] of Object.entries(check)) {
      if (role === 'rule') continue;
      const type = types.get(name);
      if (type === undefined)
        complain(['checks', index, role], `"${name}" is not a variable; expected ${known}`);
      else if (type !== 'integer' && type !== 'decimal') {
        complain(['checks', index, role], `"${name}" is ${type}; a check compares numbers`);
      }
    }
  });
}

interface DictionaryShape {
  readonly key: readonly string[];
  readonly variables: readonly z.output<typeof variableSchema>[];
  readonly checks?: readonly z.output<typeof checkSchema>[] | undefined;
}
