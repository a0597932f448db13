import type { CommandSpec } from './command.js';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Read only when the command is asked for: starting the program stays quick. */
  readonly load: () => Promise<CommandSpec>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'status',
    summary: 'One look at a stream: state, pointers, avail, timestamps, and how each is reached',
    load: async () => (await import('./status.js')).status,
  },
  {
    name: 'syncptr',
    summary: 'The SYNC_PTR ioctl itself: flags, before and after, what each bit did',
    load: async () => (await import('./syncptr.js')).syncptr,
  },
  {
    name: 'play-sine',
    summary: 'Play a sine, written into the ring in place',
    load: async () => (await import('./play-sine.js')).playSine,
  },
  {
    name: 'play',
    summary: 'Play a WAV file into the ring',
    load: async () => (await import('./play.js')).play,
  },
  {
    name: 'record',
    summary: 'Record the ring into a WAV file',
    load: async () => (await import('./record.js')).record,
  },
  {
    name: 'bench',
    summary: 'Measure a device: what a read costs, its true rate, how its pointer moves',
    load: async () => (await import('./bench.js')).bench,
  },
];
