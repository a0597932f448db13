/**
 * The n-th call of a function fails, for each n: the program ends soon, with the right code and one
 * line of an error, and a recording is readable. Calls of the addon fail in a card that is memory
 * (faulty-binding.cjs), all others on the simulated card (inject-fault.mjs).
 */

import { existsSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav-reader.js';
import { createWav } from '../../src/audio/wav-writer.js';
import { findFormat } from '../../src/device/format.js';
import { repetitions } from '../brief.js';
import { type Ended, run, scratchDirectory } from './program.js';

const scratch = scratchDirectory();
const INJECTION = fileURLToPath(new URL('./inject-fault.mjs', import.meta.url));
const BINDING = fileURLToPath(new URL('./faulty-binding.cjs', import.meta.url));
/** Limit of calls that fail, one after the other. */
const MAX_CALLS = repetitions(1, 5);

const input = scratch('input.wav');
const wav = createWav(input, { format: findFormat('S16_LE')!, channels: 2, rateHz: 48_000 });
wav.write(new Uint8Array(48_000).fill(7));
wav.finish();

interface Outcome extends Ended {
  /** True if the call that was to fail was reached. */
  readonly fired: boolean;
  readonly file: string;
}

type Command = 'record' | 'play' | 'play-sine' | 'bench';

function wordsOf(command: Command, device: string, file: string): string[] {
  switch (command) {
    case 'record':
      return ['record', file, device, '-d', '200ms'];
    case 'play':
      return ['play', input, device];
    case 'play-sine':
      return ['play-sine', device, '-d', '200ms'];
    case 'bench':
      return ['bench', 'wakeup', device, '-d', '200ms'];
  }
}

let runs = 0;

async function runFaulty(
  command: Command,
  device: string,
  environment: Record<string, string>,
  options: readonly string[] = [],
): Promise<Outcome> {
  const file = scratch(`take-${++runs}.wav`);
  const marker = scratch(`fired-${runs}`);
  const words = [...wordsOf(command, device, file), ...options];
  const ended = await run(words, { FAULT_FIRED: marker, ...environment });
  const fired = existsSync(marker);
  rmSync(marker, { force: true });
  return { ...ended, fired, file };
}

/** @param code the code if the fault has an effect; a fault in reporting may have none */
function expectEnd(outcome: Outcome, codes: readonly number[], fault: string) {
  const { fired, signal, code, stderr, file } = outcome;
  expect(signal, `${fault}: ${stderr}`).toBeNull();
  expect(fired ? codes : [0], `${fault}: ${stderr}`).toContain(code);
  const errors = stderr.split('\n').filter((line) => line.startsWith('alsa-mmap: '));
  expect(errors.length, `${fault}: ${stderr}`).toBe(code === 0 ? 0 : 1);
  expect(stderr, fault).not.toMatch(/\n\s+at |\\x0a|internal error/);
  // A file whose header could not be written is empty.
  if (existsSync(file) && statSync(file).size > 0) {
    const recording = readWav(file);
    expect(recording.channels, fault).toBe(2);
    recording.close();
  }
}

describe('a program', () => {
  it.concurrent.each([
    ['record', 'Worker', 'EAGAIN', 'main'],
    ['record', 'Worker', 'EAGAIN', 'stream'],
    ['play', 'Worker', 'EAGAIN', 'main'],
    ['play', 'Worker', 'EAGAIN', 'stream'],
    ['play-sine', 'Worker', 'EAGAIN', 'main'],
    ['play-sine', 'Worker', 'EAGAIN', 'stream'],
    ['bench', 'Worker', 'EAGAIN', 'main'],
    ['bench', 'Worker', 'EAGAIN', 'stream'],
    ['record', 'SharedArrayBuffer', 'ENOMEM', 'main'],
    ['record', 'SharedArrayBuffer', 'ENOMEM', 'stream'],
    ['play', 'SharedArrayBuffer', 'ENOMEM', 'stream'],
    ['bench', 'SharedArrayBuffer', 'ENOMEM', 'stream'],
    ['record', 'openSync', 'EIO', 'main'],
    ['record', 'writeSync', 'ENOSPC', 'main'],
    ['record', 'fstatSync', 'EIO', 'main'],
    ['record', 'closeSync', 'EIO', 'main'],
    ['play', 'openSync', 'EIO', 'main'],
    ['play', 'fstatSync', 'EIO', 'main'],
    ['play', 'readSync', 'EIO', 'main'],
    ['play', 'closeSync', 'EIO', 'main'],
    ['play-sine', 'openSync', 'EIO', 'stream'],
    ['play-sine', 'openSync', 'EIO', 'dma'],
    ['play-sine', 'writeSync', 'ENOSPC', 'stream'],
    ['play-sine', 'writeSync', 'ENOSPC', 'dma'],
  ] as const)('%s ends with 1 if %s fails with %s in its thread %s', async (...row) => {
    const [command, name, errno, thread] = row;
    let fired = 0;
    for (let nth = 1; nth <= MAX_CALLS; nth++) {
      const fault = `${name}:${nth}:${errno}:${thread}`;
      const device = command === 'play-sine' ? `sim:DUMP=${scratch(`${fault}.wav`)}` : 'sim';
      const environment = { FAULT: fault, NODE_OPTIONS: `--import ${INJECTION}` };
      const outcome = await runFaulty(command, device, environment);
      // It also asks whether its output is a terminal; a fault there has no effect.
      const codes = name === 'fstatSync' ? [0, 1] : [1];
      expectEnd(outcome, codes, `${command} ${fault}`);
      if (!outcome.fired) break;
      fired++;
    }
    expect(fired).toBeGreaterThan(0);
  });
});

describe('a program on a faulty card', () => {
  it.each(['record', 'play-sine'] as const)('works without a fault: %s', async (command) => {
    const outcome = await runFaulty(command, 'hw:0', { ALSA_MMAP_BINDING: BINDING });
    expectEnd(outcome, [0], command);
    if (command !== 'record') return;
    const recording = readWav(outcome.file);
    expect(recording.frames).toBe(9600);
    recording.close();
  });

  const BOTH = ['record', 'play-sine'] as const;
  const ROWS: readonly (readonly [string, string, readonly number[], readonly Command[]])[] = [
    ['Pcm', 'EIO', [1], BOTH],
    ['Pcm', 'ENOENT', [3], BOTH],
    ['Pcm', 'EBUSY', [4], BOTH],
    ['Pcm', 'EACCES', [9], BOTH],
    ['HwParams', 'EIO', [1], BOTH],
    ['install', 'EINVAL', [5], BOTH],
    ['info', 'EIO', [1], BOTH],
    ['descriptor', 'EIO', [1], BOTH],
    ['hwRefine', 'EIO', [1], BOTH],
    ['swParamsCurrent', 'EIO', [1], BOTH],
    ['swParams', 'EIO', [1], BOTH],
    // A refused page is read by SYNC_PTR; without a ring nothing can be done.
    ['map', 'ENOMEM', [0, 5], BOTH],
    ['channelInfo', 'EIO', [1], BOTH],
    ['syncPtr', 'EIO', [1], BOTH],
    // A commit that fails is repeated while the card is there.
    ['syncPtr', 'ENODEV', [0, 8], BOTH],
    ['poll', 'EIO', [1], BOTH],
    ['poll', 'ENODEV', [8], BOTH],
    ['start', 'EIO', [1], BOTH],
    ['start', 'ENODEV', [8], BOTH],
    ['drain', 'EIO', [1], ['play-sine']],
    ['drop', 'EIO', [1], ['record']],
    ['close', 'EIO', [1], BOTH],
  ];
  const CASES = ROWS.flatMap(([name, errno, codes, commands]) =>
    commands.map((command) => [command, codes, name, errno] as const),
  );

  it.concurrent.each(CASES)('%s ends with %j if %s fails with %s', async (...row) => {
    const [command, codes, name, errno] = row;
    let fired = 0;
    for (let nth = 1; nth <= MAX_CALLS; nth++) {
      const fault = `${name}:${nth}:${errno}`;
      const environment = { ALSA_MMAP_BINDING: BINDING, ADDON_FAULT: fault };
      const more = name === 'syncPtr' ? ['--sync-ptr'] : [];
      const outcome = await runFaulty(command, 'hw:0', environment, more);
      expectEnd(outcome, codes, `${command} ${fault}`);
      if (!outcome.fired) break;
      fired++;
    }
    expect(fired).toBeGreaterThan(0);
  });
});
