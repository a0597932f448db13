import { describe, expect, it } from 'vitest';
import { exampleRunner, examplesOf } from './page-examples.js';

const run = exampleRunner();

describe('the examples of the documentation', () => {
  const examples = ['docs/library.md', 'README.md'].flatMap((page) => examplesOf(page, 'js'));

  it('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(7);
  });

  it.each(examples)('$where runs to its end', async ({ code }) => {
    const { code: exit, signal, stderr } = await run(code);
    expect({ exit, signal, stderr }).toEqual({ exit: 0, signal: null, stderr: '' });
  });
});
