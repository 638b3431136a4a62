/** Fixed texts and sizes of SAS transport version 5 (TS-140). Everything comes in records of 80 bytes. */
export const recordSize = 80;
export const namestrSize = 140;

const zeros = '0'.repeat(30);
export const libraryHeader = `HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!${zeros}  `;
export const memberHeader = `HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!000000000000000001600000000140  `;
export const descriptorHeader = `HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!${zeros}  `;
export const observationHeader = `HEADER RECORD*******OBS     HEADER RECORD!!!!!!!${zeros}  `;

export function namestrHeader(variableCount: number): string {
  const count = String(variableCount).padStart(4, '0');
  return `HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!000000${count}${'0'.repeat(20)}  `;
}

/** What the first 48 bytes of each header record must be. */
export const headerPrefixLength = 48;

/** One variable of a member. */
export interface XptVariable {
  readonly name: string;
  readonly label: string | null;
  readonly format: string | null;
  readonly type: 'text' | 'number';
  /** Bytes in a row. */
  readonly length: number;
  /** First byte within a row. */
  readonly position: number;
}

/** One data set of a transport file. */
export interface XptMember {
  readonly name: string;
  readonly label: string | null;
  readonly variables: readonly XptVariable[];
  readonly rowLength: number;
  /** Offsets of the rows, padding included. */
  readonly dataStart: number;
  readonly dataEnd: number;
}
