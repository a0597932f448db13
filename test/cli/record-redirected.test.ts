import { spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wavDataOffset } from '../../src/audio/wav-header.js';
import { findFormat } from '../../src/device/format.js';
import { comparePattern } from './pattern-file.js';
import { PROGRAM, scratchDirectory, watch } from './program.js';
import { expectRefusal } from './refusal.js';

const scratch = scratchDirectory();
const SHORT = ['record', '-', 'sim:SIGNAL=pattern', '-d', '0.5', '--buffer-size', '500ms'];
const HEADER_BYTES = wavDataOffset({ format: findFormat('S16_LE')!, channels: 2, rateHz: 48_000 });
const FILE_BYTES = HEADER_BYTES + 24_000 * 4;
const COMPLETE = { frames: 24_000, sealed: true, wrongFrame: -1 };

/** Runs the recording in a shell command, in which "$@" stands for it. */
function shell(command: string) {
  return watch(spawn('sh', ['-c', command, 'sh', process.execPath, PROGRAM, ...SHORT])).ended;
}

describe.concurrent('record - into a regular file', () => {
  it.each(['>', '>>'])('writes the sizes: %s', async (redirection) => {
    const file = scratch(`new-${redirection.length}.wav`);
    const { code, stderr } = await shell(`exec "$@" ${redirection} '${file}'`);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('recorded'),
    });
    expect(comparePattern(file, 'S16_LE')).toMatchObject(COMPLETE);
  });

  it.each([
    ['>>', 'printf head >FILE; "$@" >>FILE; printf tail >>FILE'],
    ['>', '{ printf head; "$@"; printf tail; } >FILE'],
  ])('starts at the current offset and moves it on: %s', async (name, command) => {
    const file = scratch(`middle-${name.length}.bin`);
    expect((await shell(command.replaceAll('FILE', `'${file}'`))).code).toBe(0);
    const bytes = readFileSync(file);
    expect(bytes.length).toBe(4 + FILE_BYTES + 4);
    expect(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 4 + FILE_BYTES)).toBe(
      'headtail',
    );
    writeFileSync(scratch(`middle-${name.length}.wav`), bytes.subarray(4, 4 + FILE_BYTES));
    expect(comparePattern(scratch(`middle-${name.length}.wav`), 'S16_LE')).toMatchObject(COMPLETE);
  });

  it('keeps what a file that is not truncated has behind the recording', async () => {
    const file = scratch('kept.bin');
    writeFileSync(file, Buffer.alloc(2 * FILE_BYTES, 'x'));
    expect((await shell(`exec "$@" 1<>'${file}'`)).code).toBe(0);
    expect(statSync(file).size).toBe(2 * FILE_BYTES);
    expect(
      readFileSync(file)
        .subarray(FILE_BYTES)
        .every((byte) => byte === 0x78),
    ).toBe(true);
  });
});

describe.concurrent('record - without a stdout to write to', () => {
  it('closed: 1 and a line', async () => {
    const ended = await shell('exec "$@" >&-');
    expectRefusal(ended, 1);
    expect(ended.stderr).toContain('stdout is closed; ');
  });

  it('open for reading only: 1 and a line', async () => {
    const ended = await shell('exec "$@" 1</dev/zero');
    expectRefusal(ended, 1);
    expect(ended.stderr).toContain('EBADF');
  });

  it('/dev/null is accepted', async () => {
    expect((await shell('exec "$@" >/dev/null')).code).toBe(0);
  });
});
