import type { EventDetail, PcmReference, ScheduledTask } from './trace-event.js';

const SWITCH = new RegExp(
  String.raw`^prev_comm=(.*) prev_pid=(\d+) prev_prio=(-?\d+) prev_state=(\S+) ==> ` +
    String.raw`next_comm=(.*) next_pid=(\d+) next_prio=(-?\d+)`,
);
const WAKING = /^comm=(.*) pid=(\d+) prio=(-?\d+) (?:success=\d+ )?target_cpu=(\d+)/;
const SIGNAL = /^sig=(\d+) .*?comm=(.*) pid=(\d+) grp=/;
const EXEC = /^filename=(.*) pid=\d+ old_pid=/;
const CALL = /^NR (-?\d+) \(([^)]*)\)/;
const RETURN = /^NR (-?\d+) = (-?\d+)/;
const IRQ_ENTRY = /^irq=(\d+) name=(.*)$/;
const FREQUENCY = /^state=(\d+) cpu_id=(\d+)/;
const SOFTIRQ = /^vec=\d+ \[action=(.*)\]/;

/** Kinds of the events of snd_pcm's probes, by the probed function: the probe can have any name. */
const PROBED: ReadonlyMap<string, 'period-elapsed' | 'pointer-update' | 'xrun'> = new Map([
  ['snd_pcm_period_elapsed', 'period-elapsed'],
  ['snd_pcm_update_state', 'pointer-update'],
  ['__snd_pcm_xrun', 'xrun'],
]);
/** TASK_COMM_LEN of the kernel, without the NUL. */
const MAX_COMMAND_LENGTH = 15;
const LOCK_FUNCTION = 'futex_wait';
const URB_FUNCTION = 'snd_complete_urb';

/**
 * Parses an event by its name and text.
 * @returns undefined if the text of a known event is not understood
 */
export function parseEvent(name: string, text: string): EventDetail | undefined {
  switch (name) {
    case 'sched_switch':
      return parseSwitch(text);
    case 'sched_waking':
    case 'sched_wakeup': {
      const match = WAKING.exec(text);
      if (match === null) return undefined;
      const [, command, pid, priority, cpu] = match;
      return { kind: 'waking', target: task(command, pid, priority), targetCpu: Number(cpu) };
    }
    case 'sched_process_exec': {
      const path = EXEC.exec(text)?.[1];
      return path === undefined ? undefined : { kind: 'exec', command: commandOf(path) };
    }
    case 'sys_enter': {
      const match = CALL.exec(text);
      if (match === null) return undefined;
      return { kind: 'call', number: Number(match[1]), args: match[2]!.split(', ') };
    }
    case 'sys_exit': {
      const match = RETURN.exec(text);
      if (match === null) return undefined;
      return { kind: 'return', number: Number(match[1]), result: Number(match[2]) };
    }
    case 'signal_generate': {
      const match = SIGNAL.exec(text);
      if (match === null) return undefined;
      const target = { pid: Number(match[3]), command: match[2]! };
      return { kind: 'signal', signal: Number(match[1]), target };
    }
    case 'irq_handler_entry': {
      const match = IRQ_ENTRY.exec(text);
      if (match === null) return undefined;
      return { kind: 'irq-entry', irq: Number(match[1]), name: match[2]! };
    }
    case 'irq_handler_exit': {
      const match = /^irq=(\d+)/.exec(text);
      return match === null ? undefined : { kind: 'irq-exit', irq: Number(match[1]) };
    }
    case 'softirq_entry':
    case 'softirq_exit': {
      const match = SOFTIRQ.exec(text);
      if (match === null) return undefined;
      const kind = name === 'softirq_entry' ? 'softirq-entry' : 'softirq-exit';
      return { kind, name: match[1]! };
    }
    case 'local_timer_entry':
      return { kind: 'tick' };
    case 'local_timer_exit':
      return { kind: 'tick-exit' };
    case 'cpu_frequency': {
      const match = FREQUENCY.exec(text);
      if (match === null) return undefined;
      return { kind: 'frequency', kHz: Number(match[1]), ofCpu: Number(match[2]) };
    }
    case 'page_fault_user':
      return { kind: 'page-fault' };
    default:
      return parseProbe(text);
  }
}

function parseSwitch(text: string): EventDetail | undefined {
  const match = SWITCH.exec(text);
  if (match === null) return undefined;
  const [, previous, previousPid, previousPriority, state, next, nextPid, nextPriority] = match;
  return {
    kind: 'switch',
    previous: task(previous, previousPid, previousPriority),
    previousState: state!,
    next: task(next, nextPid, nextPriority),
  };
}

/** The kernel's name of a thread after it has started the program of a file. */
function commandOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).slice(0, MAX_COMMAND_LENGTH);
}

function task(command = '', pid = '0', priority = '0'): ScheduledTask {
  return { pid: Number(pid), command, priority: Number(priority) };
}

/** Parses an event of a kprobe: `(function+0x4/0x40 [module]) field=value ...`. */
function parseProbe(text: string): EventDetail | undefined {
  const match = /^\((\w+)\+0x[\da-f]+\/0x[\da-f]+(?: \[\w+\])?\)(.*)$/.exec(text);
  const [, name = '', values = ''] = match ?? [];
  const kind = PROBED.get(name);
  if (kind === undefined && name !== LOCK_FUNCTION && name !== URB_FUNCTION)
    return { kind: 'other' };
  const fields = new Map<string, string>();
  for (const [, field, value] of values.matchAll(/ (\w+)=(\S+)/g)) fields.set(field!, value!);
  if (name === LOCK_FUNCTION) return { kind: 'lock-wait', holder: Number(fields.get('holder')) };
  const pcm = pcmReference(fields);
  if (pcm === undefined) return undefined;
  if (kind === undefined) return urb(pcm, fields);
  return kind === 'xrun' ? { kind, pcm, stack: [] } : { kind, pcm };
}

function urb(
  substream: PcmReference,
  fields: ReadonlyMap<string, string>,
): EventDetail | undefined {
  const numbers = ['status', 'packets', 'failed', 'bytes', 'actual'].map((name) =>
    Number(fields.get(name) ?? Number.NaN),
  );
  if (!numbers.every(Number.isSafeInteger)) return undefined;
  const [status, packets, failedPackets, bytes, actualBytes] = numbers;
  return {
    ...{ kind: 'urb', substream, status: status!, packets: packets! },
    ...{ failedPackets: failedPackets!, bytes: bytes!, actualBytes: actualBytes! },
  };
}

function pcmReference(fields: ReadonlyMap<string, string>): PcmReference | undefined {
  const stream = fields.get('ss');
  if (stream === undefined) return undefined;
  const number = (name: string) => {
    const value = Number(fields.get(name) ?? Number.NaN);
    return Number.isSafeInteger(value) ? value : undefined;
  };
  const dir = number('dir');
  return {
    stream,
    card: number('card'),
    device: number('dev'),
    direction: dir === undefined ? undefined : dir === 0 ? 'playback' : 'capture',
    subdevice: number('num'),
    group: fields.get('group'),
    hwPtr: number('hw'),
    applPtr: number('appl'),
    availMin: number('min'),
    bufferSize: number('buf'),
    rateHz: number('rate'),
  };
}
