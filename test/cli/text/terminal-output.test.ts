import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TerminalOutput } from '../../../src/cli/text/terminal-output.js';
import { scratchDirectory } from '../program.js';

const scratch = scratchDirectory();
const LINE = `${'x'.repeat(999)}\n`;

/** Opens a FIFO, which accepts 64 KiB until it is read, as a terminal that stands still. */
function openFifo(name: string): number {
  const path = scratch(name);
  execFileSync('mkfifo', [path]);
  return openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
}

/** Reads until nothing arrives any more. */
async function readAll(descriptor: number, output: TerminalOutput): Promise<string> {
  const chunk = Buffer.alloc(65_536);
  let text = '';
  for (let idle = 0; idle < 5; ) {
    try {
      text += chunk.toString('latin1', 0, readSync(descriptor, chunk));
      idle = 0;
    } catch {
      if (output.writableLength === 0) idle++;
      await sleep(20);
    }
  }
  return text;
}

describe('a terminal that stands still', () => {
  it.each([
    [100, ''],
    [3000, 'bytes of text were dropped while the terminal stood still\n'],
  ])('gets %i lines later, up to 1 MiB, and the amount of the rest', async (count, end) => {
    const descriptor = openFifo(`terminal-${count}`);
    const output = new TerminalOutput(process.stderr, descriptor);
    for (let line = 0; line < count; line++) output.write(LINE);
    const text = await readAll(descriptor, output);
    closeSync(descriptor);
    const dropped = Number(/(\d+) bytes of text/.exec(text)?.[1] ?? 0);
    expect(text.endsWith(end)).toBe(true);
    expect(text.split(LINE).length - 1 + dropped / LINE.length).toBe(count);
  });
});
