import type { Direction } from '../../device/params.js';
import type { PrivilegeRequest } from '../../device/thread-privileges.js';
import type { CommonJob } from '../../stream/job.js';
import type { OnXrun } from '../../stream/on-xrun.js';
import type { Values } from '../command.js';
import { deviceName, requestOf } from '../request.js';

/** Shorter streams are over before V8 would be done with their loop. */
const WORTH_COMPILING_SECONDS = 5;

/** What the options say of any stream, whatever it is for. */
export function streamJob(
  values: Values,
  direction: Direction,
): Omit<CommonJob, 'counters' | 'losses'> {
  const durationSeconds = (values['duration'] as number | undefined) ?? Number.POSITIVE_INFINITY;
  return {
    device: deviceName(values, direction),
    request: requestOf(values, direction),
    durationSeconds,
    compileSoon: isWorthCompiling(durationSeconds),
    syncPtr: values['sync-ptr'] === true,
    privileges: privilegesOf(values),
    onXrun: (values['on-xrun'] as OnXrun | undefined) ?? 'recover',
  };
}

/** Whether V8 is to compile the loop of a stream of so many seconds as it begins. */
export function isWorthCompiling(seconds: number): boolean {
  return seconds >= WORTH_COMPILING_SECONDS;
}

/** What the options ask of the system for a thread. */
export function privilegesOf(values: Values): PrivilegeRequest {
  return {
    realtimePriority: values['realtime'] as number | undefined,
    cpu: values['cpu'] as number | undefined,
    lockMemory: values['mlock'] === true,
  };
}
