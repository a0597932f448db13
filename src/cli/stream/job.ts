import type { Direction } from '../../device/params.js';
import type { PrivilegeRequest } from '../../device/thread-privileges.js';
import type { CommonJob } from '../../stream/job.js';
import type { OnXrun } from '../../stream/on-xrun.js';
import type { Values } from '../command.js';
import { deviceName, requestOf } from '../request.js';

/** What the options say of any stream, whatever it is for. */
export function streamJob(
  values: Values,
  direction: Direction,
): Omit<CommonJob, 'counters' | 'losses'> {
  return {
    device: deviceName(values, direction),
    request: requestOf(values, direction),
    durationSeconds: (values['duration'] as number | undefined) ?? Number.POSITIVE_INFINITY,
    syncPtr: values['sync-ptr'] === true,
    privileges: privilegesOf(values),
    onXrun: (values['on-xrun'] as OnXrun | undefined) ?? 'recover',
  };
}

/** What the options ask of the system for a thread. */
export function privilegesOf(values: Values): PrivilegeRequest {
  return {
    realtimePriority: values['realtime'] as number | undefined,
    cpu: values['cpu'] as number | undefined,
    lockMemory: values['mlock'] === true,
  };
}
