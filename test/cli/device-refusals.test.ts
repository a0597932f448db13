import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonLines, run, scratchDirectory } from './program.js';
import { refusal } from './refusal.js';

const scratch = scratchDirectory();
const machineHasSound = existsSync('/proc/asound/pcm');
if (machineHasSound)
  process.stderr.write('SKIPPED: this machine has sound, "none" goes untested\n');

describe.concurrent('a device that cannot be opened', () => {
  const cases: [what: string, words: string[], exit: number, says: RegExp][] = [
    ['no such card', ['hw:99'], 3, /hw:99.* no such playback device.*"sim"/],
    ['no such id', ['hw:NoSuch'], 3, /hw:NoSuch.* no such playback device/],
    ['no such name', ['nonsense'], 3, /nonsense: no such playback device/],
    ['too many numbers', ['hw:1,2,3,4'], 2, /"hw:1,2,3,4" is not a device name/],
    ['no number', ['hw:0,x'], 2, /is not a device name/],
    ['no card', ['hw:'], 2, /is not a device name/],
    ['an unknown key of the card', ['sim:WRAPS=2'], 2, /unknown key "WRAPS"; keys: RATE_PPM, \w+/],
    ['a bad value of a key', ['sim:STEP=0'], 2, /STEP: expected frames from 1 to 65536/],
    ['a key without value', ['sim:DUMP'], 2, /DUMP: expected the path of a file/],
    ['not that side', ['sim:DIRECTION=playback', '--capture'], 3, /no capture stream/],
    ['a busy one', ['sim:BUSY=1'], 4, /busy \(EBUSY\)/],
    [
      'not that rate',
      ['sim:RATES=48000:48000', '-r', '44100'],
      5,
      /rate 44100 .* supported: 48000$/m,
    ],
    ['not that format', ['sim:FORMATS=S16_LE', '-f', 'S32_LE'], 5, /S32_LE .*supported: S16_LE$/m],
    ['too many channels', ['sim:CHANNELS=1:2', '-c', '6'], 5, /channels 6 .* supported: 1 to 2/],
    ['no ring to map', ['sim:ACCESS=rw'], 5, /cannot map the ring: .*supported: RW_INTERLEAVED$/m],
  ];

  it.each(cases)('status: %s', async (_, words, exit, says) => {
    expect(await refusal(['status', ...words], exit)).toMatch(says);
  });

  it.each(cases.filter(([, words]) => !words.includes('--capture')))(
    'record leaves no file: %s',
    async (what, words, exit) => {
      const file = scratch(`${what}.wav`);
      await refusal(['record', file, ...words, '-d', '1'], exit);
      expect(existsSync(file)).toBe(false);
    },
  );

  it('record from a playback-only device', async () => {
    const file = scratch('playback-only.wav');
    const said = await refusal(['record', file, 'sim:DIRECTION=playback'], 3);
    expect(said).toMatch(/no capture stream/);
    expect(existsSync(file)).toBe(false);
  });

  it('play-sine to a capture-only device', async () => {
    expect(await refusal(['play-sine', 'sim:DIRECTION=capture'], 3)).toMatch(/no playback stream/);
  });

  it('syncptr of a busy one', () => refusal(['syncptr', 'sim:BUSY=1'], 4));

  it('no addon: names the cause and the simulated card, which works without', async () => {
    const without = { ALSA_MMAP_BINDING: '/nonexistent' };
    const said = await refusal(['status', 'hw:0'], 1, without);
    expect(said).toMatch(/cannot load the ALSA addon.*"sim"/);
    expect(await run(['status', 'sim'], without)).toMatchObject({ code: 0, stderr: '' });
  });

  it
    .skipIf(machineHasSound)
    .each([[['status']], [['syncptr']], [['play-sine']], [['record', scratch('none.wav')]]])(
    'without a device and without a sound card: %s names sim',
    async (words) => {
      const side = words[0] === 'record' ? 'capture' : 'playback';
      const said = new RegExp(`this machine has no ${side} device; .*"sim"\\n`);
      expect(await refusal(words, 3)).toMatch(said);
      expect(existsSync(scratch('none.wav'))).toBe(false);
    },
  );

  it('--json prints the error as a document, in addition to the line', async () => {
    const { code, stdout, stderr } = await run(['status', 'sim:BUSY=1', '--json']);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^alsa-mmap: .*\n$/);
    expect(jsonLines(stdout)).toMatchObject([
      {
        schema: 'alsa-mmap.error/1',
        error: {
          code: 'BUSY',
          exitCode: 4,
          message: stderr.slice('alsa-mmap: '.length, -1),
          errno: 'EBUSY',
          syscall: 'open',
          device: 'sim:BUSY=1',
        },
      },
    ]);
  });

  it('--verbose reports the errno and the call', async () => {
    const { stderr } = await run(['status', 'sim:BUSY=1', '-v']);
    expect(stderr).toMatch(/\n {2}code BUSY, errno EBUSY, syscall open, device sim:BUSY=1\n/);
    expect(stderr).toMatch(/\n {6}at /);
  });
});
