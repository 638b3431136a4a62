import { DataError, type Issue, SpecError } from '../core/errors.js';

/** How many problems an error lists in full. */
const listed = 20;

/**
 * Collects every problem of one file, so that a user mends them in one go. Problems of one kind (code and column)
 * share a group; when there are more than 20 in all, each group lists its first few and counts the rest, so that one
 * bad column of a million rows does not hide the other columns.
 */
export class IssueList {
  readonly #file: string;
  readonly #groups = new Map<string, { readonly first: Issue[]; count: number }>();
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get count(): number {
    return this.#count;
  }

  add(issue: Issue, group: string = issue.code): void {
    this.#count += 1;
    const found = this.#groups.get(group);
    if (found === undefined) this.#groups.set(group, { first: [issue], count: 1 });
    else {
      found.count += 1;
      if (found.first.length < listed) found.first.push(issue);
    }
  }

  /** The problems to print: all of them up to 20; beyond that the first of each group with the count of the rest. */
  toIssues(): Issue[] {
    const groups = [...this.#groups.values()];
    if (this.#count <= listed) return groups.flatMap((group) => group.first);
    const share = Math.max(1, Math.floor(listed / groups.length));
    const shown = groups.slice(0, listed);
    const issues = shown.flatMap((group) => {
      const first = group.first.slice(0, share);
      const rest = group.count - first.length;
      return rest === 0 ? first : [...first, this.#rest(first[0]!.code, rest)];
    });
    const hidden = groups.slice(listed).reduce((sum, group) => sum + group.count, 0);
    return hidden === 0 ? issues : [...issues, this.#rest('data/more-problems', hidden)];
  }

  throwDataErrorIfAny(): void {
    if (this.#count > 0) throw new DataError(this.toIssues());
  }

  throwSpecErrorIfAny(): void {
    if (this.#count > 0) throw new SpecError(this.toIssues());
  }

  #rest(code: string, count: number): Issue {
    const what = code === 'data/more-problems' ? 'other kinds' : 'this kind, not listed';
    return {
      code,
      where: this.#file,
      what: `${count} more ${count === 1 ? 'problem' : 'problems'} of ${what}`,
    };
  }
}
