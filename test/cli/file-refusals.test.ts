import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROGRAM, run, scratchDirectory, watch } from './program.js';
import { expectRefusal, refusal } from './refusal.js';

const scratch = scratchDirectory();

describe.concurrent('a file that cannot be written', () => {
  it('in a directory that is missing', async () => {
    const file = scratch('missing/x.wav');
    expect(await refusal(['record', file, 'sim'], 3)).toMatch(/create .*missing first/);
  });

  it('a directory', async () => {
    mkdirSync(scratch('directory'));
    expect(await refusal(['record', scratch('directory'), 'sim'], 1)).toMatch(/it is a directory/);
  });

  it('in /proc', async () => {
    expect(await refusal(['record', '/proc/x', 'sim'], 3)).toMatch(/cannot open .* \/proc\/x/);
  });

  it('below a file', async () => {
    writeFileSync(scratch('plain'), '');
    expect(await refusal(['record', scratch('plain/x.wav'), 'sim'], 3)).toMatch(/not a directory/);
  });

  it('a full disk', async () => {
    expect(await refusal(['record', '/dev/full', 'sim', '-d', '1'], 1)).toMatch(
      /cannot write \/dev\/full: ENOSPC, no space is left/,
    );
  });

  it('read-only: 9, and it stays as it is', async () => {
    const file = scratch('read-only.wav');
    writeFileSync(file, 'precious');
    chmodSync(file, 0o444);
    // Root may write everything, unless it gives that up.
    const isRoot = process.getuid?.() === 0;
    const giveUp = isRoot ? ['setpriv', '--bounding-set=-dac_override', '--inh-caps=-all'] : [];
    const [command = '', ...args] = [...giveUp, process.execPath, PROGRAM];
    const child = spawn(command, [...args, 'record', file, 'sim', '-d', '1']);
    const ended = await watch(child).ended;
    expectRefusal(ended, 9);
    expect(ended.stderr).toMatch(/EACCES, not allowed/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('stdout on a full disk: 1 and a line, from any command', async () => {
    const child = spawn('sh', [
      '-c',
      'exec "$@" > /dev/full',
      'sh',
      process.execPath,
      PROGRAM,
      'status',
      'sim',
    ]);
    const { code, stderr } = await watch(child).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'alsa-mmap: cannot write to stdout: ENOSPC\n',
    });
  });
});

describe.concurrent('an existing file', () => {
  it.each([
    ['busy', 'sim:BUSY=1', 4],
    ['unknown', 'nonsense', 3],
    ['without that side', 'sim:DIRECTION=playback', 3],
  ])('is not touched if the device is %s', async (what, device, exit) => {
    const file = scratch(`${what}.wav`);
    writeFileSync(file, 'precious');
    await refusal(['record', file, device], exit);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('is replaced by a recording', async () => {
    const file = scratch('old.wav');
    writeFileSync(file, 'x'.repeat(1_000_000));
    expect((await run(['record', file, 'sim', '-d', '0.1', '-q'])).code).toBe(0);
    expect(readFileSync(file).length).toBeLessThan(100_000);
    expect(existsSync(file)).toBe(true);
  });
});
