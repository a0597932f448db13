import { describe, expect, it } from 'vitest';
import { parseSimConfig } from '../../src/sim/config.js';
import { codeOf } from '../core/on-the-sim.js';

describe('the name of a simulated card', () => {
  it.each(['sim', 'sim:'])('%s is the default card', (name) => {
    expect(parseSimConfig(name)).toMatchObject({
      ratePpm: 0,
      speed: 1,
      hwPtrStep: 1,
      statusPage: 'mapped',
      controlPage: 'mapped',
      access: 'both',
      layout: 'shared',
      loop: false,
      loopDelay: 4096,
      loopGain: 1,
      loopNoise: Number.NEGATIVE_INFINITY,
      capturePpm: 0,
      readAhead: 0,
      captureLag: 0,
      signal: 'sine',
      boundaryBuffers: 0,
      direction: 'both',
      unplug: 0,
      stall: 0,
      backstep: [0, 0],
      jump: [0, 0],
      xrun: [0, 0],
      suspend: [0, 0],
      resume: 'yes',
      wakeupLatencyUs: [0, 0, 0],
      quirks: [],
      busy: false,
      dumpPath: '',
    });
  });

  it.each([
    ['RATE_PPM=-12.5', { ratePpm: -12.5 }],
    ['SPEED=1000', { speed: 1000 }],
    ['STEP=48', { hwPtrStep: 48 }],
    ['STATUS=refused,CONTROL=refused', { statusPage: 'refused', controlPage: 'refused' }],
    ['ACCESS=noninterleaved', { access: 'noninterleaved' }],
    ['ACCESS=rw', { access: 'rw' }],
    ['LAYOUT=per-channel', { layout: 'per-channel', access: 'noninterleaved' }],
    [
      'LAYOUT=per-channel,ACCESS=noninterleaved',
      { layout: 'per-channel', access: 'noninterleaved' },
    ],
    ['LAYOUT=shared', { layout: 'shared', access: 'both' }],
    ['LOOP=1', { loop: true }],
    ['LOOP_DELAY=1234.567,LOOP_GAIN=-0.5', { loopDelay: 1234.567, loopGain: -0.5 }],
    ['LOOP_NOISE=-40', { loopNoise: -40 }],
    ['READ_AHEAD=96,CAPTURE_LAG=32', { readAhead: 96, captureLag: 32 }],
    ['CAPTURE_PPM=-7.5', { capturePpm: -7.5 }],
    ['SIGNAL=pattern', { signal: 'pattern' }],
    ['FORMATS=s16_le:FLOAT_LE', { formats: ['S16_LE', 'FLOAT_LE'] }],
    ['RATES=44100', { rates: [44_100, 44_100] }],
    ['RATES=8000:48000', { rates: [8000, 48_000] }],
    ['CHANNELS=1:8', { channels: [1, 8] }],
    ['BOUNDARY=4', { boundaryBuffers: 4 }],
    ['DIRECTION=capture', { direction: 'capture' }],
    ['UNPLUG=48000,STALL=24000', { unplug: 48_000, stall: 24_000 }],
    ['BACKSTEP=4800:96,JUMP=9600:2048', { backstep: [4800, 96], jump: [9600, 2048] }],
    ['XRUN=4800', { xrun: [4800, 0] }],
    ['XRUN=4800:9600', { xrun: [4800, 9600] }],
    ['SUSPEND=4800', { suspend: [4800, 0] }],
    ['SUSPEND=4800:250,RESUME=no', { suspend: [4800, 250], resume: 'no' }],
    ['WAKEUP_LATENCY=2500', { wakeupLatencyUs: [2500, 2500, 0] }],
    ['WAKEUP_LATENCY=200:4000', { wakeupLatencyUs: [200, 4000, 0] }],
    ['WAKEUP_LATENCY=200:4000:50', { wakeupLatencyUs: [200, 4000, 50] }],
    ['QUIRK=drain-early:timestamp-zero', { quirks: ['drain-early', 'timestamp-zero'] }],
    ['BUSY=1', { busy: true }],
    ['DUMP=/tmp/a=b.wav', { dumpPath: '/tmp/a=b.wav' }],
    ['loop=1', { loop: true }],
  ])('sim:%s makes it %o', (keys, nature) => {
    expect(parseSimConfig(`sim:${keys}`)).toMatchObject(nature);
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
    'LAYOUT=per-channel,ACCESS=interleaved',
    'ACCESS=rw,LAYOUT=per-channel',
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
    'BOUNDARY=0',
    'BOUNDARY=1',
    'BOUNDARY=3',
    'UNPLUG=-1',
    'XRUN=',
    'XRUN=1:',
    'XRUN=1:-1',
    'XRUN=1:2:3',
    'SUSPEND=1.5',
    'SUSPEND=1:1e9',
    'RESUME=maybe',
    'WAKEUP_LATENCY=-1',
    'WAKEUP_LATENCY=200:',
    'WAKEUP_LATENCY=200:100',
    'WAKEUP_LATENCY=1:2:0',
    'WAKEUP_LATENCY=1:2:3:4',
    'DUMP=',
    ',',
    'STEP=1,',
  ])('sim:%s is rejected with USAGE', (keys) => {
    expect(codeOf(() => parseSimConfig(`sim:${keys}`))).toBe('USAGE');
  });

  it('names the known keys and the expected value', () => {
    expect(() => parseSimConfig('sim:COLOUR=red')).toThrow(/"COLOUR".*RATE_PPM, SPEED, STEP/);
    expect(() => parseSimConfig('sim:STEP=0')).toThrow(
      'STEP: expected frames from 1 to 65536, got "0"',
    );
  });
});
