import { setTimeout as sleep } from 'node:timers/promises';
import { parseDeviceName } from '../../device/device-name.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { Direction } from '../../device/params.js';
import { type PcmOwner, pcmOwners } from '../../device/pcm-owners.js';
import { cardNumber, listPcms } from '../../device/sound-cards.js';
import { lowerThreadPriorities, threadIds } from '../../runtime/thread-niceness.js';
import type { Account } from '../../why/account.js';
import { explainXruns } from '../../why/explain-xruns.js';
import { parseTrace, type Trace } from '../../why/parse-trace.js';
import { TraceSession } from '../../why/trace-session.js';
import { watchSignals } from '../signals.js';

const POLL_MS = 200;

interface OpenStream {
  readonly name: string;
  readonly card: number;
  readonly device: number;
  readonly direction: Direction;
  readonly owner: PcmOwner;
}

export interface LiveOptions {
  readonly device: string | undefined;
  readonly direction: Direction | undefined;
  readonly isOnce: boolean;
  /** Time after which it ends. */
  readonly seconds: number | undefined;
  readonly onStart: (stream: OpenStream) => void;
  readonly onXruns: (text: string, trace: Trace, accounts: readonly Account[]) => void;
}

/**
 * Records the owner of an open stream and explains each xrun. Ends with a signal, with the time, or
 * with the owner.
 * @returns the exit code
 */
export async function explainLive(options: LiveOptions): Promise<number> {
  const stream = findOpenStream(options);
  let session: TraceSession | undefined;
  const signals = watchSignals(() => session?.close());
  const endMs = performance.now() + 1000 * (options.seconds ?? Infinity);
  // The stream that it watches comes first.
  lowerThreadPriorities(threadIds());
  try {
    session = new TraceSession(stream.owner.pid);
    options.onStart(stream);
    while (signals.exitCode === undefined && performance.now() < endMs && isAlive(stream.owner)) {
      await sleep(POLL_MS, undefined, { signal: signals.abortSignal }).catch(() => {});
      if (session.isRecording) continue;
      const text = session.read();
      const trace = parseTrace(text);
      const accounts = explainXruns(trace).filter((account) => isOf(account, stream));
      if (accounts.length > 0) {
        options.onXruns(text, trace, accounts);
        if (options.isOnce) break;
      }
      session.resume();
    }
    return signals.exitCode ?? 0;
  } finally {
    session?.close();
    signals.close();
  }
}

function isOf({ stream }: Account, { card, device, direction, owner }: OpenStream): boolean {
  return (
    stream.card === card &&
    stream.device === device &&
    stream.direction === direction &&
    stream.subdevice === owner.subdevice
  );
}

function isAlive({ pid }: PcmOwner): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Finds an open stream: of the device, or the first of the machine.
 * @throws NO_DEVICE if nothing has it open
 */
function findOpenStream({ device, direction }: LiveOptions): OpenStream {
  const wanted = device === undefined ? undefined : parseDeviceName(device);
  if (wanted !== undefined && wanted.kind !== 'hw') {
    throw new AlsaMmapError(
      'UNSUPPORTED',
      `${device}: expected a kernel device such as hw:1,0; only those can be traced`,
    );
  }
  const card =
    wanted && (/^\d+$/.test(wanted.card) ? Number(wanted.card) : cardNumber(wanted.card));
  if (wanted !== undefined && card === undefined) {
    throw new AlsaMmapError('NO_DEVICE', `${device}: no such card; see /proc/asound/cards`);
  }
  const directions = direction === undefined ? (['playback', 'capture'] as const) : [direction];
  for (const pcm of listPcms()) {
    if (wanted !== undefined && (pcm.card !== card || pcm.device !== wanted.device)) continue;
    for (const each of directions) {
      const owner = pcmOwners(pcm.card, pcm.device, each).find(
        ({ subdevice }) => (wanted?.subdevice ?? -1) < 0 || subdevice === wanted?.subdevice,
      );
      if (owner === undefined) continue;
      const name = `hw:${pcm.card},${pcm.device},${owner.subdevice}`;
      return { name, card: pcm.card, device: pcm.device, direction: each, owner };
    }
  }
  const missing = device === undefined ? 'no stream is open' : `${device}: not open`;
  const advice = 'start the program that plays or records first';
  throw new AlsaMmapError('NO_DEVICE', `${missing}; ${advice}`);
}
