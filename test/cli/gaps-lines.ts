import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { jsonLines, ROOT } from './program.js';

const schema = JSON.parse(readFileSync(join(ROOT, 'docs/schema/gaps.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

export interface GapLine {
  readonly kind: string;
  readonly cause: string;
  readonly atFrame: number;
  readonly file: string;
  readonly fileFrame: number;
  readonly wallTime: string;
  readonly durationNs: number;
  readonly lostFrames: number;
  readonly insertedFrames: number;
}

/** Lines of a gaps file; expects that they conform to its schema. */
export function validGaps(path: string): { head: Record<string, unknown>; gaps: GapLine[] } {
  const lines = jsonLines(readFileSync(path, 'utf8'));
  for (const line of lines) {
    validate(line);
    expect(validate.errors ?? [], JSON.stringify(line)).toEqual([]);
  }
  const [head, ...gaps] = lines;
  expect(head).toHaveProperty('schema');
  for (const gap of gaps) expect(gap).toHaveProperty('kind');
  return { head: head!, gaps: gaps as unknown as GapLine[] };
}
