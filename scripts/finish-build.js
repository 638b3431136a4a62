// Makes the built command executable and writes the JSON Schemas that editors use from the built definitions.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';

chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755);
const { dictionaryJsonSchema, specificationJsonSchema } = await import('../dist/schemas.js');
const folder = new URL('../schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of [
  ['analysis', specificationJsonSchema()],
  ['dictionary', dictionaryJsonSchema()],
]) {
  writeFileSync(new URL(`${name}.schema.json`, folder), `${JSON.stringify(schema, null, 1)}\n`);
}
