import { chmodSync, chownSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DeviceName, parseDeviceName } from '../../src/device/device-name.js';
import type { AlsaMmapError } from '../../src/device/errors.js';
import { openError } from '../../src/device/open-error.js';
import { CARD, machine, owner } from './machine.js';

/** Error for a name that alsa-lib refused with the errno. */
function refusal(root: string, name: string, code: string): AlsaMmapError {
  const parsed: DeviceName = parseDeviceName(name);
  const hw = parsed.kind === 'hw' ? parsed : undefined;
  const cause = Object.assign(new Error(code), { code, syscall: 'snd_pcm_open' });
  return openError({ name, hw, direction: 'playback', cause }, root);
}

/** Runs `work` without the right to open files that belong to others. */
function asOrdinaryUser<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

/** A machine whose nodes have udev's owner and mode, as far as this user can set them. */
function forbiddingMachine(mode: number): { root: string; group: string } {
  const root = machine(CARD);
  const node = join(root, 'dev/snd/controlC1');
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(node, 0, 29);
  chmodSync(root, 0o755);
  chmodSync(node, isRoot ? mode : 0);
  return { root, group: isRoot ? 'audio' : String(process.getgid?.()) };
}

describe('a device that the user may not open', () => {
  it.each([
    ['hw:1', 'ENODEV'],
    ['hw:Loopback,0,1', 'ENODEV'],
    ['plughw:1', 'ENODEV'],
    ['default', 'ENOENT'],
    ['front:1', 'EINVAL'],
    ['hw:1', 'EACCES'],
  ])('is PERMISSION, with node and group: %s, which alsa-lib refuses with %s', (name, errno) => {
    const { root, group } = forbiddingMachine(0o660);
    const error = asOrdinaryUser(() => refusal(root, name, errno));
    expect(error).toMatchObject({ code: 'PERMISSION', exitCode: 9, errno: 'EACCES' });
    expect(error.message).toContain('/dev/snd/controlC1');
    expect(error.message).toMatch(new RegExp(`group ${group}\\b`));
  });

  it.runIf(process.getuid?.() === 0)('suggests a group only if it has access', () => {
    const advice = (mode: number) => {
      const { root } = forbiddingMachine(mode);
      return asOrdinaryUser(() => refusal(root, 'hw:1', 'ENODEV')).message;
    };
    expect(advice(0o660)).toContain('usermod -aG audio');
    expect(advice(0o600)).not.toContain('usermod');
  });

  it('is named if alsa-lib may open the control node, but not the PCM', () => {
    const error = refusal(machine({ ...CARD, 'dev/snd/pcmC1D0p': '' }), 'hw:1', 'EACCES');
    expect(error).toMatchObject({ code: 'PERMISSION', errno: 'EACCES' });
    expect(error.message).toContain('/dev/snd/pcmC1D0p');
  });
});

describe('a missing device', () => {
  it.each([['hw:1'], ['hw:Loopback'], ['plughw:1'], ['default']])(
    'is a missing node if the kernel has the card: %s',
    (name) => {
      const root = machine(CARD);
      rmSync(join(root, 'dev'), { recursive: true });
      const error = refusal(root, name, 'ENODEV');
      expect(error).toMatchObject({ code: 'NO_DEVICE', exitCode: 3, errno: 'ENOENT' });
      expect(error.message).toContain('/dev/snd/controlC1');
    },
  );

  it.each(['ENOENT', 'EAGAIN', 'EBUSY'])('is a subdevice beyond the last: %s', (errno) => {
    const error = refusal(machine(CARD), 'hw:1,0,8', errno);
    expect(error).toMatchObject({ code: 'NO_DEVICE', errno });
    expect(error.message).toMatch(/\b8\b.*\b0 to 1\b/);
  });

  it.each(['hw:7', 'hw:NoSuchCard', 'hw:1,3', 'nonsense'])('is %s itself', (name) => {
    const error = refusal(machine(CARD), name, 'ENOENT');
    expect(error).toMatchObject({ code: 'NO_DEVICE', errno: 'ENOENT' });
    expect(error.message).not.toContain('/dev/snd');
  });
});

describe('a busy device', () => {
  it('names the process of the thread that holds the subdevice', () => {
    const error = refusal(machine({ ...CARD, ...owner('aplay') }), 'hw:1,0,1', 'EBUSY');
    expect(error).toMatchObject({ code: 'BUSY', exitCode: 4 });
    expect(error.message).toContain('aplay (pid 812)');
    expect(error.message).not.toContain('pactl');
  });

  it('does not name the owner of another subdevice', () => {
    const root = machine({ ...CARD, ...owner('aplay') });
    expect(refusal(root, 'hw:1,0,0', 'EBUSY').message).not.toContain('aplay');
    expect(refusal(root, 'hw:1', 'EBUSY').message).toContain('aplay (pid 812)');
    expect(refusal(root, 'plughw:1,0,1', 'EBUSY').message).toContain('aplay (pid 812)');
  });

  it.each(['pipewire', 'pulseaudio', 'wireplumber'])('advises how %s releases it', (command) => {
    const error = refusal(machine({ ...CARD, ...owner(command) }), 'hw:1', 'EBUSY');
    expect(error.message).toContain('pactl set-card-profile CARD off');
  });

  it('has no pid if the owner is outside the container', () => {
    const status = { 'proc/asound/card1/pcm0p/sub1/status': 'state: RUNNING\nowner_pid   : 0\n' };
    const error = refusal(machine({ ...CARD, ...status }), 'hw:1', 'EBUSY');
    expect(error.message).not.toMatch(/pid/);
    expect(error.message).toContain('outside this container');
  });
});
