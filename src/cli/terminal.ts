type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'dim' | 'bold';

const codes: Record<Colour, readonly [number, number]> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** Colour on a terminal only, and never when NO_COLOR is set. */
function colourful(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}

export function paint(colour: Colour, text: string, stream: NodeJS.WriteStream = process.stderr): string {
  if (!colourful(stream)) return text;
  const [on, off] = codes[colour];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** A line of progress that replaces itself; nothing where the output is not a terminal. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

export function endProgress(): void {
  progress('');
}

export interface TextColumn {
  readonly label: string;
  readonly align?: 'left' | 'right';
  readonly paint?: (text: string, row: number) => string;
}

/** A plain text table; widths fit the longest cell, and control characters in cells are shown, not obeyed. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map((column, index) =>
    cells.reduce((widest, row) => Math.max(widest, row[index]?.length ?? 0), column.label.length),
  );
  const pad = (text: string, index: number) =>
    columns[index]?.align === 'right' ? text.padStart(widths[index]!) : text.padEnd(widths[index]!);
  const header = columns
    .map((column, index) => pad(column.label, index))
    .join('  ')
    .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const body = cells.map((row, position) =>
    row
      .map((text, index) => {
        const padded = pad(text, index);
        return columns[index]?.paint?.(padded, position) ?? padded;
      })
      .join('  ')
      .trimEnd(),
  );
  return [header, rule, ...body].join('\n');
}

/** Control characters become visible, so that text of a file cannot steer the terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}
