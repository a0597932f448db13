import { describe, expect, it } from 'vitest';
import {
  parseCards,
  parseHwParams,
  parseStatus,
  parseSwParams,
} from '../../src/observe/proc-asound.js';
import { parseUsbStream } from '../../src/observe/usb-stream.js';
import { procTree } from './proc-tree.js';

const TREE = procTree('print-code');
const read = (path: string) => TREE[`asound/${path}`]!;

describe('the parsers of /proc/asound', () => {
  it('read cards, names with a hyphen included', () => {
    expect(parseCards(read('cards'))).toEqual([
      {
        card: 0,
        id: 'PCH',
        driver: 'HDA-Intel',
        name: 'HDA Intel PCH',
        longName: 'HDA Intel PCH at 0xf7210000 irq 32',
      },
      {
        card: 1,
        id: 'DAC',
        driver: 'USB-Audio',
        name: 'Desk - DAC',
        longName: 'Maker Desk - DAC at usb-0000:00:14.0-1, high speed',
      },
    ]);
    expect(parseCards('--- no soundcards ---\n')).toEqual([]);
  });

  it('read hardware parameters, and why there are none', () => {
    expect(parseHwParams(read('card0/pcm0p/sub0/hw_params'))).toEqual({
      access: 'MMAP_INTERLEAVED',
      format: 'S32_LE',
      channels: 2,
      rateHz: 48_000,
      periodSize: 1024,
      bufferSize: 32_768,
    });
    expect(parseHwParams(read('card0/pcm0c/sub1/hw_params'))).toBe('no setup');
    expect(parseHwParams(read('card0/pcm3p/sub0/hw_params'))).toBe('closed');
    expect(parseHwParams('access: RW_INTERLEAVED\nchannels: two\n')).toBe('closed');
  });

  it('read software parameters up to the boundary', () => {
    expect(parseSwParams(read('card0/pcm0p/sub0/sw_params'))).toEqual({
      availMin: 1024,
      startThreshold: 32_768,
      stopThreshold: 2 ** 15 * 206_158_430_208_000,
      boundary: 2 ** 15 * 206_158_430_208_000,
    });
    expect(parseSwParams('no setup\n')).toBeUndefined();
  });

  it('read the status: state, owner, times, a negative delay', () => {
    expect(parseStatus(read('card0/pcm0c/sub0/status'))).toEqual({
      state: 'XRUN',
      ownerTid: 1311,
      triggerTime: { sec: 1700, nsec: 0 },
      timestamp: { sec: 1700, nsec: 500_000_000 },
      delay: -4,
      avail: 4500,
      hwPtr: 88_200,
      applPtr: 83_700,
    });
    expect(parseStatus(read('card0/pcm0c/sub1/status'))).toMatchObject({
      state: 'OPEN',
      ownerTid: 1400,
      triggerTime: null,
      timestamp: null,
    });
    expect(parseStatus('closed\n')).toBeUndefined();
    expect(parseStatus('error -19\n')).toBeUndefined();
  });

  it('read the streams of a USB card', () => {
    const [playback, capture] = parseUsbStream(read('card1/stream0'));
    expect(playback).toMatchObject({
      direction: 'playback',
      isRunning: true,
      momentaryHz: 88_201,
      packetBytes: 104,
    });
    expect(playback!.altsettings).toEqual([
      {
        interface: 1,
        altset: 1,
        format: 'S16_LE',
        channels: 2,
        endpoint: '0x05 (5 OUT) (ASYNC)',
        ratesHz: [44_100, 48_000, 88_200],
        isContinuous: false,
        bits: 16,
        intervalUs: 125,
        channelMap: ['FL', 'FR'],
      },
      expect.objectContaining({
        altset: 2,
        format: 'SPECIAL DSD_U32_BE',
        ratesHz: [44_100, 96_000],
        isContinuous: true,
        channelMap: [],
      }),
    ]);
    expect(capture).toMatchObject({
      direction: 'capture',
      isRunning: false,
      momentaryHz: null,
      altsettings: [{ interface: 2, channels: 1, bits: null, intervalUs: null }],
    });
    expect(parseUsbStream('')).toEqual([]);
  });
});
