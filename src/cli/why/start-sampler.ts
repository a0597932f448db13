import { PointerSampler } from '../../observe/pointer-sampler.js';
import { unreadableError } from '../foreign/unreadable-error.js';
import { printable } from '../text/printable.js';
import { writeError } from '../text/terminal-output.js';
import type { OwnedStream } from './owned-stream.js';

/**
 * Starts to sample the pointers of streams, and reports those that are not sampled in the memory of
 * the kernel.
 * @throws PERMISSION, UNSUPPORTED if no stream can be sampled; FAILED without a thread
 */
export async function startSampler(streams: readonly OwnedStream[]): Promise<PointerSampler> {
  const sampler = await PointerSampler.start(streams);
  const refused = streams.flatMap((stream, index) => {
    const { path, refusal } = sampler.paths[index]!;
    return refusal === undefined ? [] : [{ name: stream.name, path, ...refusal }];
  });
  const [first] = refused;
  if (first !== undefined && refused.every(({ path }) => path === undefined)) {
    sampler.close();
    throw unreadableError(first.name, 'its pointers cannot be sampled', first);
  }
  for (const { name, path, reason } of refused) {
    const result = path === undefined ? 'not sampled' : "sampled in its owner's memory";
    writeError(`alsa-mmap: ${name}: ${result}: ${printable(reason)}\n`);
  }
  return sampler;
}
