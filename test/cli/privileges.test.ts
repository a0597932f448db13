import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AS_NOBODY, Capability, isCapable, UNPRIVILEGED } from '../native/unprivileged.js';
import { jsonLines, run, scratchDirectory, start } from './program.js';

const scratch = scratchDirectory();
const BRIEF = ['-d', '0.1', '--buffer-size', '500ms'];
const ALL = ['--realtime', '--cpu', '16000', '--mlock'];

function grants(stdout: string): unknown {
  const [opened] = jsonLines(stdout);
  expect(opened).toMatchObject({ event: 'opened' });
  return opened!['grants'];
}

describe.concurrent('--realtime, --cpu and --mlock', () => {
  it('request nothing by default', async () => {
    const { code, stdout } = await run(['play-sine', 'sim', ...BRIEF, '--json']);
    expect([code, grants(stdout)]).toEqual([0, []]);
  });

  it.runIf(isCapable(Capability.SYS_NICE) && isCapable(Capability.IPC_LOCK)).each([
    ['play-sine', ['play-sine', 'sim']],
    ['record', ['record', scratch('granted.wav'), 'sim']],
  ])('are granted with the rights, and reported: %s', async (_, words) => {
    const { code, stderr } = await run([...words, ...BRIEF, '--realtime=42', '--mlock']);
    expect(code).toBe(0);
    expect(stderr).toContain('\nrealtime: SCHED_FIFO 42 granted\nidle: CPU latency 0 us ');
    expect(stderr).toContain('\nmlock: program and stack granted\n');
  });

  it('are refused without the rights, each with its reason, and the stream continues', async () => {
    const words = ['play-sine', '--realtime', 'sim', ...BRIEF, '--cpu=16000', '--mlock', '-q'];
    const { code, stdout, stderr } = await start(words, {}, UNPRIVILEGED).ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(
      'realtime: SCHED_FIFO 80 refused: needs CAP_SYS_NICE or an rtprio limit of 80, ' +
        'and ulimit -r is 0 (EPERM)\n',
    );
    const needed = /needs CAP_IPC_LOCK or a memlock limit of \d+ KiB, and ulimit -l is 64/.source;
    expect(stderr).toMatch(
      new RegExp(`^mlock: program and stack refused: ${needed} \\(ENOMEM\\)$`, 'm'),
    );
    expect(stderr).toMatch(/^cpu: CPU 16000 refused: the machine has the CPUs 0.* \(EINVAL\)$/m);
  });

  it.runIf(AS_NOBODY.length > 0 && existsSync('/dev/cpu_dma_latency'))(
    'leave idle states alone if the user may not write to the latency device',
    async () => {
      const words = ['play-sine', 'sim', ...BRIEF, '--realtime', '-q'];
      const { code, stderr } = await start(words, {}, AS_NOBODY).ended;
      expect(code).toBe(0);
      expect(stderr).toContain(
        'idle: CPU latency 0 us refused: ' +
          'needs permission to write to /dev/cpu_dma_latency, as root has (EACCES)\n',
      );
    },
  );

  it('are in the JSON of the opened stream as requested', async () => {
    const words = ['play-sine', 'sim', ...BRIEF, ...ALL, '--json'];
    const { code, stdout, stderr } = await start(words, {}, UNPRIVILEGED).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const idle = expect.objectContaining({ kind: 'idle', request: 'CPU latency 0 us' });
    expect(grants(stdout)).toEqual([
      expect.objectContaining({ kind: 'realtime', request: 'SCHED_FIFO 80', granted: false }),
      idle,
      expect.objectContaining({ kind: 'cpu', request: 'CPU 16000', granted: false }),
      expect.objectContaining({ kind: 'mlock', request: 'program and stack', granted: false }),
    ]);
  });

  it('are refused without the addon, and the simulated card plays anyway', async () => {
    const words = ['play-sine', 'sim', ...BRIEF, '--mlock', '-q'];
    const ended = await run(words, { ALSA_MMAP_BINDING: '/nowhere/alsa_mmap.node' });
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    expect(ended.stderr).toBe(
      'mlock: program and stack refused: cannot load the ALSA addon: it is not built\n',
    );
  });
});

describe('--no-period-wakeup', () => {
  it('is refused with 5 by a driver that cannot', async () => {
    const words = ['play-sine', 'sim:PERIOD_WAKEUP=always', ...BRIEF, '--no-period-wakeup'];
    const { code, stderr } = await run(words);
    expect(code).toBe(5);
    expect(stderr).toMatch(/cannot run without period interrupts: .*NO_PERIOD_WAKEUP/);
  });
});
