import { argumentError } from '../../core/errors.js';
import { requireOneOf } from '../../math/argument-checks.js';
import { checkLevel } from '../survival-columns.js';
import type { CoxInput, CoxOptions } from './fit-cox-model.js';

/** Options with their defaults, all compatible with each other and with the data. */
export type CoxSettings = { readonly [Name in keyof CoxOptions]-?: NonNullable<CoxOptions[Name]> };

/** Fills in defaults and throws a `MethodError` for options that have no meaning, alone or together. */
export function readCoxOptions(input: CoxInput, options: CoxOptions): CoxSettings {
  const { ties = 'efron', variance = 'model', level = 0.95, maximumIterations = 50 } = options;
  const { penalty = 'none', ridge = 1 } = options;
  const interval = options.interval ?? (penalty === 'firth' ? 'profile' : 'wald');
  checkLevel('cox', level);
  requireOneOf('cox', 'ties', ties, ['efron', 'breslow', 'exact']);
  requireOneOf('cox', 'variance', variance, ['model', 'robust']);
  requireOneOf('cox', 'penalty', penalty, ['none', 'firth', 'ridge']);
  requireOneOf('cox', 'interval', interval, ['wald', 'profile']);
  if (!(Number.isInteger(maximumIterations) && maximumIterations > 0)) {
    throw argumentError(
      'cox',
      'maximumIterations',
      'is no count',
      String(maximumIterations),
      'a whole number above 0',
    );
  }
  if (!(ridge > 0 && Number.isFinite(ridge))) {
    throw argumentError('cox', 'ridge', 'is no size of a penalty', String(ridge), 'a number above 0');
  }
  if (ties === 'exact') {
    if (input.weight !== undefined) {
      throw argumentError('cox', 'ties', 'has no meaning with case weights', '"exact"', 'efron or breslow');
    }
    if (variance === 'robust' || penalty === 'firth') {
      throw argumentError(
        'cox',
        'ties',
        `does not go with ${variance === 'robust' ? 'robust variance' : 'the Firth penalty'}`,
        '"exact"',
        'efron or breslow',
      );
    }
  }
  if (variance === 'robust' && (penalty !== 'none' || interval === 'profile')) {
    throw argumentError(
      'cox',
      'variance',
      `does not go with ${penalty === 'none' ? 'profile intervals' : `a ${penalty} penalty`}`,
      '"robust"',
      'model',
      'A penalised or profile likelihood takes the model as true',
    );
  }
  if (penalty === 'ridge' && interval === 'profile') {
    throw argumentError(
      'cox',
      'interval',
      'does not go with a ridge penalty',
      '"profile"',
      'wald',
      'A penalty that pulls towards 1 makes no interval of the stated coverage',
    );
  }
  return { ties, variance, level, penalty, ridge, interval, maximumIterations };
}
