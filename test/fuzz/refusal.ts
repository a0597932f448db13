import assert from 'node:assert/strict';
import { AlsaMmapError, type ErrorCode } from '../../src/device/errors.js';

/** Returns the result; undefined if the call throws the code with a one-line message. */
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

/** Decodes the bytes as UTF-8, like a command line or a file of the kernel. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
