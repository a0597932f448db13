import { describe, expect, it } from 'vitest';
import { formatHwName, parseDeviceName } from '../../src/device/device-name.js';
import { AlsaMmapError } from '../../src/device/errors.js';
import { codeOf } from '../core/on-the-sim.js';

const hw = (card: string, device = 0, subdevice = -1) => ({ kind: 'hw', card, device, subdevice });

function errorOf(call: () => unknown): AlsaMmapError {
  try {
    call();
  } catch (error) {
    if (error instanceof AlsaMmapError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('a device name', () => {
  it.each([
    ['hw:1', hw('1')],
    ['hw:PCH', hw('PCH')],
    ['hw:1,3', hw('1', 3)],
    ['hw:PCH,0,2', hw('PCH', 0, 2)],
    ['hw:CARD=PCH', hw('PCH')],
    ['hw:DEV=2,CARD=PCH', hw('PCH', 2)],
    ['hw:CARD=PCH,DEV=0,SUBDEV=7', hw('PCH', 0, 7)],
    ['sim', { kind: 'sim', name: 'sim' }],
    ['sim:LOOP=1', { kind: 'sim', name: 'sim:LOOP=1' }],
    ['plughw:PCH,0,2', { kind: 'hw', card: 'PCH', device: 0, subdevice: 2 }],
    ['plughw', { kind: 'alsa', name: 'plughw' }],
    ['default', { kind: 'alsa', name: 'default' }],
    ['simple', { kind: 'alsa', name: 'simple' }],
  ])('parses %s', (name, parsed) => {
    expect(parseDeviceName(name)).toEqual(parsed);
  });

  it.each([
    'hw',
    'hw:',
    'hw:1,x',
    'hw:1,-1',
    'hw:1,0,0,0',
    'hw:CARD=',
    'hw:DEV=1',
    'hw:1,COLOUR=2',
    'hw:1,12345',
    'hw:../self',
    'hw:1 ',
    'hw:CARD=PCH=1',
    'hw:1\0',
    'default\0:more',
  ])('rejects %s with USAGE', (name) => {
    expect(codeOf(() => parseDeviceName(name))).toBe('USAGE');
  });

  it.each([
    ['1025 characters', 'x'.repeat(1025)],
    ['1025 characters of a card id', `hw:${'x'.repeat(1022)}`],
    ['17 levels of braces', `plug:${'{a '.repeat(17)}${'}'.repeat(17)}`],
    ['17 levels of mixed brackets', `plug:${'{[('.repeat(8)}{`],
    // alsa-lib parses it recursively: SIGSEGV.
    ['64,000 levels', `plug:{${'a {'.repeat(64_000)}${'}'.repeat(64_000)}}`],
  ])('of %s is rejected with USAGE and repeated in part', (_case, name) => {
    const error = errorOf(() => parseDeviceName(name));
    expect(error.code).toBe('USAGE');
    expect(error.message.length).toBeLessThan(200);
    expect(error.device!.length).toBeLessThan(100);
  });

  it.each(['x'.repeat(1024), `plug:${'{a '.repeat(16)}${'}'.repeat(16)}`, 'plug:}}}{}'])(
    'within the limits is passed on: %.40s',
    (name) => {
      expect(parseDeviceName(name)).toEqual({ kind: 'alsa', name });
    },
  );

  it.each([undefined, null, 7, {}])('%s is rejected with USAGE', (name) => {
    // @ts-expect-error a program in JavaScript
    expect(codeOf(() => parseDeviceName(name))).toBe('USAGE');
  });

  it('is formatted as alsa-lib parses it', () => {
    expect(formatHwName({ card: 'PCH', device: 1, subdevice: -1 })).toBe('hw:PCH,1');
    expect(formatHwName({ card: '0', device: 0, subdevice: 3 })).toBe('hw:0,0,3');
  });
});
