import { describe, expect, it } from 'vitest';
import { firstPcmName, parsePcmList, pcmsBelow } from '../../src/device/sound-cards.js';
import { machine } from './machine.js';

const LIST = `01-02: Dummy PCM : Dummy PCM : playback 8 : capture 8
00-07: HDMI 1 : HDMI : 1 : playback 1
00-00: ALC : ALC Analog : capture 1
nonsense
00-08: Odd : Odd : playback many : capture 99999999999
123456-00: Far : Far : playback 1
`;

describe('/proc/asound/pcm', () => {
  it('is parsed line by line; invalid lines are skipped', () => {
    expect(parsePcmList(LIST)).toMatchObject([
      { card: 1, device: 2, id: 'Dummy PCM', name: 'Dummy PCM', playback: 8, capture: 8 },
      { card: 0, device: 7, id: 'HDMI 1', playback: 1, capture: 0 },
      { card: 0, device: 0, id: 'ALC', name: 'ALC Analog', playback: 0, capture: 1 },
      { card: 0, device: 8, id: 'Odd', name: 'Odd', playback: 0, capture: 0 },
    ]);
    expect(parsePcmList('')).toEqual([]);
  });

  it('contains the first device of a direction, by number', () => {
    const pcms = parsePcmList(LIST);
    expect(firstPcmName(pcms, 'playback')).toBe('hw:0,7');
    expect(firstPcmName(pcms, 'capture')).toBe('hw:0,0');
    expect(firstPcmName([], 'capture')).toBeUndefined();
  });
});

it('lists the nodes of /dev/snd if /proc/asound is hidden', () => {
  const nodes = ['pcmC0D0p', 'pcmC0D0c', 'pcmC1D3p', 'controlC0', 'seq'];
  const root = machine(Object.fromEntries(nodes.map((node) => [`dev/snd/${node}`, ''])));
  expect(pcmsBelow(root)).toMatchObject([
    { card: 0, device: 0, playback: 1, capture: 1 },
    { card: 1, device: 3, playback: 1, capture: 0 },
  ]);
});
