import type { z } from 'zod';

/**
 * The keys that a schema allows in the mapping at `path`, for "did you mean". Where several shapes are allowed, the
 * keys of all of them.
 */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  let candidates = unwrap(schema);
  for (const step of path) {
    candidates = candidates.flatMap((candidate) => {
      const inner = stepInto(candidate, step);
      return inner === undefined ? [] : unwrap(inner);
    });
  }
  return [...new Set(candidates.flatMap((candidate) => Object.keys(shapeOf(candidate))))];
}

type Shape = Readonly<Record<string, z.core.$ZodType>>;

function shapeOf(schema: z.core.$ZodType): Shape {
  const { def } = schema._zod;
  return def.type === 'object' ? (def as z.core.$ZodObjectDef).shape : {};
}

function stepInto(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return Object.hasOwn(shapeOf(schema), step) ? shapeOf(schema)[String(step)] : undefined;
    case 'array':
      return (def as z.core.$ZodArrayDef).element;
    case 'record':
      return (def as z.core.$ZodRecordDef).valueType;
    default:
      return undefined;
  }
}

/** Looks through wrappers, such as optional and default, to the schemas that have a shape. */
function unwrap(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'union':
      return (def as z.core.$ZodUnionDef).options.flatMap(unwrap);
    case 'pipe':
      return unwrap((def as z.core.$ZodPipeDef).in);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return unwrap((def as z.core.$ZodOptionalDef).innerType);
    default:
      return [schema];
  }
}
