import { expect, it } from 'vitest';
import { explainedRow } from '../../src/cli/why/text.js';

it('counts the explained xruns by cause', () => {
  const accounts = (['stopped', 'not-run', 'stopped'] as const).map((kind) => ({
    cause: { kind },
  }));
  expect(explainedRow(accounts, 5)).toEqual(['explained', '3 of 5 xruns', 'stopped 2, not-run 1']);
  expect(explainedRow([], 1)).toEqual(['explained', '0 of 1 xruns', '']);
});
