import { closeSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scratchDirectory } from '../audio/scratch.js';
import { native } from './addon.js';

const scratch = scratchDirectory();

it('locks a file for one open file description, until it is closed', () => {
  const path = scratch('file');
  const first = openSync(path, 'w');
  const second = openSync(path, 'r');
  native.lockFile(first);
  native.lockFile(first);
  expect(() => native.lockFile(second)).toThrow(
    expect.objectContaining({ code: 'EAGAIN', errno: 11, syscall: 'flock' }),
  );
  closeSync(first);
  native.lockFile(second);
  closeSync(second);
});

it('reports a descriptor that is not open', () => {
  expect(() => native.lockFile(1_000_000)).toThrow(
    expect.objectContaining({ code: 'EBADF', syscall: 'flock' }),
  );
});
