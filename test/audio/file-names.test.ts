import { describe, expect, it } from 'vitest';
import { expandTime, FileNames } from '../../src/audio/file-names.js';

const TIME = new Date(2026, 10, 28, 7, 5, 9);
const LATER = new Date(2026, 10, 28, 7, 5, 10);

describe('a time in a file name', () => {
  it.each([
    ['take-%Y%m%d-%H%M%S.wav', 'take-20261128-070509.wav'],
    ['%F/%y-%j.wav', '2026-11-28/26-332.wav'],
    ['%s.wav', `${Math.floor(TIME.getTime() / 1000)}.wav`],
    ['100%.wav', '100%.wav'],
    ['100%%Y%q.wav', '100%Y%q.wav'],
  ])('%s', (template, expected) => {
    expect(expandTime(template, TIME)).toBe(expected);
  });
});

describe('the files of a recording', () => {
  it.each([
    ['take.wav', false, ['take.wav', 'take-0002.wav', 'take-0003.wav']],
    ['take.wav', true, ['take-0001.wav', 'take-0002.wav', 'take-0003.wav']],
    ['%H%M%S.wav', true, ['070509.wav', '070509-0002.wav', '070510.wav']],
    ['%H%M.wav', false, ['0705.wav', '0705-0002.wav', '0705-0003.wav']],
  ])('%s, split %s', (template, isSplit, expected) => {
    const names = new FileNames(template, isSplit);
    expect([TIME, TIME, LATER].map((time) => names.next(time))).toEqual(expected);
  });

  it('have the time of the template at any time, also at the epoch', () => {
    expect(new FileNames('take-%s.wav', true).next(new Date(0))).toBe('take-0.wav');
    expect(new FileNames('take-100%%Y.wav', true).next(TIME)).toBe('take-100%Y-0001.wav');
  });
});
