/** A drawbar organ that plays through alsa-mmap: see examples/README.md. */

import { existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { AlsaMmapError } from 'alsa-mmap';
import { StreamMonitor } from 'alsa-mmap/direct';
import type { SynthJob, SynthMessage } from './synth/job.js';
import { playKeys } from './synth/keys.js';
import { measureText } from './synth/measure.js';
import { MessageQueue } from './synth/message-queue.js';
import { type MidiFile, parseMidiFile } from './synth/midi-file.js';
import { THE_END } from './synth/midi-message.js';
import { HELP, readOptions, type SynthOptions } from './synth/options.js';

/** Interval at which xruns are reported. */
const XRUN_EVERY_MS = 100;
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

async function main(words: readonly string[]): Promise<number> {
  const options = readOptions(words, existsSync('/dev/snd/seq'));
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (options.measure) {
    process.stdout.write(`${measureText()}\n`);
    return 0;
  }
  const score = options.input === 'file' ? readScore(options.file) : undefined;
  const queue = new MessageQueue();
  const monitor = new StreamMonitor();
  const ending = endInOrder(queue, monitor);
  const keys = options.input === 'keys' ? playKeys(queue, options.holdMs, ending.end) : undefined;
  try {
    const { device, rateHz, format, bufferSize, syncPtr } = options;
    await playInThread(
      {
        device,
        rateHz,
        format,
        bufferSize,
        syncPtr,
        score,
        midiPort: options.input === 'midi' ? options.midiPort : undefined,
        queue: queue.buffer,
        monitor: monitor.memory,
      },
      (text) => say(text + subject(options, score)),
    );
  } finally {
    keys?.close();
    ending.close();
  }
  say(`${monitor.get('frames')} frames played, ${monitor.get('xruns')} xruns`);
  return ending.exitCode;
}

/** Runs the thread to its end. @throws {AlsaMmapError} the error of the thread */
function playInThread(job: SynthJob, onOpened: (text: string) => void): Promise<void> {
  const worker = new Worker(new URL('./synth/thread.js', import.meta.url), { workerData: job });
  const monitor = new StreamMonitor(job.monitor);
  const reportXruns = () => {
    for (const { atFrame, silentFrames } of monitor.newLosses()) {
      say(`xrun at frame ${atFrame}: ${silentFrames} frames of silence`);
    }
  };
  const timer = setInterval(reportXruns, XRUN_EVERY_MS);
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: SynthMessage) => {
      if (message.kind === 'ended') resolve();
      if (message.kind === 'failed') reject(new AlsaMmapError(message.code, message.message));
      if (message.kind !== 'opened') return;
      const { identity, params, midi } = message;
      const { format, channels, rateHz, periodSize, bufferSize } = params;
      const ms = ((1000 * bufferSize) / rateHz).toFixed(1);
      onOpened(
        `${identity.name}  ${format.name}, ${channels} channels, ${rateHz} Hz, ` +
          `period ${periodSize}, buffer ${bufferSize} (${ms} ms)\n${midi}`,
      );
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new AlsaMmapError('FAILED', "the synth's thread ended early")));
  });
  return ended.finally(() => {
    clearInterval(timer);
    reportXruns();
  });
}

/** The first signal fades the notes and drains the ring; the second stops at once. */
function endInOrder(queue: MessageQueue, monitor: StreamMonitor) {
  let exitCode = 0;
  const end = (signal: keyof typeof SIGNALS) => {
    if (exitCode !== 0) monitor.requestStop();
    exitCode = SIGNALS[signal];
    if (!queue.put(THE_END)) monitor.requestStop();
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const name of names) process.on(name, end);
  return {
    get exitCode() {
      return exitCode;
    },
    end,
    close: () => {
      for (const name of names) process.off(name, end);
    },
  };
}

function readScore(path: string): MidiFile {
  try {
    return parseMidiFile(readFileSync(path));
  } catch (error) {
    if (error instanceof AlsaMmapError) {
      throw new AlsaMmapError(error.code, `${path}: ${error.message}`);
    }
    const { code: errno } = error as NodeJS.ErrnoException;
    const code = errno === 'ENOENT' ? 'NO_DEVICE' : errno === 'EACCES' ? 'PERMISSION' : 'FAILED';
    throw new AlsaMmapError(code, `cannot read ${path}: ${errno}`, { errno, cause: error });
  }
}

function subject({ input, file }: SynthOptions, score: MidiFile | undefined): string {
  if (score !== undefined) return `${file}, ${score.endSeconds.toFixed(1)} s`;
  return input === 'keys' ? 'play on the keys Z to / and Q to P; Ctrl-C ends' : '';
}

/** Prints to stderr; stdout stays empty. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(`synth: ${(error as Error).message}`);
  process.exitCode = error instanceof AlsaMmapError ? error.exitCode : 1;
}
