import { expect, it } from 'vitest';
import { AlsaMmapError } from '../../src/device/errors.js';
import { withLoopbackPeer } from '../../src/device/loopback-peer.js';
import { CARD, machine, owner } from './machine.js';

const REFUSAL = new AlsaMmapError('UNSUPPORTED', 'rate 44100 is not supported', { device: 'hw:1' });
const PEER = { card: 1, device: 1, subdevice: 1, direction: 'capture' } as const;

it('adds the parameters and the owner of the other end to a refusal', () => {
  const root = machine({ ...CARD, ...owner('aplay') });
  const error = withLoopbackPeer(REFUSAL, PEER, root) as AlsaMmapError;
  expect(error).toMatchObject({ code: 'UNSUPPORTED', device: 'hw:1' });
  for (const part of ['hw:1,0,1', 'aplay (pid 812)', 'S16_LE', '2 channels', '48000 Hz']) {
    expect(error.message).toContain(part);
  }
});

it.each([
  ['the other end is closed', { ...PEER, subdevice: 0 }, {}],
  ['it is the end that is open', { ...PEER, device: 0, direction: 'playback' as const }, {}],
  ['the card is another', PEER, { 'proc/asound/card1/pcm1c/info': 'id: ALC Analog\n' }],
])('leaves a refusal as it is if %s', (_, stream, files) => {
  const root = machine({ ...CARD, ...owner('aplay'), ...files });
  expect(withLoopbackPeer(REFUSAL, stream, root)).toBe(REFUSAL);
});

it('leaves other errors as they are', () => {
  const busy = new AlsaMmapError('BUSY', 'busy');
  expect(withLoopbackPeer(busy, PEER, machine({ ...CARD, ...owner('aplay') }))).toBe(busy);
});
