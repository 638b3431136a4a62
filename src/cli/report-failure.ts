import { formatIssue, type Issue, TrialError } from '../core/errors.js';
import { paint } from './terminal.js';

/** Prints an error for a person and returns the exit code that tells its kind. */
export function reportFailure(error: unknown): number {
  if (error instanceof TrialError) {
    printIssues(error.issues);
    return error.exitCode;
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${paint('red', 'error')} internal/unexpected: ${message}\n`);
  return 70;
}

/** One line an issue, and how many there are when there are several. */
export function printIssues(issues: readonly Issue[]): void {
  for (const issue of issues) process.stderr.write(`${paint('red', 'error')} ${formatIssue(issue)}\n`);
  if (issues.length > 1) process.stderr.write(`${issues.length} problems.\n`);
}

/** The rooms whose issues are about a file or a cell: the formats, the types of the dictionary, the files themselves. */
const roomsOfData: readonly string[] = ['data', 'file', 'text', 'csv', 'json', 'dataset-json', 'xpt'];

/** The exit code of an issue that was collected rather than thrown, by the room that its code names. */
export function exitCodeOfIssue(issue: Issue): number {
  const room = issue.code.split('/')[0];
  if (room === 'yaml' || room === 'spec' || room === 'dictionary') return 3;
  if (room !== undefined && roomsOfData.includes(room)) return 4;
  if (room === 'plan' || room === 'claim') return 5;
  if (room === 'cli') return 2;
  if (room === 'internal') return 70;
  return 6;
}
