import { describe, expect, it } from 'vitest';
import { jsonLines, run, startOnTerminal } from './program.js';

const PREPARED = { state: 'PREPARED', hwPtr: 0, applPtr: 0, availMin: 1024 };

async function document(...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run(['syncptr', 'sim', '--json', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return jsonLines(stdout)[0]!;
}

describe.concurrent('syncptr', () => {
  it('changes nothing by default: flags 6, everything is read', async () => {
    const shown = await document();
    expect(shown).toMatchObject({ flags: 6, before: PREPARED, after: PREPARED });
    expect(shown['bits']).toEqual([
      { name: 'HWSYNC', set: false, effect: 'did not query the hardware' },
      { name: 'APPL', set: true, effect: 'read appl_ptr from the kernel' },
      { name: 'AVAIL_MIN', set: true, effect: 'read avail_min from the kernel' },
    ]);
  });

  it('--hwsync queries the hardware: flags 7', async () => {
    expect(await document('--hwsync')).toMatchObject({
      flags: 7,
      bits: [
        { name: 'HWSYNC', set: true, effect: expect.stringMatching(/^updated hw_ptr/) },
        {},
        {},
      ],
      after: PREPARED,
    });
  });

  it('--appl-ptr clears APPL, which writes', async () => {
    const shown = await document('--appl-ptr', '480');
    expect(shown).toMatchObject({ flags: 4, before: PREPARED });
    expect(shown['after']).toEqual({ ...PREPARED, applPtr: 480 });
    expect(shown['bits']).toContainEqual({
      name: 'APPL',
      set: false,
      effect: 'wrote appl_ptr 480 to the kernel',
    });
  });

  it('--avail-min clears AVAIL_MIN, which writes', async () => {
    const shown = await document('--avail-min', '96');
    expect(shown).toMatchObject({ flags: 2, before: PREPARED });
    expect(shown['after']).toEqual({ ...PREPARED, availMin: 96 });
  });

  it('does all of it in one call', async () => {
    const shown = await document('--hwsync', '--appl-ptr', '1', '--avail-min', '2');
    expect(shown).toMatchObject({ flags: 1, after: { ...PREPARED, applPtr: 1, availMin: 2 } });
  });

  it('explains each bit for people', async () => {
    const { code, stdout } = await run(['syncptr', 'sim', '--appl-ptr', '480']);
    expect(code).toBe(0);
    expect(stdout).toBe(`sim  simulated card, playback: SYNC_PTR, flags 4

  flag       value  is     so the call
  HWSYNC     1      clear  did not query the hardware
  APPL       2      clear  wrote appl_ptr 480 to the kernel
  AVAIL_MIN  4      set    read avail_min from the kernel

             before    after
  state      PREPARED  PREPARED
  hw_ptr     0         0
  appl_ptr   0         480
  avail_min  1024      1024
`);
  });

  it('works on the capture side and colours the written values', async () => {
    const words = ['syncptr', 'sim', '--capture', '--avail-min', '7'];
    const { stdout } = await startOnTerminal(words).ended;
    expect(stdout).toContain('capture');
    expect(stdout).toContain('\x1b[33mwrote avail_min 7 to the kernel\x1b[39m');
  });

  it('--all makes a call with each flag word', async () => {
    const calls = (await document('--all', '--appl-ptr', '480'))['calls'];
    const moved = { ...PREPARED, applPtr: 480 };
    expect(calls).toMatchObject([
      { flags: 0, before: PREPARED, after: moved, errno: null },
      ...[1, 2, 3, 4, 5, 6, 7].map((flags) => ({ flags, before: moved, after: moved })),
    ]);
    const { stdout } = await run(['syncptr', 'sim', '--all', '--appl-ptr', '480']);
    expect(stdout.split('\n').slice(3, 6)).toEqual([
      '  0      -        written   written    appl_ptr 0 -> 480',
      '  1      updated  written   written    no change',
      '  2      -        read      written    no change',
    ]);
    expect((await run(['syncptr', 'sim', '--all', '--hwsync'])).code).toBe(2);
  });

  it.each([
    [['--appl-ptr', '4097'], { applPtr: 4097 }],
    [['--capture', '--appl-ptr', '1'], { applPtr: 1 }],
    [['--avail-min', '0'], { availMin: 0 }],
    [['--avail-min', '4097'], { availMin: 4097 }],
  ])('writes %j only with --force', async (words, after) => {
    const { code, stdout } = await run(['syncptr', 'sim', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(await document('--force', ...words)).toMatchObject({ after });
  });

  it('--quiet prints nothing', async () => {
    expect(await run(['syncptr', 'sim', '-q'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});
