/** A program that plays, the one that explains its xruns, and their accounts. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { folder, OWNER_CPU, type Plant, type PlantedOwner } from './planted-causes.js';
import { type Running, startAlsaMmap } from './program.js';
import { isRecording, TRACEFS } from './tracefs.js';

const TRACES = process.env['WHY_TRACES'];
const RECORDING = join(folder, 'recording.json');
/** The processor of the guest has 500 MIPS; many events take it 11 s. */
const ACCOUNT_MS = 30_000;
const RECORDING_MS = 30_000;
/** A history of a few periods comes before each planted cause. */
const SETTLE_MS = 500;
/** Minimum of frames that a card plays in that time; the USB card of QEMU may start later. */
const SETTLE_FRAMES = SETTLE_MS * 40;

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

type StartOwner = (device: string) => PlantedOwner | Promise<PlantedOwner>;

async function startPlaying(start: StartOwner, device: string): Promise<PlantedOwner> {
  const owner = await start(device);
  await vi.waitFor(() => expect(statusOf(device)).toContain('RUNNING'), 30_000);
  return owner;
}

function statusOf(device: string): string {
  return readFileSync(`/proc/asound/${device.split(/[:,]/)[1]}/pcm0p/sub0/status`, 'utf8');
}

/** Frames that the card has played since the stream was started. */
function framesPlayed(device: string): number {
  return Number(/hw_ptr\s*: (\d+)/.exec(statusOf(device))?.[1] ?? 0);
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
      const { trace, xruns } = JSON.parse(line);
      // Another document: of an xrun without an account, or of an error.
      if (xruns === undefined) console.log(`${this.#device}: ${line}`);
      else for (const xrun of xruns) this.xruns.push({ ...xrun, fromNs: trace.fromNs });
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
    while (!isRecording(this.#tracer)) {
      if (this.#failure !== undefined) throw new Error(this.#failure);
      if (performance.now() > deadline) throw new Error('nothing is recorded');
      if (this.#ownerEnd !== undefined) await this.#restart();
      await sleep(50);
    }
  }

  /** Returns when a while has passed without an xrun, such as another one of the last plant. */
  async #untilHealthy(): Promise<void> {
    let [before, frames] = [0, 0];
    const isHealthy = () =>
      this.xruns.length === before &&
      isRecording(this.#tracer) &&
      framesPlayed(this.#device) >= frames + SETTLE_FRAMES;
    do {
      await this.untilRecording();
      [before, frames] = [this.xruns.length, framesPlayed(this.#device)];
      await sleep(SETTLE_MS);
    } while (!isHealthy());
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

  /** Plants a cause; returns the account of the first xrun after it, or what is wrong. */
  async plant({ plant, priority = 0 }: Plant): Promise<Xrun | string> {
    // Threads of a higher class would starve the others of their program on the only CPU.
    const policy = priority > 0 ? '-r' : '-o';
    spawnSync('chrt', ['-a', policy, '-p', `${priority}`, `${this.#owner.process.pid}`]);
    await this.#untilHealthy();
    let beginNs = Infinity;
    plant(this.#owner).onLine((line) => {
      // In seconds, or in nanoseconds.
      beginNs = Math.min(beginNs, line.includes('.') ? 1e9 * Number(line) : Number(line));
    });
    const deadline = performance.now() + ACCOUNT_MS;
    const find = () => this.xruns.find(({ ranDryNs }) => ranDryNs > beginNs);
    while (find() === undefined && performance.now() < deadline) await sleep(20);
    const found = find();
    if (found === undefined) return this.#ownerEnd ?? 'no account';
    return found.fromNs > beginNs ? 'its xrun was not recorded' : found;
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
