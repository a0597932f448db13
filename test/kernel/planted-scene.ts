/** A program that plays, the one that explains its xruns, and their accounts. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { folder, OWNER_CPU, type Plant, type PlantedOwner } from './planted-causes.js';
import { type Running, startAlsaMmap } from './program.js';

export const TRACEFS = '/sys/kernel/tracing';
const TRACES = process.env['WHY_TRACES'];
const RECORDING = join(folder, 'recording.json');
/** Plants that may be repeated because the emulated machine itself was late. */
const MAX_REPEATED = 5;
const ACCOUNT_MS = 12_000;
const RECORDING_MS = 30_000;
/** A history of a few periods comes before each planted cause. */
const SETTLE_MS = 1000;

export interface Xrun {
  /** First event of the recording. */
  readonly fromNs: number;
  readonly ranDryNs: number;
  readonly cause: {
    readonly kind: string;
    readonly detail: string | null;
    readonly call: string | null;
    readonly culprit: object | null;
  };
  readonly parts: readonly { readonly share: number; readonly description: string }[];
}

/** Lateness of the emulated machine, whose processors wait for those of the host. */
function isOfTheMachine({ cause }: Xrun): boolean {
  const isLate = cause.kind === 'interrupt-late' && cause.culprit === null;
  const isOther = cause.detail === 'cpu-idle' || cause.detail === 'own-timer';
  return isLate || cause.kind === 'cpu-stalled' || isOther;
}

/** True if a file of tracefs says so; it may be removed meanwhile. */
function isOn(file: string): boolean {
  try {
    return readFileSync(file, 'utf8')[0] === '1';
  } catch {
    return false;
  }
}

type StartOwner = (device: string) => PlantedOwner | Promise<PlantedOwner>;

async function startPlaying(start: StartOwner, device: string): Promise<PlantedOwner> {
  const owner = await start(device);
  const card = device.split(/[:,]/)[1];
  const status = `/proc/asound/${card}/pcm0p/sub0/status`;
  await vi.waitFor(() => expect(readFileSync(status, 'utf8')).toContain('RUNNING'), 30_000);
  return owner;
}

/** An owner on CPU 1, and the program that explains its xruns. */
export class Scene {
  readonly xruns: Xrun[] = [];
  readonly #device: string;
  readonly #start: StartOwner;
  #owner: PlantedOwner;
  #tracer: Running;
  #failure: string | undefined;
  /** Last words of an owner that has ended. */
  #ownerEnd: string | undefined;

  private constructor(device: string, start: StartOwner, owner: PlantedOwner) {
    this.#device = device;
    this.#start = start;
    this.#owner = owner;
    this.#tracer = this.#trace();
  }

  static async begin(device: string, start: StartOwner): Promise<Scene> {
    return new Scene(device, start, await startPlaying(start, device));
  }

  #trace(): Running {
    const { process } = this.#owner;
    spawnSync('taskset', ['-acp', OWNER_CPU, `${process.pid}`]);
    const kept = TRACES === undefined ? [] : [`--trace=${RECORDING}`];
    const tracer = startAlsaMmap('why', this.#device, '--playback', '--json', ...kept);
    process.ended.then(({ stderr }) => {
      this.#ownerEnd = stderr.trim().split('\n').at(-1);
    });
    tracer.ended.then(({ status, stderr }) => {
      if (status !== 0) this.#failure = `why ended with ${status}: ${stderr}`;
    });
    tracer.onLine((line) => {
      // An error has neither.
      const { trace, xruns = [] } = JSON.parse(line);
      for (const xrun of xruns) this.xruns.push({ ...xrun, fromNs: trace.fromNs });
    });
    return tracer;
  }

  /** Directory of tracefs with the recording. */
  get instance(): string {
    return `${TRACEFS}/instances/alsa_mmap_${this.#tracer.pid}`;
  }

  /** Result of the program that explains. */
  get tracerEnd(): Running['ended'] {
    return this.#tracer.ended;
  }

  /** Starts both again if the owner has ended: plain writes fail if an interrupt is very late. */
  async untilRecording(): Promise<void> {
    const deadline = performance.now() + RECORDING_MS;
    while (!isOn(`${this.instance}/tracing_on`)) {
      if (this.#failure !== undefined) throw new Error(this.#failure);
      if (performance.now() > deadline) throw new Error('nothing is recorded');
      if (this.#ownerEnd !== undefined) await this.#restart();
      await sleep(50);
    }
  }

  async #restart(): Promise<void> {
    console.log(`${this.#device}: the owner ended: ${this.#ownerEnd}`);
    await this.end();
    this.#owner = await startPlaying(this.#start, this.#device);
    this.#tracer = this.#trace();
    this.#ownerEnd = undefined;
    this.#failure = undefined;
  }

  /** Keeps the recording of the last account, or the one that goes on if there was none. */
  async keepRecording(name: string, isExplained: boolean): Promise<void> {
    if (TRACES === undefined) return;
    await this.untilRecording();
    mkdirSync(TRACES, { recursive: true });
    const text = readFileSync(isExplained ? `${RECORDING}.txt` : `${this.instance}/trace`);
    writeFileSync(join(TRACES, `${name.replaceAll(/\W+/g, '-')}.txt`), text);
  }

  /** Plants a cause until the machine was not late; returns the account, or what is wrong. */
  async plant({ plant, priority = 0 }: Plant, name: string): Promise<Xrun | string> {
    for (let repeated = 0; repeated <= MAX_REPEATED; repeated++) {
      await this.untilRecording();
      const policy = priority > 0 ? '-f' : '-o';
      spawnSync('chrt', ['-a', policy, '-p', `${priority}`, `${this.#owner.process.pid}`]);
      await sleep(SETTLE_MS);
      const before = this.xruns.length;
      let beginNs = Infinity;
      plant(this.#owner).onLine((line) => {
        // In seconds, or in nanoseconds.
        beginNs = Math.min(beginNs, line.includes('.') ? 1e9 * Number(line) : Number(line));
      });
      const deadline = performance.now() + ACCOUNT_MS;
      const find = () => this.xruns.find(({ ranDryNs }) => ranDryNs > beginNs);
      while (find() === undefined && performance.now() < deadline) await sleep(20);
      const found = find();
      const isOver = this.#ownerEnd !== undefined || this.xruns.length > before;
      // An earlier xrun was being explained meanwhile, so the planted one was not recorded.
      const isMissed = found === undefined ? isOver : found.fromNs > beginNs;
      if (isMissed) continue;
      if (found === undefined || !isOfTheMachine(found)) return found ?? 'no account';
      console.log(`${name}, planted again: ${describeParts(found)}`);
      await this.keepRecording(`${name} again ${repeated}`, true);
    }
    return 'the machine was late too often';
  }

  async end(): Promise<void> {
    const { process, feeder } = this.#owner;
    this.#tracer.kill('SIGTERM');
    for (const each of [process, feeder]) each?.kill('SIGKILL');
    await Promise.all([this.#tracer, process, feeder].map((each) => each?.ended));
  }
}

export function describeParts(xrun: Xrun | string): string {
  if (typeof xrun === 'string') return xrun;
  return xrun.parts
    .map(({ share, description }) => `${(100 * share).toFixed(0)} % ${description}`)
    .join(', ');
}
