import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { ROOT } from './program.js';

export const SCHEMA_FOLDER = join(ROOT, 'docs/schema');

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const compiled = new Map<string, ValidateFunction>();

/** Validator of the documents `alsa-mmap.NAME/1`. */
export function compileSchema(name: string): ValidateFunction {
  const schema = () =>
    JSON.parse(readFileSync(join(SCHEMA_FOLDER, `${name}.schema.json`), 'utf8')) as object;
  const validate = compiled.get(name) ?? ajv.compile(schema());
  compiled.set(name, validate);
  return validate;
}
