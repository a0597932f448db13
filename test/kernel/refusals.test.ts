import { expect, it } from 'vitest';
import { briefly } from '../brief.js';
import { isThere, PLAYS } from './cards.js';
import { alsaMmap, startAlsaMmap } from './program.js';

it('names the process that holds a busy device, and exits 4', async () => {
  const holder = startAlsaMmap('play-sine', PLAYS, '--json');
  await holder.says(/"event":"opened"/);
  const second = alsaMmap('syncptr', PLAYS, '--playback');
  holder.kill('SIGINT');
  expect(second.status).toBe(4);
  expect(second.stderr).toMatch(new RegExp(`^alsa-mmap: ${PLAYS},0: .*pid ${holder.pid}\\b.*\\n$`));
  expect(await holder.ended).toMatchObject({ status: 130 });
});

it('reports that a playback-only device has no capture stream, and exits 3', () => {
  const { status, stderr } = alsaMmap('record', '/tmp/never.wav', 'hw:USB');
  expect(status).toBe(3);
  expect(stderr).toMatch(/^alsa-mmap: hw:USB,0: .*capture.*\n$/);
});

it.each(['hw:Dummy,2'].filter(isThere))(
  'says that a device without mmap access cannot be mapped, and exits with 5: %s',
  (name) => {
    const { status, stderr } = alsaMmap('status', name);
    expect(status).toBe(5);
    expect(stderr).toMatch(/^alsa-mmap: .*cannot map the ring: .*RW_INTERLEAVED.*\n$/);
  },
);

it('lists the supported rates for an unsupported one, and exits 5', () => {
  const { status, stderr } = alsaMmap('status', 'hw:USB', '-r', '44100');
  expect(status).toBe(5);
  expect(stderr).toMatch(/^alsa-mmap: .*44100.*48000.*\n$/);
});

it.each(briefly(['hw:31', 'hw:NoSuchCard', 'hw:99', 'nonsense'], 1))(
  'reports that device %s does not exist, and exits 3',
  (name) => {
    const { status, stderr } = alsaMmap('status', name);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^alsa-mmap: [^\n]*\n$/);
  },
);

it('reports that a PCM of alsa-lib alone has no memory to map, and exits 5', () => {
  const { status, stderr } = alsaMmap('status', 'null');
  expect(status).toBe(5);
  expect(stderr).toMatch(/^alsa-mmap: null: .*NULL PCM .*\n$/);
});

it('opens the kernel device of plughw and refuses a conversion', () => {
  const { status, stderr } = alsaMmap('status', 'plughw:USB', '-r', '32000');
  expect(status).toBe(5);
  expect(stderr).toMatch(/^alsa-mmap: hw:USB,0: .*48000.*\n$/);
  expect(alsaMmap('status', 'plughw:USB').stdout).toMatch(/^hw:\d/);
});

it.each(briefly(['hw:AC97'].filter(isThere), 0))(
  'ends with one line on a capture whose pointer never moves: %s',
  (name) => {
    const { status, stderr } = alsaMmap('record', '/tmp/stuck.wav', name, '-q');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^alsa-mmap: .*stalled at 0.*\n$/);
  },
);
