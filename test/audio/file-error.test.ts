import { describe, expect, it } from 'vitest';
import { fileError } from '../../src/audio/file-error.js';

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

  it('repeats the system message for an unknown errno', () => {
    expect(fileError('read', 'a.wav', refusal('ELOOP')).message).toContain('ELOOP: x');
    expect(fileError('read', 'a.wav', new Error('odd')).message).toBe(
      'cannot read a.wav: error, odd',
    );
  });
});
