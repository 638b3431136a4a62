/** One thing that is wrong. `where` is a file with line and column, a dataset cell, or an argument name. */
export interface Issue {
  /** Stable and greppable, such as `plan/unknown-column`. */
  readonly code: string;
  readonly where: string;
  /** What is wrong, without the final stop. */
  readonly what: string;
  readonly got?: string;
  readonly expected?: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** **where code: what is wrong. Got X; expected Y. What to do.** */
export function formatIssue(issue: Issue): string {
  const parts = [`${issue.where} ${issue.code}: ${endWithStop(issue.what)}`];
  if (issue.got !== undefined && issue.expected !== undefined) {
    parts.push(`Got ${issue.got}; expected ${endWithStop(issue.expected)}`);
  } else if (issue.got !== undefined) {
    parts.push(`Got ${endWithStop(issue.got)}`);
  } else if (issue.expected !== undefined) {
    parts.push(`Expected ${endWithStop(issue.expected)}`);
  }
  if (issue.fix !== undefined) parts.push(endWithStop(issue.fix));
  return parts.join(' ');
}

function endWithStop(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** Base of every error that a user can cause or must see. Carries all issues found, not only the first. */
export abstract class TrialError extends Error {
  abstract readonly exitCode: number;
  readonly issues: readonly Issue[];

  constructor(issues: Issue | readonly Issue[], options?: ErrorOptions) {
    const list = Array.isArray(issues) ? (issues as readonly Issue[]) : [issues as Issue];
    super(list.map(formatIssue).join('\n'), options);
    this.issues = list;
  }

  get code(): string {
    return this.issues[0]?.code ?? 'internal/no-issue';
  }
}

/** The command line itself is wrong. Exit code 2. */
export class UsageError extends TrialError {
  override readonly name = 'UsageError';
  readonly exitCode = 2;
}

/** A specification or dictionary breaks its schema. Exit code 3. */
export class SpecError extends TrialError {
  override readonly name = 'SpecError';
  readonly exitCode = 3;
}

/** A file or a cell is not what its format or dictionary declares. Exit code 4. */
export class DataError extends TrialError {
  override readonly name = 'DataError';
  readonly exitCode = 4;
}

/** A specification is well formed but asks for what does not exist or does not fit. Exit code 5. */
export class PlanError extends TrialError {
  override readonly name = 'PlanError';
  readonly exitCode = 5;
}

/** A method was given arguments outside its domain. Exit code 6. */
export class MethodError extends TrialError {
  override readonly name = 'MethodError';
  readonly exitCode = 6;
}

/** A broken promise inside the toolkit. Exit code 70. */
export class InternalError extends TrialError {
  override readonly name = 'InternalError';
  readonly exitCode = 70;
}

/** Short form for kernels: `throw argumentError('risk-ratio', 'events', 'is above n', '12', 'at most 10')`. */
export function argumentError(
  method: string,
  argument: string,
  what: string,
  got?: string,
  expected?: string,
  fix?: string,
): MethodError {
  return new MethodError({
    code: `${method}/invalid-argument`,
    where: `${method}(${argument})`,
    what: `"${argument}" ${what}`,
    ...(got === undefined ? {} : { got }),
    ...(expected === undefined ? {} : { expected }),
    ...(fix === undefined ? {} : { fix }),
  });
}
