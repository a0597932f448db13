import type { Command } from './options/spec.js';

/** Section of the program's help that lists a command. */
export type CommandGroup = 'Inspect' | 'Stream' | 'Measure' | 'Shell';

export interface CommandEntry {
  readonly name: string;
  readonly group: CommandGroup;
  readonly summary: string;
  /** Loads the command's module. Only the command that runs is loaded, to keep the start quick. */
  readonly load: () => Promise<Command>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'list',
    group: 'Inspect',
    summary: 'Cards and devices; the busy ones with owner, format, rate, period and buffer',
    load: async () => (await import('./list.js')).list,
  },
  {
    name: 'info',
    group: 'Inspect',
    summary: 'Formats, channels, rates and sizes a device accepts, what is mapped, ring layout',
    load: async () => (await import('./info.js')).info,
  },
  {
    name: 'status',
    group: 'Inspect',
    summary: 'Snapshot of a stream: state, pointers, avail, timestamps, and the path of each value',
    load: async () => (await import('./status.js')).status,
  },
  {
    name: 'syncptr',
    group: 'Inspect',
    summary: 'Issue one SYNC_PTR ioctl: flags, record before and after, effect of each bit',
    load: async () => (await import('./syncptr.js')).syncptr,
  },
  {
    name: 'top',
    group: 'Inspect',
    summary: 'All open streams of the machine, live: owner, parameters, fill and xruns',
    load: async () => (await import('./top.js')).top,
  },
  {
    name: 'tap',
    group: 'Inspect',
    summary: 'Copy what another program plays or records, out of its ring, into a WAV file',
    load: async () => (await import('./tap.js')).tap,
  },
  {
    name: 'why',
    group: 'Inspect',
    summary: 'Name the cause of each xrun, from a kernel trace',
    load: async () => (await import('./why.js')).why,
  },
  {
    name: 'play-sine',
    group: 'Stream',
    summary: 'Play a sine wave, computed directly in the ring',
    load: async () => (await import('./play-sine.js')).playSine,
  },
  {
    name: 'play',
    group: 'Stream',
    summary: 'Play WAV files, pipes or raw samples',
    load: async () => (await import('./play.js')).play,
  },
  {
    name: 'record',
    group: 'Stream',
    summary: 'Record into a WAV file',
    load: async () => (await import('./record.js')).record,
  },
  {
    name: 'bench',
    group: 'Measure',
    summary: 'Measure a device: what a read costs, its true rate, how its pointer moves',
    load: async () => (await import('./bench.js')).bench,
  },
  {
    name: 'exporter',
    group: 'Measure',
    summary: 'Serve the state of all open streams as metrics, for Prometheus',
    load: async () => (await import('./exporter.js')).exporter,
  },
  {
    name: 'completion',
    group: 'Shell',
    summary: 'Print the completion script for bash, zsh or fish',
    load: async () => (await import('./completion.js')).completion,
  },
];
