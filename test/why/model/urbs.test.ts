import { expect, it } from 'vitest';
import { countUrbs, describeUrb, type Urb, urbProblem } from '../../../src/why/model/urbs.js';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import { TraceText } from '../trace-text.js';

interface Fields {
  readonly dir?: number;
  readonly status?: number;
  readonly failed?: number;
  readonly actual?: number;
}

function urb({ dir = 0, status = 0, failed = 0, actual = 1152 }: Fields): Urb {
  const probe = 'urb: (snd_complete_urb+0x0/0x4f0 [snd_usb_audio]) ss=0xffff88 card=4 dev=0';
  const values = `status=${status} packets=6 failed=${failed} bytes=1152 actual=${actual}`;
  const text = new TraceText().event(
    1000,
    { comm: 'any', pid: 1 },
    `${probe} dir=${dir} ${values}`,
  );
  const [event] = parseTrace(text.text()).events;
  if (event?.kind !== 'urb') throw new Error('no URB');
  return event;
}

it.each<[string, Fields, string | undefined]>([
  ['is whole', {}, undefined],
  ['sent a part', { actual: 960 }, 'short'],
  ['failed as a whole', { status: -71, actual: 0 }, 'failed'],
  ['failed in a packet', { failed: 1, actual: 960 }, 'failed'],
  ['was taken back by the driver', { status: -104, actual: 384 }, undefined],
  ['received less than it had room for', { dir: 1, actual: 900 }, undefined],
  ['received nothing', { dir: 1, actual: 0 }, 'short'],
])('a transfer %s', (_, fields, problem) => {
  expect(urbProblem(urb(fields))).toBe(problem);
});

it('counts transfers by what was wrong', () => {
  const urbs = [{}, { actual: 960 }, { status: -71 }, { status: -104 }].map(urb);
  expect(countUrbs(urbs)).toEqual({ completed: 4, failed: 1, short: 1 });
});

it.each<[Fields, RegExp]>([
  [{ status: -71, failed: 6, actual: 0 }, /EPROTO.*6 of 6 packets.*0 of 1152 bytes/],
  [{ status: -4000 }, /4000/],
  [{ actual: 960 }, /960 of 1152 bytes/],
])('describes %j', (fields, pattern) => {
  expect(describeUrb(urb(fields))).toMatch(pattern);
});

it('does not read a transfer that lacks a number', () => {
  const probe = 'urb: (snd_complete_urb+0x0/0x4f0) ss=0xffff88 status=0 packets=6 failed=0 bytes=9';
  const { events, unreadLines } = parseTrace(
    new TraceText().event(1000, { comm: 'any', pid: 1 }, probe).text(),
  );
  expect({ kind: events[0]!.kind, unreadLines }).toEqual({ kind: 'other', unreadLines: 1 });
});
