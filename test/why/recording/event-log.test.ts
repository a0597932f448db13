import { expect, it } from 'vitest';
import { parseLog } from '../../../src/why/recording/event-log.js';
import { TraceText } from '../trace-text.js';

const PROBE =
  'urb: (snd_complete_urb+0x0/0x4f0 [snd_usb_audio]) ss=0xffff88 card=4 dev=0 dir=0 num=0 ' +
  'status=0 packets=6 failed=0 bytes=1152 actual=1152';
const ANY = { comm: 'any', pid: 1 } as const;

it('counts the transfers that the kernel could not record', () => {
  const trace = new TraceText().event(1000, ANY, PROBE);
  trace.line('CPU:1 [LOST 7 EVENTS]').event(2000, ANY, PROBE);
  const { urbs, lost } = parseLog(`${trace.text()}\n`);
  expect({ urbs: urbs.length, lost }).toEqual({ urbs: 2, lost: 7 });
});

it('finds no transfer in text without one', () => {
  expect(parseLog('')).toEqual({ xruns: [], urbs: [], lost: 0 });
});
