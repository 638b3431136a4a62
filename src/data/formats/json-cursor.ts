import { DataError } from '../../core/errors.js';

/** Deeper nesting than this is refused: no table has it, and it keeps hostile text from exhausting the stack. */
const deepest = 100;

const numberPattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;

/**
 * Walks JSON text (RFC 8259) value by value and knows its line and column at every step. Readers use it where
 * `JSON.parse` would lose what a data file needs: the line of a record, a key written twice, an integer too long for a
 * double. Every method throws a DataError `json/syntax` with line and column when the text is not what it asks for.
 */
export class JsonCursor {
  readonly #text: string;
  readonly #file: string;
  #at = 0;
  #line: number;
  #lineStart = 0;

  /** `line` is the line of the file on which the text starts. */
  constructor(text: string, file: string, line = 1) {
    this.#text = text;
    this.#file = file;
    this.#line = line;
  }

  /** The next character that is not blank, or the empty text at the end. */
  peek(): string {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 10) {
        this.#line += 1;
        this.#lineStart = this.#at + 1;
      } else if (code !== 32 && code !== 13 && code !== 9) return this.#text.charAt(this.#at);
      this.#at += 1;
    }
  }

  /** The line of the next character that is not blank. */
  line(): number {
    this.peek();
    return this.#line;
  }

  /** `file:line:column` of the next character that is not blank. */
  where(): string {
    this.peek();
    return `${this.#file}:${this.#line}:${this.#at - this.#lineStart + 1}`;
  }

  /** Steps over `character` when it comes next and says whether it did. */
  skip(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  take(character: string, expected = `"${character}"`): void {
    if (!this.skip(character)) this.fail(expected);
  }

  readString(): string {
    if (this.peek() !== '"') this.fail('text in double quotes');
    const start = this.#at;
    let at = start + 1;
    let isPlain = true;
    for (;;) {
      const code = this.#text.charCodeAt(at);
      if (code === 34) break;
      if (code === 92) {
        isPlain = false;
        at += 1;
      } else if (code < 32 || Number.isNaN(code)) {
        this.#at = at;
        this.fail('the closing double quote of the text on the same line (write a line break as \\n)');
      }
      at += 1;
    }
    this.#at = at + 1;
    if (isPlain) return this.#text.slice(start + 1, at);
    try {
      return JSON.parse(this.#text.slice(start, at + 1)) as string;
    } catch {
      this.#at = start;
      this.fail('text whose backslashes are followed by one of " \\ / b f n r t or uXXXX');
    }
  }

  /** A finite number. An integer beyond 2^53 is refused, because a double would change its digits. */
  readNumber(): number {
    this.peek();
    numberPattern.lastIndex = this.#at;
    const match = numberPattern.exec(this.#text);
    if (match === null) this.fail('a number');
    const value = Number(match[0]);
    const isInteger = match[1] === undefined && match[2] === undefined;
    if (!Number.isFinite(value) || (isInteger && !Number.isSafeInteger(value))) {
      throw new DataError({
        code: 'json/number-out-of-range',
        where: this.where(),
        what: 'A double-precision number cannot hold this number',
        got: match[0],
        expected: isInteger
          ? 'an integer between -(2^53 - 1) and 2^53 - 1'
          : 'a number below 1.8e308 in size',
        fix: 'Write an identifier as text, in double quotes',
      });
    }
    this.#at += match[0].length;
    return value;
  }

  /** `true`, `false` or `null`. */
  readLiteral(): boolean | null {
    this.peek();
    for (const [word, value] of literals) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    this.fail('a value: text in double quotes, a number or null');
  }

  /** Steps over one value of any kind and checks its syntax. */
  skipValue(depth = 0): void {
    const next = this.peek();
    if (depth > deepest) this.fail(`at most ${deepest} levels of nesting`);
    if (next === '"') this.readString();
    else if (next === '{') {
      this.forEachKey(() => this.skipValue(depth + 1));
    } else if (next === '[') {
      this.forEachItem(() => this.skipValue(depth + 1));
    } else if (next === '-' || (next >= '0' && next <= '9')) this.readNumber();
    else this.readLiteral();
  }

  /** Calls `visit` at each item of the array that comes next; `visit` must step over the item. */
  forEachItem(visit: (index: number) => void): void {
    this.take('[');
    if (this.skip(']')) return;
    for (let index = 0; ; index += 1) {
      visit(index);
      if (this.skip(']')) return;
      if (!this.skip(',')) this.fail('"," or "]"');
      if (this.peek() === ']') this.fail('another item after the comma, or no comma');
    }
  }

  /** Calls `visit` with each key of the object that comes next; `visit` must step over the value. */
  forEachKey(visit: (key: string) => void): void {
    this.take('{');
    if (this.skip('}')) return;
    for (;;) {
      if (this.peek() !== '"') this.fail('a key in double quotes');
      const key = this.readString();
      this.take(':');
      visit(key);
      if (this.skip('}')) return;
      if (!this.skip(',')) this.fail('"," or "}"');
    }
  }

  /** Fails unless nothing but blanks is left. */
  end(): void {
    if (this.peek() !== '') this.fail('the end of the file');
  }

  fail(expected: string): never {
    const next = this.#text.charAt(this.#at);
    throw new DataError({
      code: 'json/syntax',
      where: `${this.#file}:${this.#line}:${this.#at - this.#lineStart + 1}`,
      what: 'The text is not valid JSON here',
      got: next === '' ? 'the end of the file' : JSON.stringify(next),
      expected,
      fix: 'Mend the text at this place',
    });
  }
}

const literals: readonly (readonly [string, boolean | null])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];
