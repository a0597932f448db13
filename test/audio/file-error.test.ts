import { openSync, symlinkSync } from 'node:fs';
import { getSystemErrorMap } from 'node:util';
import { describe, expect, it } from 'vitest';
import { attemptOn, fileError } from '../../src/audio/file-error.js';
import { scratchDirectory } from './scratch.js';

const scratch = scratchDirectory();
const refusal = (code: string) => Object.assign(new Error(`${code}: x`), { code, syscall: 'open' });

describe('an error of a file', () => {
  it.each([
    ['ENOENT', 'NO_DEVICE'],
    ['ENOTDIR', 'NO_DEVICE'],
    ['EACCES', 'PERMISSION'],
    ['EPERM', 'PERMISSION'],
    ['EROFS', 'PERMISSION'],
    ['EISDIR', 'FAILED'],
    ['EBADF', 'FAILED'],
    ['ENAMETOOLONG', 'USAGE'],
    ['ENOSPC', 'FAILED'],
    ['EDQUOT', 'FAILED'],
    ['EFBIG', 'FAILED'],
    ['EIO', 'FAILED'],
    ['EPIPE', 'FAILED'],
    ['ELOOP', 'FAILED'],
  ])('%s has the code %s and is one line that names path and errno', (errno, code) => {
    const cause = refusal(errno);
    const error = fileError('open for reading', '/some/take.wav', cause);
    expect(error).toMatchObject({ code, errno, syscall: 'open', cause });
    expect(error.message).toMatch(
      new RegExp(`^cannot open for reading /some/take\\.wav: ${errno}, .+$`),
    );
  });

  it('distinguishes a missing directory from a missing file', () => {
    const advice = (action: 'open for reading' | 'open for writing') =>
      fileError(action, '/some/take.wav', refusal('ENOENT')).message;
    expect(advice('open for reading')).toContain('no such file');
    expect(advice('open for writing')).toContain('create /some first');
  });

  it('names the path and the errno once, whatever the errno', () => {
    for (const [errno, [code, text]] of getSystemErrorMap()) {
      const message = `${code}: ${text}, open '/some/take.wav'`;
      const cause = Object.assign(new Error(message), { code, errno, syscall: 'open' });
      const words = fileError('open for reading', '/some/take.wav', cause).message;
      expect(words.split('/some/take.wav')).toHaveLength(2);
      expect(words.split(code)).toHaveLength(2);
    }
  });

  it('keeps the text of an errno without advice', () => {
    const path = scratch('loop.wav');
    symlinkSync(path, path);
    expect(() => attemptOn('open for writing', path, () => openSync(path, 'w'))).toThrow(
      `cannot open for writing ${path}: ELOOP, too many symbolic links encountered`,
    );
    expect(fileError('read', 'a.wav', new Error('odd')).message).toBe(
      'cannot read a.wav: error, odd',
    );
  });
});
