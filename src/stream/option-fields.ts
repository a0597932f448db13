import { type FieldTable, flag, integer, number, objectOf, oneOf } from '../device/check-fields.js';
import { COMMON_FIELDS } from '../device/request-fields.js';
import type { PrivilegeRequest } from '../runtime/thread-privileges.js';
import { type StreamOptions, XRUN_POLICIES } from './stream-options.js';

/** Longest FIFO: an hour. */
const MAX_FIFO_SECONDS = 3600;

const PRIVILEGE_FIELDS: FieldTable<PrivilegeRequest> = {
  realtimePriority: integer(1, 99),
  cpu: integer(0, 16_383),
  lockMemory: flag,
};

/** Checks of the options of every stream. */
export const STREAM_FIELDS: FieldTable<StreamOptions> = {
  ...COMMON_FIELDS,
  onXrun: oneOf(XRUN_POLICIES),
  syncPtr: flag,
  privileges: objectOf(PRIVILEGE_FIELDS),
  fifoSeconds: number(0, MAX_FIFO_SECONDS, 'seconds'),
  signal: { expected: 'an AbortSignal', accepts: (value) => value instanceof AbortSignal },
  raw: flag,
};
