import type { CuePoint } from '../../src/audio/wav-cues.js';

/** Parses the cue points of the `cue ` and `LIST` chunks from byte `at` to the end of `bytes`. */
export function readCues(bytes: Buffer, at: number): CuePoint[] {
  const frames = new Map<number, number>();
  const labels = new Map<number, string>();
  for (const [id, content] of chunks(bytes.subarray(at))) {
    if (id === 'cue ') {
      for (let index = 0; index < content.readUInt32LE(0); index++) {
        const point = content.subarray(4 + 24 * index, 28 + 24 * index);
        if (point.toString('latin1', 8, 12) !== 'data')
          throw new Error('a point without its chunk');
        if (point.readUInt32LE(4) !== point.readUInt32LE(20)) throw new Error('two positions');
        frames.set(point.readUInt32LE(0), point.readUInt32LE(20));
      }
    } else if (id === 'LIST' && content.toString('latin1', 0, 4) === 'adtl') {
      for (const [kind, text] of chunks(content.subarray(4))) {
        if (kind !== 'labl' || text.at(-1) !== 0) throw new Error('not a label with a final zero');
        labels.set(text.readUInt32LE(0), text.toString('utf8', 4, text.length - 1));
      }
    } else {
      throw new Error(`a chunk ${JSON.stringify(id)} at the end`);
    }
  }
  return [...frames].map(([name, frame]) => ({ frame, label: labels.get(name)! }));
}

function* chunks(bytes: Buffer): Generator<[id: string, content: Buffer]> {
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    yield [bytes.toString('latin1', at, at + 4), bytes.subarray(at + 8, at + 8 + length)];
    at += 8 + length + (length % 2);
  }
}
