/** Where bytes came from: enough to find and to recognise the file again. */
export interface DataSource {
  /** As the user named it; never an absolute path of a machine. */
  readonly file: string;
  readonly sha256: string;
}

/** A column as read. Numbers of a binary format stay numbers; text stays text, whatever it looks like. */
export type RawColumn =
  | {
      readonly name: string;
      readonly label: string | null;
      /** The format's own display format, such as `DATE9.`. */
      readonly format: string | null;
      readonly type: 'text';
      readonly values: readonly (string | null)[];
    }
  | {
      readonly name: string;
      readonly label: string | null;
      readonly format: string | null;
      readonly type: 'number';
      readonly values: Float64Array;
      /** 0 where present; otherwise the character code of the SAS missing value: `.`, `_` or `A` to `Z`. */
      readonly missing: Uint8Array;
    };

/** Cells as read: nothing is typed, trimmed or guessed yet. */
export interface RawTable {
  readonly name: string;
  readonly label: string | null;
  readonly source: DataSource;
  readonly rowCount: number;
  readonly columns: readonly RawColumn[];
  /** For each row the line of the file (1 is the first line), where the format has lines. */
  readonly lines?: Int32Array;
}

export type VariableType = 'text' | 'integer' | 'decimal' | 'date' | 'flag';

/** One variable as a dictionary declares it. */
export interface DictionaryVariable {
  readonly name: string;
  readonly label: string;
  readonly type: VariableType;
  readonly required: boolean;
  /** Whether a cell may be empty. */
  readonly missingAllowed: boolean;
  readonly unit: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly codelist: readonly { readonly code: string; readonly label: string }[] | null;
}

/** A rule between columns of one row. */
export type DictionaryCheck =
  | { readonly rule: 'at-most'; readonly variable: string; readonly limit: string }
  | { readonly rule: 'percent-agrees'; readonly count: string; readonly of: string; readonly percent: string }
  | {
      readonly rule: 'interval-holds';
      readonly lower: string;
      readonly estimate: string;
      readonly upper: string;
    };

export interface Dictionary {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Columns that together name a row once. */
  readonly key: readonly string[];
  readonly variables: readonly DictionaryVariable[];
  readonly checks: readonly DictionaryCheck[];
}

interface ColumnBase {
  readonly name: string;
  readonly label: string;
  readonly unit: string | null;
  readonly codelist: DictionaryVariable['codelist'];
}

export interface TextColumn extends ColumnBase {
  readonly type: 'text' | 'flag';
  readonly values: readonly (string | null)[];
}

export interface NumberColumn extends ColumnBase {
  readonly type: 'integer' | 'decimal';
  readonly values: Float64Array;
  /** 1 where the cell is missing. */
  readonly missing: Uint8Array;
  /** The printed digits, where the source is text: they say how far a figure was rounded. */
  readonly printed: readonly (string | null)[] | null;
}

export interface DateColumn extends ColumnBase {
  readonly type: 'date';
  /** Whole days since 1970-01-01. */
  readonly values: Int32Array;
  readonly missing: Uint8Array;
  readonly precision: 'day';
}

export type DatasetColumn = TextColumn | NumberColumn | DateColumn;

/** A conversion that changed a value, or a rule that a value breaks without being fatal; counted, with a sample. */
export interface LedgerEntry {
  readonly kind: string;
  readonly column: string;
  readonly count: number;
  /** The first rows (1-based data rows) where it happened. */
  readonly rows: readonly number[];
  readonly message: string;
}

/** A table typed by a dictionary. */
export interface Dataset {
  readonly name: string;
  readonly dictionary: string;
  readonly source: DataSource;
  readonly rowCount: number;
  readonly columns: ReadonlyMap<string, DatasetColumn>;
  readonly ledger: readonly LedgerEntry[];
  readonly lines?: Int32Array;
}

/** A condition with the shape of a CDISC ARS WhereClause. */
export type WhereClause =
  | {
      readonly variable: string;
      readonly comparator: 'EQ' | 'NE' | 'GT' | 'GE' | 'LT' | 'LE' | 'IN' | 'NOTIN';
      readonly value: readonly (string | number)[];
    }
  | {
      readonly logicalOperator: 'AND' | 'OR' | 'NOT';
      readonly whereClauses: readonly WhereClause[];
    };
