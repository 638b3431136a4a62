import { argumentError } from '../../core/errors.js';
import { readNames } from '../../math/columns/name-column.js';
import { requireOptions } from '../../math/option-checks.js';
import { type CountingProcessFit, fitClusteredCox } from '../counting-process-cox.js';
import type { RecurrentRegressionInput, RecurrentRegressionOptions } from '../recurrent-regression.js';
import { readRecurrentRows } from '../recurrent-rows.js';

export interface ConditionalRegressionOptions extends RecurrentRegressionOptions {
  /** `total` (default): time since the origin. `gap`: time since the start of the row, that is since the last event. */
  readonly clock?: 'total' | 'gap';
  /** Events up to which each has a baseline of its own; later ones share that of the last. Default no limit. */
  readonly maximumStratum?: number;
}

/**
 * Estimates by what factor the rate of the next event differs between arms, given how many events a subject has had: the
 * conditional model of Prentice, Williams and Peterson, a Cox model with a baseline for each first, second ... event.
 * With few subjects at risk of late events, `maximumStratum` pools them.
 *
 * Standard errors are robust by subject. Result and conventions are those of `cox`; strata of the input are crossed
 * with the number of the event. On the gap clock each row starts at 0.
 *
 * Source: Prentice RL, Williams BJ, Peterson AV. Biometrika 1981;68:373-379. Oracle:
 * test/oracles/prentice-williams-peterson.
 */
export function prenticeWilliamsPeterson(
  input: RecurrentRegressionInput,
  options: ConditionalRegressionOptions = {},
): CountingProcessFit {
  requireOptions('prentice-williams-peterson', options, {
    ties: ['efron', 'breslow'],
    level: 'number',
    maximumIterations: 'number',
    clock: ['total', 'gap'],
    maximumStratum: 'number',
  });
  const method = 'prentice-williams-peterson';
  const { clock = 'total', maximumStratum = Number.POSITIVE_INFINITY, ...rest } = options;
  if (!(maximumStratum >= 1)) {
    throw argumentError(
      method,
      'maximumStratum',
      'is no count',
      String(maximumStratum),
      'a number from 1 up',
    );
  }
  const { subject, subjects, entry, columns, eventsBefore } = readRecurrentRows(method, input);
  const outer = input.strata === undefined ? null : readNames(method, 'strata', input.strata, columns.n);
  const strata = Array.from(eventsBefore, (events, row) => {
    const number = String(Math.min(events + 1, maximumStratum)).padStart(6, '0');
    return outer === null ? number : `${outer.levels[outer.codes[row]!]!} ${number}`;
  });
  const times =
    clock === 'total'
      ? { time: columns.time, entry }
      : { time: columns.time.map((time, row) => time - entry[row]!), entry: undefined };
  return fitClusteredCox(
    { ...input, ...times, event: columns.event, strata, cluster: { levels: subjects, codes: subject } },
    rest,
  );
}
