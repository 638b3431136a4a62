import type { Dictionary } from '../core/dataset.js';
import type { AnyMethod } from '../core/definition.js';
import type { AnyDisplay } from '../core/display.js';
import type { AnyEndpoint } from '../endpoints/endpoint-definition.js';

/** Everything that a spec may name. The planner checks names against it, so that a plan can only hold what exists. */
export interface Catalogue {
  readonly methods: readonly AnyMethod[];
  readonly endpoints: readonly AnyEndpoint[];
  readonly displays: readonly AnyDisplay[];
  readonly dictionaries: ReadonlyMap<string, Dictionary>;
}
