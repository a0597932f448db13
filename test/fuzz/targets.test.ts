import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TARGETS } from './targets.js';

const CORPUS = fileURLToPath(new URL('../corpus', import.meta.url));

describe.each(Object.entries(TARGETS))('%s', (name, target) => {
  const folder = join(CORPUS, name);
  const kept = readdirSync(folder).sort();

  it('passes for every input of the corpus', async () => {
    expect(kept.length).toBeGreaterThan(0);
    for (const file of kept) {
      await expect(
        Promise.resolve().then(() => target.run(readFileSync(join(folder, file)))),
        file,
      ).resolves.toBeUndefined();
    }
  });

  it('passes for random bytes and for combinations of its fragments', async () => {
    const piece = fc.constantFrom(...target.pieces).map((text) => Buffer.from(text, 'latin1'));
    const some = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes));
    const parts = fc.array(fc.oneof(piece, piece, some), { maxLength: 24 });
    const any = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(any, parts.map(Buffer.concat)), async (bytes) => {
        await target.run(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});
