/** Programs that own a stream, and causes of xruns that are planted in them. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { PIPEWIRE_CONFIG, untilLinked } from './pipewire.js';
import { type Running, start, startAlsaMmap } from './program.js';

/** The last CPU, on which the owner runs. */
export const OWNER_CPU = `${availableParallelism() - 1}`;

export const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-causes-'));
const file = (name: string) => join(folder, name);
const MODE = file('mode');
const INPUT = file('input');
const DISK = '/dev/nullb0';
/** Time of each request of that disk. */
const DISK_NS = 400_000_000;
const RING = ['--buffer-size=4096', '--period-size=1024'];

export function buildPrograms(): void {
  for (const name of ['late-owner', 'hog', 'timers']) {
    const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
    const words = ['-O1', '-o', file(name), source, '-lasound', '-lpthread'];
    const { status, stderr } = spawnSync('gcc', words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
  spawnSync('mkfifo', [INPUT]);
  // On one CPU a real-time thread would also delay the timers of snd-aloop and snd-dummy.
  const { stdout } = spawnSync('pgrep', ['ksoftirqd'], { encoding: 'utf8' });
  for (const pid of stdout.split('\n').filter(Boolean)) {
    spawnSync('chrt', ['-f', '-p', '90', pid]);
  }
  const delayed = ['irqmode=2', `completion_nsec=${DISK_NS}`];
  spawnSync('modprobe', ['null_blk', 'nr_devices=1', 'gb=1', ...delayed]);
}

/** A program that plays, and the process that feeds it, if it reads its input from another. */
export interface PlantedOwner {
  readonly process: Running;
  readonly feeder?: Running;
}

export type OwnerName = 'aplay -M' | 'aplay' | 'play' | 'PipeWire' | 'own program';

/** Fills a FIFO that holds a period; reads from the slow disk meanwhile after a signal. */
const FEED = `
import fcntl, os, signal, sys, time
def read_disk(*_):
    print(time.monotonic_ns(), flush=True)
    disk = os.open('${DISK}', os.O_RDONLY)
    os.read(disk, 1)
    os.close(disk)
signal.signal(signal.SIGUSR1, read_disk)
fifo = os.open(sys.argv[1], os.O_WRONLY)
fcntl.fcntl(fifo, fcntl.F_SETPIPE_SZ, 4096)
while True:
    os.write(fifo, bytes(4096))`;

function aplay(device: string, ...options: string[]): PlantedOwner {
  const format = ['-q', '-D', device, '-t', 'raw', '-f', 'dat'];
  const process = start('aplay', [...format, ...RING, ...options, INPUT]);
  return { process, feeder: start('python3', ['-c', FEED, INPUT]) };
}

export const OWNERS: Readonly<Record<OwnerName, (device: string) => Promise<PlantedOwner>>> = {
  'aplay -M': async (device) => aplay(device, '-M'),
  aplay: async (device) => aplay(device),
  play: async (device) => {
    const noise = file('noise.raw');
    writeFileSync(noise, Buffer.alloc(4 * 48_000 * 20, 7));
    const words = [noise, device, '--type=raw', '--format=dat', '--loop=forever', '-q'];
    return { process: startAlsaMmap('play', ...words, ...RING) };
  },
  PipeWire: async (device) => {
    process.env['XDG_RUNTIME_DIR'] = folder;
    const config = file('pipewire.conf');
    writeFileSync(config, PIPEWIRE_CONFIG.replace('hw:AC97', device));
    const owner = start('pipewire', ['-c', config]);
    await untilLinked('tone:capture_1', 'sink:playback_1');
    await untilLinked('tone:capture_2', 'sink:playback_2');
    return { process: owner };
  },
  'own program': async (device) => ({ process: start(file('late-owner'), [device, MODE]) }),
};

/**
 * An own program that fills half of its ring. An interrupt that comes later than its frames last is
 * an xrun; after a lap of the ring the card's pointer would look right again.
 */
export function startHalfFull(device: string): PlantedOwner {
  return { process: start('env', ['PERIODS=2', file('late-owner'), device, MODE]) };
}

/** An own program with a second stream, of the same card, that is linked to the first. */
export function startLinked(card: string): PlantedOwner {
  const words = [`hw:${card},0,0`, MODE, `hw:${card},0,1`];
  return { process: start(file('late-owner'), words) };
}

export interface Plant {
  readonly name: string;
  /** Members of the account's cause. */
  readonly cause: object;
  /** Owners in which the cause can be planted; all if undefined. */
  readonly owners?: readonly OwnerName[];
  /** Owner's real-time priority meanwhile. */
  readonly priority?: number;
  /** Starts it; returns the process that prints the time at which it begins. */
  plant(owner: PlantedOwner): Running;
}

/** The time on the clock of the trace, then a command. */
const now = 'read up idle < /proc/uptime; echo $up';

const stopByShell: Plant['plant'] = ({ process: { pid } }) =>
  start('sh', ['-c', `${now}; kill -STOP ${pid}; sleep 0.3; kill -CONT ${pid}`]);

const STOP = `
import os, signal, sys, time
pid = int(sys.argv[1])
print(time.monotonic_ns(), flush=True)
os.kill(pid, signal.SIGSTOP)
time.sleep(0.3)
os.kill(pid, signal.SIGCONT)`;

/** A thread that does not sleep, on the CPU of the owner. */
const hog = (priority: number) => () => start(file('hog'), [OWNER_CPU, `${priority}`, '300']);

/** Delays the own program in its own code. */
function delay(mode: string): Plant['plant'] {
  return ({ process: owner }) => {
    writeFileSync(MODE, mode);
    owner.kill('SIGUSR1');
    return owner;
  };
}

/** Issues SNDRV_PCM_IOCTL_XRUN on the descriptor of another process, by pidfd_getfd(2). */
const XRUN_IOCTL = `
import ctypes, fcntl, os, sys, time
pid = sys.argv[1]
fds = f'/proc/{pid}/fd'
fd = next(f for f in os.listdir(fds) if '/pcmC' in os.readlink(f'{fds}/{f}'))
syscall = ctypes.CDLL(None).syscall
pcm = syscall(438, syscall(434, int(pid), 0), int(fd), 0)
print(time.monotonic_ns(), flush=True)
fcntl.ioctl(pcm, 0x4148)`;

const own: readonly OwnerName[] = ['own program'];
const readers: readonly OwnerName[] = ['aplay -M', 'aplay'];

export const PLANTS: readonly Plant[] = [
  {
    name: 'SIGSTOP from a shell',
    plant: stopByShell,
    cause: { kind: 'stopped', signal: 'SIGSTOP', culprit: { command: 'sh' } },
  },
  {
    name: 'SIGSTOP from another program',
    plant: ({ process: { pid } }) => start('python3', ['-c', STOP, `${pid}`]),
    cause: { kind: 'stopped', signal: 'SIGSTOP', culprit: { command: 'python3' } },
  },
  {
    name: 'a thread of higher real-time priority',
    plant: hog(80),
    cause: { kind: 'not-run', culprit: { command: 'hog' } },
  },
  {
    name: 'a thread of equal real-time priority',
    plant: hog(50),
    priority: 50,
    cause: { kind: 'not-run', culprit: { command: 'hog' } },
  },
  {
    name: 'the XRUN ioctl of another process',
    plant: ({ process: { pid } }) => start('python3', ['-c', XRUN_IOCTL, `${pid}`]),
    cause: { kind: 'declared', culprit: { command: 'python3' } },
  },
  {
    name: 'input that stalls',
    owners: readers,
    plant: ({ feeder }) => {
      const { pid } = feeder!;
      return start('sh', ['-c', `${now}; kill -STOP ${pid}; sleep 0.3; kill -CONT ${pid}`]);
    },
    cause: { kind: 'blocked', target: INPUT },
  },
  {
    name: 'a FIFO whose writer waits for a disk',
    owners: readers,
    plant: ({ feeder }) => {
      feeder!.kill('SIGUSR1');
      return feeder!;
    },
    cause: { kind: 'blocked', target: INPUT },
  },
  {
    name: 'a read from a slow disk',
    owners: own,
    plant: delay('disk'),
    cause: { kind: 'blocked', call: expect.stringMatching(/^pread64\(\d+\)$/) },
  },
  {
    name: 'samples that were paged out',
    owners: own,
    plant: delay('page-out'),
    cause: { kind: 'blocked', detail: 'page-fault' },
  },
  { name: 'a pipe', owners: own, plant: delay('pipe'), cause: { kind: 'blocked' } },
  {
    name: 'a lock that another thread holds',
    owners: own,
    plant: delay('lock'),
    cause: { kind: 'blocked', call: 'futex()', culprit: { command: 'holder' } },
  },
  {
    name: 'a page fault that waits',
    owners: own,
    plant: delay('fault'),
    cause: { kind: 'blocked', detail: 'page-fault' },
  },
  {
    name: 'forty processes of equal niceness',
    owners: own,
    plant: (owner) => {
      const processes = start(file('hog'), [OWNER_CPU, '0', '900', '40']);
      processes.onLine(() => delay('work')(owner));
      return processes;
    },
    cause: { kind: 'not-run', culprit: { command: 'hog' } },
  },
  { name: 'computing', owners: own, plant: delay('compute'), cause: { kind: 'too-slow' } },
  {
    name: 'sleeping',
    owners: own,
    plant: delay('sleep'),
    cause: { kind: 'blocked', call: 'clock_nanosleep()' },
  },
  {
    name: 'an avail_min of the whole ring',
    owners: own,
    plant: delay('avail-min'),
    cause: { kind: 'not-woken' },
  },
];

/** Longer than the frames of half a ring last, and shorter than a lap of the ring. */
const LATE_MS = '65';

/** A thread of higher priority than that of the card's interrupt, on its CPU: with `threadirqs`. */
export const LATE_INTERRUPT: Plant = {
  name: 'a thread that keeps the one of the interrupt from running',
  plant: () => start(file('hog'), ['0', '80', LATE_MS]),
  cause: {
    kind: 'interrupt-late',
    interrupt: expect.stringMatching(/^irq\/\d+-snd_/),
    culprit: { command: 'hog' },
  },
};

/** A timer interrupt that lasts longer than the frames in the ring, on the CPU of the card's. */
export const LONG_HANDLER: Plant = {
  name: 'an interrupt handler that takes long',
  plant: () => start(file('timers'), [LATE_MS]),
  // The owner may have been woken before.
  cause: { interrupt: 'irq LOC local timer' },
};

/** A linked stream that runs dry. */
export const LINKED: Plant = {
  name: 'a linked stream',
  plant: delay('linked'),
  cause: { kind: 'linked' },
};
