import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../scripts/project.js';
import { cpuUsage } from '../rivals/process-usage.js';

const START_SECONDS = 3;
/** Time until V8 has compiled what runs often. */
const SETTLE_SECONDS = 100;
/** On a processor that is not emulated; 64 streams are open after 35 s. */
const SETTLE_ALONE_SECONDS = 40;
const SECONDS = 20;
const BASE = { channels: 2, rate: 48_000, period: 1024 };

/**
 * @typedef {object} Axis
 * @property {string} [card] of the guest; without one, the programs run on this machine, in turn
 * @property {string} [release] of Debian, whose kernel the guest runs
 * @property {readonly number[]} values
 * @property {(value: number, index: number) => string[]} command program of a value, and its words
 */
/**
 * Milliseconds of CPU a second.
 * @typedef {{ total: number, main: number, stream: number, others: number }} CpuRates
 */
/** @typedef {CpuRates & { value: number }} Point */
/** @typedef {{ name: string, points: readonly Point[] }} MeasuredAxis */

/**
 * snd-aloop takes up to 32 channels, and more than 192 kHz on Linux 7.2; snd-dummy has a timer for
 * each period.
 * @type {Record<'channels' | 'rate' | 'period' | 'streams' | 'sim-streams', Axis>}
 */
export const AXES = {
  channels: {
    card: 'loopback',
    values: [1, 2, 4, 8, 16, 32],
    command: (channels, subdevice) => record(`hw:Loopback,1,${subdevice}`, { ...BASE, channels }),
  },
  rate: {
    card: 'loopback',
    release: 'sid',
    values: [8000, 16_000, 32_000, 48_000, 96_000, 192_000, 384_000],
    command: (rate, subdevice) => record(`hw:Loopback,1,${subdevice}`, { ...BASE, rate }),
  },
  period: {
    card: 'dummy',
    values: [64, 128, 256, 1024, 4096, 8192],
    command: (period, subdevice) => record(`hw:Dummy,0,${subdevice}`, { ...BASE, period }),
  },
  streams: {
    card: 'loopback',
    values: [1, 2, 4, 8],
    command: (streams) =>
      captureFrom(Array.from({ length: streams }, (_, index) => loopback(streams - 1 + index))),
  },
  'sim-streams': {
    values: [1, 2, 4, 8, 16, 32, 64],
    command: (streams) => captureFrom(Array.from({ length: streams }, () => 'sim')),
  },
};

/** @param {readonly string[]} devices */
function captureFrom(devices) {
  return [join(import.meta.dirname, 'capture-streams.js'), ...devices];
}

/** @param {number} number from 0 to 15, of both devices */
function loopback(number) {
  return `hw:Loopback,${number < 8 ? 1 : 0},${number % 8}`;
}

/**
 * @param {string} device
 * @param {typeof BASE} size
 */
function record(device, { channels, rate, period }) {
  const file = `/dev/shm/${device.replaceAll(/\W/g, '-')}.wav`;
  return [
    ...[join(ROOT, 'bin/alsa-mmap.js'), 'record', file, device, '-q', '-f', 'S16_LE'],
    ...['-c', `${channels}`, '-r', `${rate}`],
    ...[`--period-size=${period}`, `--buffer-size=${4 * period}`],
  ];
}

/**
 * Runs the programs of all values, at once in the guest.
 * @param {Axis} axis
 * @returns {Promise<Point[]>}
 */
export async function measureAxis({ card, values, command }) {
  const programs = values.map((value, index) => ({ value, words: command(value, index) }));
  if (card !== undefined) return measureTogether(programs, SETTLE_SECONDS);
  const points = [];
  for (const program of programs) {
    points.push(...(await measureTogether([program], SETTLE_ALONE_SECONDS)));
  }
  return points;
}

/**
 * @param {readonly { value: number, words: readonly string[] }[]} programs
 * @param {number} settleSeconds
 * @returns {Promise<Point[]>}
 */
async function measureTogether(programs, settleSeconds) {
  const children = new Map();
  // The last first: a small period would overrun while other programs start.
  for (const { value, words } of programs.toReversed()) {
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
    children.set(value, child);
    await sleep(START_SECONDS * 1000);
  }
  await sleep(settleSeconds * 1000);
  const usages = () => programs.map(({ value }) => cpuUsage(children.get(value).pid));
  const before = usages();
  const beginMs = performance.now();
  await sleep(SECONDS * 1000);
  const seconds = (performance.now() - beginMs) / 1000;
  const after = usages();
  for (const child of children.values()) child.kill('SIGKILL');
  return programs.map(({ value }, index) => ({
    value,
    ...cpuRates(before[index], after[index], seconds, children.get(value).pid),
  }));
}

/**
 * @param {ReturnType<typeof cpuUsage>} before
 * @param {ReturnType<typeof cpuUsage>} after
 * @param {number} seconds
 * @param {number} pid
 * @returns {CpuRates}
 */
function cpuRates(before, after, seconds, pid) {
  const earlier = new Map(before.threads.map(({ tid, cpuSeconds }) => [tid, cpuSeconds]));
  const sums = { main: 0, stream: 0, others: 0 };
  for (const { tid, name, cpuSeconds } of after.threads) {
    const kind =
      Number(tid) === pid ? 'main' : name.startsWith('WorkerThread') ? 'stream' : 'others';
    sums[kind] += ((cpuSeconds - (earlier.get(tid) ?? 0)) * 1000) / seconds;
  }
  return { total: sums.main + sums.stream + sums.others, ...sums };
}
