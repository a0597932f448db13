import { AlsaMmapError } from '../../device/errors.js';
import type { StructLayout } from '../../observe/btf.js';

/** Structures whose members the probes fetch. */
export const PROBED_STRUCTURES = ['snd_card', 'snd_pcm', 'snd_pcm_substream', 'snd_pcm_runtime'];

/** Kernel functions that are probed. */
export const PROBED_FUNCTIONS = [
  'snd_pcm_period_elapsed',
  'snd_pcm_update_state',
  '__snd_pcm_xrun',
];

/** Offset of hw_ptr in the status page. */
const HW_PTR_OFFSET = 8;
/** Offset of avail_min in the control page, which begins with appl_ptr. */
const AVAIL_MIN_OFFSET = 8;

/** Function in which a thread waits for a lock; kernels without it do not name its holder. */
export const LOCK_FUNCTION = 'futex_wait';
/** The member `__owner` of glibc's pthread_mutex_t, which begins with the futex. */
const LOCK_OWNER_OFFSET = 8;

/** Function that ends a USB transfer, in a driver of snd-usb-audio. */
export const URB_FUNCTION = 'snd_complete_urb';

/** Structures whose members the probe of USB transfers fetches. */
export const URB_STRUCTURES = [
  ...['urb', 'snd_urb_ctx', 'snd_usb_endpoint', 'snd_usb_substream'],
  ...['snd_card', 'snd_pcm', 'snd_pcm_substream'],
];

export const PROBE_NAMES = ['elapsed', 'upd', 'xrun', 'lock', 'urb'] as const;

/**
 * Returns the lines for tracefs' file `kprobe_events`. Members are fetched by offsets from BTF,
 * because kernels before 6.12 do not know the names of a module's structures.
 * @throws UNSUPPORTED if BTF has no such member
 */
export function probeDefinitions(
  group: string,
  layouts: ReadonlyMap<string, StructLayout>,
): string[] {
  const offset = offsetsOf(layouts);
  const ofSubstream = (member: string) => `+${offset('snd_pcm_substream', member)}($arg1)`;
  const ofRuntime = (member: string) =>
    `+${offset('snd_pcm_runtime', member)}(${ofSubstream('runtime')})`;
  const stream = [
    ...substreamKey(offset, '$arg1'),
    `group=${ofSubstream('group')}:x64`,
    `rate=${ofRuntime('rate')}:u32`,
    `hw=+${HW_PTR_OFFSET}(${ofRuntime('status')}):u64`,
    `appl=+0(${ofRuntime('control')}):u64`,
    `min=+${AVAIL_MIN_OFFSET}(${ofRuntime('control')}):u64`,
    `buf=${ofRuntime('buffer_size')}:u64`,
  ].join(' ');
  const [elapsed, update, xrun] = PROBED_FUNCTIONS;
  return [
    `p:${group}/elapsed ${elapsed} ${stream}`,
    `p:${group}/upd ${update} ${stream}`,
    `p:${group}/xrun ${xrun} ${stream}`,
  ];
}

type Offset = (structure: string, member: string) => number;

/** @throws UNSUPPORTED if BTF has no such member */
function offsetsOf(layouts: ReadonlyMap<string, StructLayout>): Offset {
  return (structure, member) => {
    const bytes = layouts.get(structure)?.offsets.get(member);
    if (bytes !== undefined) return bytes;
    throw new AlsaMmapError(
      'UNSUPPORTED',
      `the kernel describes no ${structure}.${member} in /sys/kernel/btf; ` +
        'record a trace on a kernel with CONFIG_DEBUG_INFO_BTF_MODULES',
    );
  };
}

/** Fields that tell one substream from others. */
function substreamKey(offset: Offset, substream: string): string[] {
  const of = (member: string) => `+${offset('snd_pcm_substream', member)}(${substream})`;
  const ofPcm = (member: string) => `+${offset('snd_pcm', member)}(${of('pcm')})`;
  return [
    `ss=${substream}:x64`,
    `card=+${offset('snd_card', 'number')}(${ofPcm('card')}):s32`,
    `dev=${ofPcm('device')}:s32`,
    `dir=${of('stream')}:s32`,
    `num=${of('number')}:s32`,
  ];
}

/**
 * Returns the line of the probe of USB transfers.
 * @throws UNSUPPORTED if BTF has no such member
 */
export function urbProbe(group: string, layouts: ReadonlyMap<string, StructLayout>): string {
  const offset = offsetsOf(layouts);
  const ofUrb = (member: string) => `+${offset('urb', member)}($arg1)`;
  const endpoint = `+${offset('snd_urb_ctx', 'ep')}(${ofUrb('context')})`;
  const data = `+${offset('snd_usb_endpoint', 'data_subs')}(${endpoint})`;
  const substream = `+${offset('snd_usb_substream', 'pcm_substream')}(${data})`;
  return [
    `p:${group}/urb ${URB_FUNCTION}`,
    ...substreamKey(offset, substream),
    `status=${ofUrb('status')}:s32`,
    `packets=${ofUrb('number_of_packets')}:s32`,
    `failed=${ofUrb('error_count')}:s32`,
    `bytes=${ofUrb('transfer_buffer_length')}:u32`,
    `actual=${ofUrb('actual_length')}:u32`,
  ].join(' ');
}

/** Returns the line of the probe that reads the holder of a lock from the lock. */
export function lockProbe(group: string): string {
  return `p:${group}/lock ${LOCK_FUNCTION} holder=+u${LOCK_OWNER_OFFSET}($arg1):u32`;
}

/** Begin and end of a CPU's timer interrupt, which one that runs has every 10 ms or more often. */
export const TICK_EVENTS = ['irq_vectors/local_timer_entry', 'irq_vectors/local_timer_exit'];

/** Events of the kernel that are recorded, with a filter on threads if they have one. */
export function eventFilters(
  group: string,
  threads: readonly number[],
): [event: string, filter: string][] {
  const any = (field: string) => threads.map((tid) => `${field}==${tid}`).join('||');
  return [
    ...PROBE_NAMES.map((name): [string, string] => [
      `${group}/${name}`,
      name === 'lock' ? any('common_pid') : '',
    ]),
    // All threads: the culprit is one that runs instead of the owner.
    ['sched/sched_switch', ''],
    // A thread that has just started a program is printed with the name that it had before.
    ['sched/sched_process_exec', ''],
    // Interrupts may have threads, which must be run to wake the owner.
    ['sched/sched_waking', `${any('pid')}||comm~"irq/*"`],
    ['signal/signal_generate', any('pid')],
    ['raw_syscalls/sys_enter', any('common_pid')],
    ['raw_syscalls/sys_exit', any('common_pid')],
    ['exceptions/page_fault_user', any('common_pid')],
    ['power/cpu_frequency', ''],
    ['irq/irq_handler_entry', ''],
    ['irq/irq_handler_exit', ''],
    ['irq/softirq_entry', ''],
    ['irq/softirq_exit', ''],
    ...TICK_EVENTS.map((name): [string, string] => [name, '']),
  ];
}

/** Probes in `kprobe_events` whose group has the id of a process that has ended. */
export function staleProbes(kprobeEvents: string, isAlive: (pid: number) => boolean): string[] {
  return [...kprobeEvents.matchAll(/^[pr]\d*:(alsa_mmap_(\d+)\/\w+) /gm)]
    .filter(([, , pid]) => !isAlive(Number(pid)))
    .map(([, name]) => name!);
}
