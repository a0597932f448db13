/** The installed package on real devices: in the x86-64 guest, and in the arm64 guest. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runInGuest } from '../../scripts/guest/run.js';
import { fitSine } from '../../src/audio/sine-fit.js';
import { jsonLines, ROOT, scratchDirectory } from '../cli/program.js';
import { heardTone } from '../judge/heard-tone.js';
import { packTarball } from './tarball.js';

const RATE_HZ = 48_000;
const FREQ_HZ = 440;
const scratch = scratchDirectory();
let tarball = '';

beforeAll(async () => {
  tarball = await packTarball(scratch('.'));
}, 900_000);

/** The path of both pages: x86-64 shares them, arm64 does not. USB refuses the control page. */
const GUESTS = [
  { arch: 'amd64', card: 'ac97', device: 'hw:AC97', status: 'mmap', control: 'mmap' },
  { arch: 'arm64', card: 'usb', device: 'hw:USB', status: 'SYNC_PTR', control: 'SYNC_PTR' },
] as const;

describe.each(GUESTS)('the package in the $arch guest', (guest) => {
  const { arch, card, device } = guest;
  const out = scratch(arch);
  const text = (name: string) => readFileSync(join(out, name), 'utf8');
  const result = (name: string) => JSON.parse(text(name));
  let tone = '';

  beforeAll(async () => {
    mkdirSync(out);
    const install = ['install', '--global', '--offline', '--prefix', join(out, 'prefix'), tarball];
    execFileSync('npm', install, { stdio: 'pipe' });
    const { exitCode, wavFiles } = await runInGuest({
      ...{ arch, cards: [card], outDir: out, cwd: ROOT, timeoutSeconds: 200 },
      env: { PATH: `/out/prefix/bin:${dirname(process.execPath)}:/usr/bin:/bin` },
      command: [
        ...['sh', '-exc'],
        `alsa-mmap list --json >/out/list
        alsa-mmap status ${device} --start --json >/out/status
        alsa-mmap play-sine ${device} -d 2 --freq ${FREQ_HZ} -r ${RATE_HZ} --buffer-size 500ms \
          --json >/out/played
        alsa-mmap bench clock ${device} -d 2 --json >/out/bench`,
      ],
      onStderr: (bytes: Buffer) => void process.stderr.write(bytes),
    });
    expect(exitCode).toBe(0);
    tone = wavFiles[card] ?? '';
  }, 400_000);

  it('lists the card', () => {
    const names = result('list').cards.flatMap(({ devices }: { devices: { name: string }[] }) =>
      devices.map(({ name }) => name),
    );
    expect(names).toContain(`${device},0`);
  });

  it('reads the pointers by the pages that the kernel shares', () => {
    const { state, paths } = result('status');
    expect(state).toBe('RUNNING');
    expect(paths).toMatchObject({
      status: { path: guest.status },
      control: { path: guest.control },
    });
  });

  it('plays a tone that the card receives', () => {
    expect(jsonLines(text('played')).at(-1)).toMatchObject({ frames: 2 * RATE_HZ });
    const halfSecond = heardTone(tone).subarray(0, RATE_HZ / 2);
    expect(halfSecond.length).toBe(RATE_HZ / 2);
    expect(fitSine(halfSecond, RATE_HZ, FREQ_HZ).freqHz).toBeCloseTo(FREQ_HZ, 0);
  });

  it('measures the clock', () => {
    const [{ params, result: clock }] = result('bench').experiments;
    expect(params.rateHz).toBe(RATE_HZ);
    // An emulated card on a busy machine is far from its rate.
    expect(clock.rateHz / RATE_HZ).toBeCloseTo(1, 0);
  });
});
