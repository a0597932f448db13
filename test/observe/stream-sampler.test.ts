import { describe, expect, it } from 'vitest';
import { type KernelAccess, KernelStream } from '../../src/observe/kernel-stream.js';
import { findSubstream } from '../../src/observe/kernel-substream.js';
import { SampleRing } from '../../src/observe/sample-ring.js';
import { StreamSampler } from '../../src/observe/stream-sampler.js';
import { AT, KernelImage } from './kernel-image.js';

const ID = { card: 1, device: 3, subdevice: 1, direction: 'playback' } as const;

/** The memory of an image, without the file that /proc/kcore is. */
function accessOf(image: KernelImage): KernelAccess {
  const read: KernelAccess['read'] = (address, into) => image.read(address, into);
  return { read, find: (id) => findSubstream(read, image.layout, AT.list, id) };
}

function begin() {
  const image = new KernelImage('7.2');
  const memory = SampleRing.memory();
  const sampler = new StreamSampler(ID, memory, accessOf(image));
  const pointers = () =>
    new SampleRing(memory).read().map(({ state, hwPtr, applPtr }) => [state, hwPtr, applPtr]);
  return { image, memory, sampler, pointers };
}

describe('samples of the pointers in the memory of the kernel', () => {
  it('are those that differ from the one before', () => {
    const { image, sampler, pointers } = begin();
    expect(sampler.path).toEqual({ path: 'kcore', refusal: undefined });
    expect(sampler.sample()).toBe(true);
    expect(sampler.sample()).toBe(false);
    image.word(AT.control, 48_003_072n);
    sampler.sample();
    image.word(AT.status + 8n, 48_001_504n);
    image.word(AT.status, 4n);
    expect(sampler.sample()).toBe(true);
    sampler.confirm();
    expect(pointers()).toEqual([
      [3, 48_000_480, 48_002_048],
      [3, 48_000_480, 48_003_072],
      [4, 48_001_504, 48_003_072],
    ]);
  });

  it('lie between the time before the last one and their own', () => {
    const { image, memory, sampler } = begin();
    sampler.sample();
    const beforeNs = Number(process.hrtime.bigint());
    sampler.sample();
    image.word(AT.control, 48_003_072n);
    sampler.sample();
    sampler.confirm();
    const [first, second] = new SampleRing(memory).read();
    expect(first!.sinceNs).toBe(0);
    expect(second!.sinceNs).toBeGreaterThanOrEqual(beforeNs);
    expect(second!.ns).toBeGreaterThan(second!.sinceNs);
  });

  it('do not count if the stream was closed before they were confirmed', () => {
    const { image, sampler, pointers } = begin();
    sampler.sample();
    image.set(AT.secondSubstream, 'snd_pcm_substream.runtime', 0n);
    sampler.confirm();
    expect(pointers()).toEqual([]);
    expect(sampler.sample()).toBe(false);
  });

  it('do not count if they are no pointers', () => {
    const { image, sampler, pointers } = begin();
    image.word(AT.status, 77n);
    sampler.sample();
    image.word(AT.status, 3n);
    sampler.confirm();
    expect(pointers()).toEqual([]);
  });

  it('are those that a whole read of the pages gives', () => {
    const { image, sampler, pointers } = begin();
    sampler.sample();
    sampler.confirm();
    const stream = KernelStream.find(accessOf(image), ID);
    const values = 'errno' in stream ? stream : stream.read();
    expect(values).toMatchObject({
      hwPtr: pointers()[0]![1],
      control: { applPtr: pointers()[0]![2] },
    });
  });

  it('are refused with the reason for which the memory is', () => {
    const refusal = { errno: 'EPERM', reason: 'locked down' };
    const absent = { ...ID, card: 31 };
    const sampler = new StreamSampler(absent, SampleRing.memory(), refusal);
    expect(sampler.path).toEqual({ path: undefined, refusal });
  });
});
