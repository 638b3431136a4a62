import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { statisticLabel } from '../../core/statistic-names.js';
import { didYouMean } from '../../core/suggest.js';
import { formats } from '../../data/formats/registry.js';
import { displays } from '../../displays/registry.js';
import { endpoints } from '../../endpoints/registry.js';
import { methods } from '../../methods.js';
import { paint, textTable } from '../terminal.js';

interface ExplainOptions {
  readonly json?: boolean;
}

interface Definition {
  readonly id: string;
  readonly label: string;
  readonly summary: string;
  readonly options: z.ZodObject;
}

/** Lists the methods or explains one, from the definitions themselves. */
export async function explainMethods(id: string | undefined, options: ExplainOptions): Promise<number> {
  return explain('method', methods, id, options, (method) => [
    ['Accepts', `${method.accepts} data`],
    ['Returns', method.returns.join(', ')],
    ['Statistics', method.statistics.map((name) => `${name} (${statisticLabel(name).label})`).join(', ')],
    ['Sources', method.sources.join('\n            ')],
  ]);
}

export async function explainEndpoints(id: string | undefined, options: ExplainOptions): Promise<number> {
  return explain('endpoint', endpoints, id, options, (endpoint) => [
    ['Gives', `${endpoint.gives} data`],
    [
      'Reads',
      endpoint.dictionaries.length > 0
        ? `dictionary ${endpoint.dictionaries.join(', ')}`
        : 'any dictionary that has its columns',
    ],
    [
      'Methods',
      methods
        .filter((method) => method.accepts === endpoint.gives)
        .map((method) => method.id)
        .join(', '),
    ],
  ]);
}

export async function explainDisplays(id: string | undefined, options: ExplainOptions): Promise<number> {
  return explain('display', displays, id, options, (display) => [
    ['Needs', display.needs.join(', ')],
    ['Shows', display.results === 'one' ? 'one analysis' : 'one or several analyses'],
  ]);
}

export async function explainFormats(options: ExplainOptions): Promise<number> {
  if (options.json) {
    const rows = formats.map(({ id, label, extensions, summary }) => ({ id, label, extensions, summary }));
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return 0;
  }
  const rows = formats.map(({ id, extensions, summary }) => [id, extensions.join(' '), summary]);
  process.stdout.write(
    `${textTable([{ label: 'Format' }, { label: 'Files' }, { label: 'What it is' }], rows)}\n`,
  );
  return 0;
}

function explain<Kind extends Definition>(
  noun: string,
  all: readonly Kind[],
  id: string | undefined,
  options: ExplainOptions,
  facts: (definition: Kind) => readonly (readonly [string, string])[],
): number {
  if (id === undefined) {
    if (options.json)
      process.stdout.write(
        `${JSON.stringify(
          all.map((one) => asJson(one, facts(one))),
          null,
          2,
        )}\n`,
      );
    else {
      const rows = all.map((definition) => [definition.id, definition.summary]);
      process.stdout.write(`${textTable([{ label: noun }, { label: 'What it does' }], rows)}\n`);
    }
    return 0;
  }
  const definition = all.find((candidate) => candidate.id === id);
  if (!definition) {
    const ids = all.map((candidate) => candidate.id);
    const fix = didYouMean(id, ids);
    throw new UsageError({
      code: `cli/unknown-${noun}`,
      where: `il6r ${noun}s`,
      what: `There is no such ${noun}`,
      got: `"${id}"`,
      expected: `one of ${ids.join(', ')}`,
      ...(fix === undefined ? {} : { fix }),
    });
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify(asJson(definition, facts(definition)), null, 2)}\n`);
    return 0;
  }
  const lines = [
    `${paint('bold', definition.id, process.stdout)}: ${definition.label}`,
    definition.summary,
    '',
  ];
  for (const [name, text] of facts(definition)) lines.push(`${`${name}:`.padEnd(12)}${text}`);
  const rows = optionRows(definition.options);
  lines.push('', rows.length === 0 ? 'No options.' : 'Options:');
  process.stdout.write(`${lines.join('\n')}\n`);
  if (rows.length > 0) {
    const table = textTable(
      [{ label: 'option' }, { label: 'values' }, { label: 'default' }, { label: 'meaning' }],
      rows,
    );
    process.stdout.write(`${table}\n`);
  }
  return 0;
}

function asJson(
  definition: Definition,
  facts: readonly (readonly [string, string])[],
): Record<string, unknown> {
  return {
    id: definition.id,
    label: definition.label,
    summary: definition.summary,
    ...Object.fromEntries(facts.map(([name, text]) => [name.toLowerCase(), text])),
    options: z.toJSONSchema(definition.options, { io: 'input', unrepresentable: 'any' }),
  };
}

/** Options as rows, read from the schema that validates them. */
function optionRows(schema: z.ZodObject): string[][] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Record<string, unknown>>;
  };
  return Object.entries(json.properties ?? {}).map(([name, property]) => [
    name,
    valuesText(property),
    'default' in property ? JSON.stringify(property['default']) : '',
    String(property['description'] ?? ''),
  ]);
}

function valuesText(property: Record<string, unknown>): string {
  if (Array.isArray(property['enum'])) return property['enum'].join(' | ');
  if (Array.isArray(property['anyOf'])) {
    return property['anyOf'].map((inner) => valuesText(inner as Record<string, unknown>)).join(' | ');
  }
  if ('const' in property) return JSON.stringify(property['const']);
  const low = property['exclusiveMinimum'] ?? property['minimum'];
  const high = property['exclusiveMaximum'] ?? property['maximum'];
  const type = String(property['type'] ?? 'any');
  const small = typeof low === 'number' && Math.abs(low) < 1e15;
  const large = typeof high === 'number' && Math.abs(high) < 1e15;
  return small || large ? `${type} ${small ? low : ''}..${large ? high : ''}` : type;
}
