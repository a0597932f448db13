import assert from 'node:assert/strict';
import { AlsaMmapError, type ErrorCode } from '../../src/device/errors.js';

/** What the call answers; undefined where it refuses with that code, in one line with a hint. */
export function answerOf<T>(code: ErrorCode, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof AlsaMmapError)) throw error;
    assert.equal(error.code, code);
    assert.ok(error.message.length > 10, error.message);
    return undefined;
  }
}

/** The bytes as the text that a command line or a file of the kernel would be. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
