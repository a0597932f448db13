import { describe, expect, it } from 'vitest';
import { parseNature } from '../../src/sim/nature.js';
import { codeOf } from '../core/on-the-sim.js';

describe('the name of a built-in card', () => {
  it.each(['sim', 'sim:'])('%s is a plain one', (name) => {
    expect(parseNature(name)).toMatchObject({
      ratePpm: 0,
      speed: 1,
      step: 1,
      status: 'mapped',
      control: 'mapped',
      access: 'both',
      layout: 'shared',
      loop: false,
      signal: 'sine',
      wrap: 0,
      direction: 'both',
      unplug: 0,
      stuck: 0,
      backstep: [0, 0],
      jump: [0, 0],
      xrun: [0, 0],
      suspend: [0, 0],
      resume: 'yes',
      wakeLate: [0, 0, 0],
      busy: false,
      heard: '',
    });
  });

  it.each([
    ['RATE_PPM=-12.5', { ratePpm: -12.5 }],
    ['SPEED=1000', { speed: 1000 }],
    ['STEP=48', { step: 48 }],
    ['STATUS=refused,CONTROL=refused', { status: 'refused', control: 'refused' }],
    ['ACCESS=noninterleaved', { access: 'noninterleaved' }],
    ['ACCESS=rw', { access: 'rw' }],
    ['LAYOUT=offsets', { layout: 'offsets', access: 'noninterleaved' }],
    ['LAYOUT=offsets,ACCESS=noninterleaved', { layout: 'offsets', access: 'noninterleaved' }],
    ['LAYOUT=shared', { layout: 'shared', access: 'both' }],
    ['LOOP=1', { loop: true }],
    ['SIGNAL=pattern', { signal: 'pattern' }],
    ['FORMATS=s16_le:FLOAT_LE', { formats: ['S16_LE', 'FLOAT_LE'] }],
    ['RATES=44100', { rates: [44_100, 44_100] }],
    ['RATES=8000:48000', { rates: [8000, 48_000] }],
    ['CHANNELS=1:8', { channels: [1, 8] }],
    ['WRAP=4', { wrap: 4 }],
    ['DIRECTION=capture', { direction: 'capture' }],
    ['UNPLUG=48000,STUCK=24000', { unplug: 48_000, stuck: 24_000 }],
    ['BACKSTEP=4800:96,JUMP=9600:2048', { backstep: [4800, 96], jump: [9600, 2048] }],
    ['XRUN=4800', { xrun: [4800, 0] }],
    ['XRUN=4800:9600', { xrun: [4800, 9600] }],
    ['SUSPEND=4800', { suspend: [4800, 0] }],
    ['SUSPEND=4800:250,RESUME=no', { suspend: [4800, 250], resume: 'no' }],
    ['WAKE_LATE=2500', { wakeLate: [2500, 2500, 0] }],
    ['WAKE_LATE=200:4000', { wakeLate: [200, 4000, 0] }],
    ['WAKE_LATE=200:4000:50', { wakeLate: [200, 4000, 50] }],
    ['BUSY=1', { busy: true }],
    ['HEARD=/tmp/a=b.wav', { heard: '/tmp/a=b.wav' }],
    ['loop=1', { loop: true }],
  ])('sim:%s makes it %o', (keys, nature) => {
    expect(parseNature(`sim:${keys}`)).toMatchObject(nature);
  });

  it.each([
    'COLOUR=red',
    'STEP',
    'STEP=',
    'UNPLUG= ',
    'SPEED=0.5',
    'SPEED=1001',
    'SPEED=',
    'STEP=0',
    'STEP=1.5',
    'STEP=x',
    'RATE_PPM=',
    'RATE_PPM=6e5',
    'STATUS=maybe',
    'LAYOUT=apart',
    'LAYOUT=offsets,ACCESS=interleaved',
    'ACCESS=rw,LAYOUT=offsets',
    'LOOP=2',
    'FORMATS=',
    'FORMATS=MU_LAW',
    'RATES=48000:44100',
    'RATES=48000:abc',
    'RATES=48000:',
    'RATES=8000:16000:48000',
    'RATES=10',
    'CHANNELS=0',
    'CHANNELS=65',
    'WRAP=0',
    'WRAP=1',
    'WRAP=3',
    'UNPLUG=-1',
    'XRUN=',
    'XRUN=1:',
    'XRUN=1:-1',
    'XRUN=1:2:3',
    'SUSPEND=1.5',
    'SUSPEND=1:1e9',
    'RESUME=maybe',
    'WAKE_LATE=-1',
    'WAKE_LATE=200:',
    'WAKE_LATE=200:100',
    'WAKE_LATE=1:2:0',
    'WAKE_LATE=1:2:3:4',
    'HEARD=',
    ',',
    'STEP=1,',
  ])('sim:%s is none, and the error is USAGE', (keys) => {
    expect(codeOf(() => parseNature(`sim:${keys}`))).toBe('USAGE');
  });

  it('tells which keys there are, and what a value has to be', () => {
    expect(() => parseNature('sim:COLOUR=red')).toThrow(/"COLOUR".*RATE_PPM, SPEED, STEP/);
    expect(() => parseNature('sim:STEP=0')).toThrow('STEP takes frames from 1 to 65536');
  });
});
