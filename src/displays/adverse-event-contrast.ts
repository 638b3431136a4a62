import { PlanError } from '../core/errors.js';
import { isEstimable } from '../core/estimable.js';
import type { EstimateRow, Result } from '../core/result.js';
import { adverseEventLines, anyAdverseEvent, sentenceCase } from './adverse-event-rows.js';
import { capitaliseLabel } from './format-number.js';

/** One event of a chart that sets two arms beside each other. */
export interface ContrastedEvent {
  readonly label: string;
  readonly bodySystem: string | null;
  readonly of: { readonly events: number; readonly n: number; readonly proportion: number };
  readonly versus: { readonly events: number; readonly n: number; readonly proportion: number };
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly p: number | null;
}

export interface AdverseEventContrast {
  readonly of: string;
  readonly versus: string;
  readonly level: number;
  readonly intervalMethod: string;
  readonly events: readonly ContrastedEvent[];
}

export interface ContrastChoice {
  /** The arm set against the reference; the first when null. */
  readonly arm: string | null;
  readonly rows: 'terms' | 'classes';
  readonly sentenceCase: boolean;
}

/**
 * The events of one contrast of arms: terms (any adverse event where there are none) or classes.
 *
 * @throws PlanError `display/no-rows` without a contrast of counted events, `display/unknown-arm` for another arm.
 */
export function adverseEventContrast(
  display: string,
  result: Result,
  choice: ContrastChoice,
): AdverseEventContrast {
  const { lines, differences } = adverseEventLines(result);
  const arms = [...new Set(differences.map(({ of }) => of))];
  const of = choice.arm ?? arms[0];
  if (choice.arm !== null && arms.length > 0 && !arms.includes(choice.arm)) {
    throw new PlanError({
      code: 'display/unknown-arm',
      where: `${display}, option "arm"`,
      what: `"${choice.arm}" is not set against the reference`,
      expected: `one of ${arms.join(', ')}`,
    });
  }
  const nested = lines.some(({ bodySystem }) => bodySystem !== null);
  const wanted = lines.filter(({ term, isClass }) =>
    term === null ? false : nested ? isClass === (choice.rows === 'classes') : true,
  );
  const places = new Map((wanted.length > 0 ? wanted : lines).map((line) => [line.term, line.bodySystem]));
  const own = differences.filter((row) => row.of === of && places.has(row.term));
  const events = own.flatMap((row) => contrasted(row, places.get(row.term) ?? null, choice.sentenceCase));
  const first = own[0];
  if (first === undefined || events.length === 0) {
    throw new PlanError({
      code: 'display/no-rows',
      where: display,
      what: `"${result.analysis}" compares no adverse events of two arms`,
      fix: 'Use the method adverse-event-summary with a reference arm.',
    });
  }
  return {
    of: first.of ?? '',
    versus: first.versus ?? '',
    level: first.level,
    intervalMethod: first.intervalMethod,
    events,
  };
}

function contrasted(
  { term, counts, estimate, lower, upper, p }: EstimateRow,
  bodySystem: string | null,
  small: boolean,
): readonly ContrastedEvent[] {
  if (counts === undefined || !isEstimable(estimate) || !isEstimable(lower) || !isEstimable(upper)) return [];
  const share = ({ events, n }: { events: number; n: number }) => ({
    events,
    n,
    proportion: n === 0 ? 0 : events / n,
  });
  const name = term ?? anyAdverseEvent;
  return [
    {
      label: capitaliseLabel(small ? sentenceCase(name) : name),
      bodySystem,
      of: share(counts.of),
      versus: share(counts.versus),
      difference: estimate,
      lower,
      upper,
      p: p !== null && isEstimable(p) ? p : null,
    },
  ];
}
