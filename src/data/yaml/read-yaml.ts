import { isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { type Issue, SpecError } from '../../core/errors.js';
import { didYouMean } from '../../core/suggest.js';
import { shortList } from '../short-list.js';
import { knownKeys } from './known-keys.js';

/** A parsed YAML file that can still say where each value stood. */
export interface YamlDocument {
  readonly file: string;
  readonly value: unknown;
  /** `file:line:column` of the value at `path`, or of its nearest parent. */
  readonly locate: (path: readonly PropertyKey[]) => string;
}

const largestFile = 1_000_000;
const deepestNesting = 60;
/** Of one mapping; the others are counted. */
const mostUnknownKeys = 20;

/**
 * Reads one YAML document without surprises: YAML 1.2 core types only, no anchors, aliases, tags or merge keys, no
 * duplicate keys, limited size and nesting. Throws `SpecError` with every problem found and where it stands.
 */
export function readYaml(text: string, file: string): YamlDocument {
  if (text.length > largestFile) {
    throw new SpecError({
      code: 'yaml/too-large',
      where: file,
      what: 'The file is too large for a specification',
      got: `${text.length} characters`,
      expected: `at most ${largestFile}`,
      fix: 'Put data in data files, not in YAML.',
    });
  }
  if (text.trim() === '') {
    throw new SpecError({
      code: 'yaml/empty',
      where: file,
      what: 'The file is empty',
      expected: 'a YAML mapping',
    });
  }
  refuseDeepNesting(text, file);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
  });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const issues: Issue[] = [...document.errors, ...document.warnings].map((error) => ({
    code: `yaml/${error.code.toLowerCase().replaceAll('_', '-')}`,
    where: at(error.pos[0]),
    what: plainYamlMessage(error.code, error.message),
  }));
  visit(document, {
    Pair: (_key, { key }) => {
      if (isScalar(key) && key.value === '__proto__') {
        issues.push({
          code: 'yaml/reserved-key',
          where: at(key.range?.[0] ?? 0),
          what: 'No entry may be called __proto__',
          fix: 'Remove the entry, or give it another name.',
        });
      }
    },
    Alias: (_key, node) => {
      issues.push(anchorIssue(at(node.range?.[0] ?? 0), `*${node.source}`));
    },
    Node: (_key, node) => {
      if ('anchor' in node && typeof node.anchor === 'string') {
        issues.push(anchorIssue(at(node.range?.[0] ?? 0), `&${node.anchor}`));
      }
    },
  });
  if (issues.length > 0) throw new SpecError(issues);
  return {
    file,
    value: document.toJS({ maxAliasCount: 0 }) as unknown,
    locate: (path) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const node = document.getIn(path.slice(0, length), true) as Node | undefined;
        if (node && typeof node === 'object' && node.range) return at(node.range[0]);
      }
      return `${file}:1:1`;
    },
  };
}

function anchorIssue(where: string, got: string): Issue {
  return {
    code: 'yaml/anchor',
    where,
    what: 'Anchors and aliases are not allowed',
    got,
    fix: 'Write the value out where it is used, so that each entry reads on its own.',
  };
}

function plainYamlMessage(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'A tab is used for indentation; YAML wants spaces';
  if (code === 'RESOURCE_EXHAUSTION') return 'The file is nested too deeply for a specification';
  if (code === 'MULTIPLE_DOCS')
    return 'The file holds several documents, parted by ---; a specification is one';
  if (code === 'DUPLICATE_KEY') return 'The same key stands twice in one mapping';
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

/** Counts brackets and indentation before parsing, since a parser recurses. */
function refuseDeepNesting(text: string, file: string): void {
  let depth = 0;
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
    else if (character === '\n') {
      line += 1;
      lineStart = index + 1;
    }
    const indentation =
      character !== ' ' && character !== '\n' && text.slice(lineStart, index).trim() === ''
        ? index - lineStart
        : 0;
    if (depth > deepestNesting || indentation > 4 * deepestNesting) {
      throw new SpecError({
        code: 'yaml/too-deep',
        where: `${file}:${line}`,
        what: 'The file is nested too deeply for a specification',
        expected: `at most ${deepestNesting} levels`,
      });
    }
  }
}

/** Checks a parsed document against a schema. Throws `SpecError` with every issue, each at its line and column. */
export function validateYaml<Schema extends z.ZodType>(
  document: YamlDocument,
  schema: Schema,
): z.output<Schema> {
  const outcome = schema.safeParse(document.value, { reportInput: true });
  if (outcome.success) return outcome.data;
  throw new SpecError(issuesFromZod(outcome.error, document.locate, [], schema));
}

/**
 * Turns the issues of a schema into ours. `prefix` is the path of the checked value inside the document; `schema`, where
 * given, names the key that an unknown one was probably meant to be.
 */
export function issuesFromZod(
  error: z.ZodError,
  locate: (path: readonly PropertyKey[]) => string,
  prefix: readonly PropertyKey[] = [],
  schema?: z.ZodType,
): Issue[] {
  const keysAt = (path: readonly PropertyKey[]): readonly string[] =>
    schema === undefined ? [] : knownKeys(schema, path.slice(prefix.length));
  return error.issues.flatMap((issue) => describeZodIssue(issue, locate, prefix, keysAt));
}

function describeZodIssue(
  issue: z.core.$ZodIssue,
  locate: (path: readonly PropertyKey[]) => string,
  prefix: readonly PropertyKey[],
  keysAt: (path: readonly PropertyKey[]) => readonly string[],
): Issue[] {
  const path = [...prefix, ...issue.path];
  const name = path.length === 0 ? 'the document' : `"${path.map(String).join('.')}"`;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(path);
    const further = issue.keys.length - mostUnknownKeys;
    const rest = {
      code: 'spec/unknown-key',
      where: locate(path),
      what: `${further} further keys are not keys of ${name} either`,
    };
    const named = issue.keys.slice(0, mostUnknownKeys).map((key): Issue => {
      const fix = didYouMean(key, known);
      return {
        code: 'spec/unknown-key',
        where: locate([...path, key]),
        what: `"${key}" is not a key of ${name}`,
        ...(known.length === 0 ? {} : { expected: `one of ${known.join(', ')}` }),
        ...(fix === undefined ? {} : { fix }),
      };
    });
    return further > 0 ? [...named, rest] : named;
  }
  if (issue.code === 'invalid_union') {
    const nested = issue.errors.map((list) => list.length);
    const best = issue.errors[nested.indexOf(Math.min(...nested))];
    if (best && best.length > 0)
      return best.flatMap((inner) => describeZodIssue(inner, locate, path, keysAt));
  }
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    const got = typeof issue.input === 'string' ? issue.input : undefined;
    const fix = got === undefined ? undefined : didYouMean(got, allowed);
    return [
      {
        code: 'spec/not-allowed',
        where: locate(path),
        what: `${name} is not one of the allowed words`,
        ...(got === undefined ? {} : { got: `"${got}"` }),
        expected: shortList(allowed),
        ...(fix === undefined ? {} : { fix }),
      },
    ];
  }
  if (issue.code === 'invalid_type') {
    const expectation = /^Invalid input: expected (.*), received (.*)$/.exec(issue.message);
    if (expectation === null)
      return [{ code: 'spec/wrong-type', where: locate(path), what: `${name}: ${issue.message}` }];
    const [, expected, received] = expectation as unknown as [string, string, string];
    if (received === 'undefined') {
      return [
        {
          code: 'spec/missing-key',
          where: locate(path),
          what: `${name} is missing`,
          expected: withArticle(expected),
        },
      ];
    }
    return [
      {
        code: 'spec/wrong-type',
        where: locate(path),
        what: `${name} has the wrong type`,
        got: withArticle(received),
        expected: withArticle(expected),
      },
    ];
  }
  return [{ code: 'spec/invalid', where: locate(path), what: `${name}: ${issue.message}` }];
}

/** `a string`, `an object`; nothing stands before a name such as NaN. */
function withArticle(type: string): string {
  if (/^[A-Z]/.test(type)) return type;
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
