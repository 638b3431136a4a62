/** A break of the CSV grammar, at a line and column of the file (both from 1). */
export interface CsvProblem {
  readonly kind: 'quote-in-cell' | 'text-after-quote' | 'lone-carriage-return' | 'unterminated-quote';
  readonly line: number;
  readonly column: number;
}

/** Receives what the scanner finds, in the order of the file. */
export interface CsvSink {
  /** `cells` is reused for the next record; `isBlank` is true for a line without any character. */
  record(cells: readonly string[], count: number, line: number, isBlank: boolean): void;
  problem(problem: CsvProblem): void;
}

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * Splits CSV text into records after RFC 4180: cells between delimiters, records between LF or CRLF, quoted cells that
 * may hold delimiters, line breaks and doubled quotes. An unterminated quote ends the scan; after any other problem it
 * goes on. One pass, O(characters).
 */
export function scanCsv(text: string, delimiter: string, sink: CsvSink): void {
  const separator = delimiter.charCodeAt(0);
  const end = text.length;
  const cells: string[] = [];
  let count = 0;
  let at = 0;
  let line = 1;
  let lineStart = 0;
  let recordLine = 1;
  let recordStart = 0;
  while (at < end) {
    if (text.charCodeAt(at) === quote) {
      const openLine = line;
      const openColumn = at - lineStart + 1;
      let value = '';
      let from = at + 1;
      for (;;) {
        const close = text.indexOf('"', from);
        if (close < 0) {
          sink.problem({ kind: 'unterminated-quote', line: openLine, column: openColumn });
          return;
        }
        value += text.slice(from, close);
        at = close + 1;
        if (text.charCodeAt(at) !== quote) break;
        value += '"';
        from = at + 1;
      }
      const breaks = countLineFeeds(value);
      if (breaks > 0) {
        line += breaks;
        lineStart = text.lastIndexOf('\n', at - 1) + 1;
      }
      cells[count] = value;
      const next = at < end ? text.charCodeAt(at) : lineFeed;
      if (next !== separator && next !== lineFeed && next !== carriageReturn) {
        sink.problem({ kind: 'text-after-quote', line, column: at - lineStart + 1 });
        while (at < end && text.charCodeAt(at) !== separator && text.charCodeAt(at) !== lineFeed) at += 1;
      }
    } else {
      const start = at;
      let firstQuote = -1;
      while (at < end) {
        const code = text.charCodeAt(at);
        if (code === separator || code === lineFeed || code === carriageReturn) break;
        if (code === quote && firstQuote < 0) firstQuote = at;
        at += 1;
      }
      if (firstQuote >= 0) sink.problem({ kind: 'quote-in-cell', line, column: firstQuote - lineStart + 1 });
      cells[count] = text.slice(start, at);
    }
    count += 1;

    if (at < end && text.charCodeAt(at) === separator) {
      at += 1;
      if (at < end) continue;
      // A delimiter as the last character of the text opens one more, empty cell.
      cells[count] = '';
      count += 1;
    }
    const recordEnd = at;
    if (text.charCodeAt(at) === carriageReturn) {
      if (text.charCodeAt(at + 1) === lineFeed) at += 1;
      else if (at + 1 < end) sink.problem({ kind: 'lone-carriage-return', line, column: at - lineStart + 1 });
    }
    sink.record(cells, count, recordLine, recordEnd === recordStart);
    count = 0;
    at += 1;
    line += 1;
    lineStart = at;
    recordLine = line;
    recordStart = at;
  }
}

function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
