import { DataError } from '../../../core/errors.js';
import type { StrictDecoder } from '../text-decoder.js';
import { decodeHeaderText, latin, trimEnd } from './xpt-header.js';
import type { XptVariable } from './xpt-layout.js';

/** Reads the description of one variable (a NAMESTR record of 140 bytes, 136 on VAX). */
export function readNamestr(
  bytes: Uint8Array,
  at: number,
  file: string,
  decoder: StrictDecoder,
): XptVariable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = trimEnd(latin(bytes, at + 8, 8));
  const kind = view.getInt16(at);
  const length = view.getInt16(at + 4);
  if (kind !== 1 && kind !== 2) {
    throw badVariable(file, at, name, 'has an unknown type', String(kind), '1 (number) or 2 (text)');
  }
  if (kind === 1 ? length < 2 || length > 8 : length < 1) {
    const expected = kind === 1 ? '2 to 8 bytes for a number' : 'at least 1 byte for text';
    throw badVariable(file, at + 4, name, 'has an impossible length', `${length}`, expected);
  }
  const label = decodeHeaderText(bytes, at + 16, 40, decoder, file);
  return {
    name,
    label: label === '' ? null : label,
    format: formatText(trimEnd(latin(bytes, at + 56, 8)), view.getInt16(at + 64), view.getInt16(at + 66)),
    type: kind === 1 ? 'number' : 'text',
    length,
    position: view.getInt32(at + 84),
  };
}

/** The variables must fill a row without gap or overlap; gives the length of a row. */
export function checkRowLayout(
  variables: readonly XptVariable[],
  first: number,
  namestrLength: number,
  file: string,
): number {
  const names = new Set<string>();
  const order = variables
    .map((_, index) => index)
    .sort((a, b) => variables[a]!.position - variables[b]!.position);
  let position = 0;
  for (const index of order) {
    const variable = variables[index]!;
    const at = first + index * namestrLength;
    if (variable.name === '' || names.has(variable.name)) {
      const what = variable.name === '' ? 'has no name' : 'has the name of another variable';
      throw badVariable(file, at + 8, variable.name, what, `"${variable.name}"`, 'a name that stands once');
    }
    names.add(variable.name);
    if (variable.position !== position) {
      throw badVariable(
        file,
        at + 84,
        variable.name,
        'does not follow the variable before it in the row',
        `position ${variable.position}`,
        `position ${position}`,
      );
    }
    position += variable.length;
  }
  return position;
}

function badVariable(
  file: string,
  at: number,
  name: string,
  what: string,
  got: string,
  expected: string,
): DataError {
  return new DataError({
    code: 'xpt/bad-variable',
    where: `${file}, byte ${at}`,
    what: `The variable ${JSON.stringify(name)} ${what}`,
    got,
    expected,
    fix: 'The file is damaged or was not written by SAS rules; write it again',
  });
}

/** `DATE` with width 9 is `DATE9.`; width 8 with 2 decimals and no name is `8.2`; nothing at all is null. */
function formatText(name: string, width: number, decimals: number): string | null {
  if (name === '' && width <= 0) return null;
  return `${name}${width > 0 ? width : ''}.${decimals > 0 ? decimals : ''}`;
}
