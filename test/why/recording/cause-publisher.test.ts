import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { causesOf, readPublishedCauses } from '../../../src/observe/published-causes.js';
import { CausePublisher } from '../../../src/why/recording/cause-publisher.js';
import { likelyCause } from '../../../src/why/without-trace/likely-cause.js';

const parent = mkdtempSync(join(tmpdir(), 'alsa-mmap-published-'));
afterAll(() => rmSync(parent, { recursive: true }));
const STREAM = { card: 1, device: 0, subdevice: 0, direction: 'playback', ownerPid: 7 } as const;
/** A pid that no process has. */
const ENDED = 2 ** 22 + 1;

it('publishes the last cause of each stream and the counts by kind, until it is closed', () => {
  const folder = join(parent, 'counts');
  const publisher = new CausePublisher(folder);
  expect(publisher.refusal).toBeUndefined();
  expect(readPublishedCauses(folder)).toEqual([]);
  publisher.publish(STREAM, { cause: { kind: 'stopped', signal: 'SIGSTOP' } });
  publisher.publish(STREAM, { cause: { kind: 'too-slow', cpu: 1 } });
  publisher.publish(STREAM, { cause: { kind: 'stopped', signal: 'SIGTSTP' } });
  publisher.publishLikely({ ...STREAM, direction: 'capture' }, likelyCause([], 0, 1));
  const published = readPublishedCauses(folder);
  expect(causesOf(published, STREAM, 7)).toMatchObject({
    last: { kind: 'stopped', isLikely: false, description: expect.stringContaining('SIGTSTP') },
    counts: { stopped: 2, 'too-slow': 1 },
  });
  expect(causesOf(published, { ...STREAM, direction: 'capture' }, 7)).toMatchObject({
    last: { kind: 'unknown', isLikely: true },
    counts: { unknown: 1 },
  });
  publisher.close();
  expect(readdirSync(folder)).toEqual([]);
});

it('has no cause of a stream that another process opened later', () => {
  const folder = join(parent, 'owner');
  const publisher = new CausePublisher(folder);
  publisher.publish(STREAM, { cause: { kind: 'stopped' } });
  const none = { last: null, counts: {} };
  expect(causesOf(readPublishedCauses(folder), STREAM, 8)).toEqual(none);
  expect(causesOf(readPublishedCauses(folder), STREAM, undefined)).toEqual(none);
  publisher.close();
});

it('ignores the file of a process that has ended, and removes it at the next start', () => {
  const folder = join(parent, 'ended');
  const publisher = new CausePublisher(folder);
  publisher.publish(STREAM, { cause: { kind: 'stopped' } });
  for (const name of [`${ENDED}.json`, `${ENDED}.new`, `${process.ppid}.json`, 'other.txt']) {
    writeFileSync(join(folder, name), JSON.stringify(readPublishedCauses(folder)));
  }
  expect(causesOf(readPublishedCauses(folder), STREAM, 7).counts).toEqual({ stopped: 2 });
  new CausePublisher(folder).close();
  expect(readdirSync(folder).sort()).toEqual([`${process.ppid}.json`, 'other.txt']);
});

it.each([
  ['no JSON', '{'],
  ['no list', '{}'],
  ['a stream without a cause', JSON.stringify([{ ...STREAM, counts: {} }])],
  ['a count that is no number', JSON.stringify([{ ...STREAM, last: {}, counts: { x: 'y' } }])],
])('leaves out %s', (_, text) => {
  const folder = mkdtempSync(join(parent, 'hostile-'));
  writeFileSync(join(folder, `${process.pid}.json`), text);
  expect(readPublishedCauses(folder)).toEqual([]);
});

it('reads nothing from a folder that cannot be read', () => {
  expect(readPublishedCauses(join(parent, 'none'))).toEqual([]);
  expect(readPublishedCauses('/proc/self/stat')).toEqual([]);
});

it.each([
  ['cannot be made', join(parent, 'none', 'causes'), 'ENOENT'],
  ['is a file', '/proc/self/stat', 'ENOTDIR'],
])('publishes nothing if the folder %s, and has the reason', (_, folder, errno) => {
  const publisher = new CausePublisher(folder);
  expect(publisher.refusal).toBe(`cannot write ${folder}: ${errno}`);
  publisher.publish(STREAM, { cause: { kind: 'stopped' } });
  publisher.close();
  expect(readdirSync(parent)).not.toContain('none');
});
