import { Readable, Writable } from 'node:stream';

/** Playback behind a `Writable`. */
export interface WritableSide {
  /** True for chunks that are objects, false for bytes. */
  readonly objectMode: boolean;
  /** Rejects with the error of a stream that failed. */
  readonly ended: Promise<void>;
  write(chunk: unknown): Promise<void>;
  /** Resolves when everything was played. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Capture behind a `Readable`. */
export interface ReadableSide {
  readonly objectMode: boolean;
  /** Resolves with the next chunk; undefined at the end. */
  read(): Promise<unknown>;
  close(): Promise<void>;
}

/** Creates a stream of Node that plays; a failure ends it also while nothing is written. */
export function createWritable(side: WritableSide): Writable {
  const writable = new Writable({
    objectMode: side.objectMode,
    decodeStrings: false,
    write: (chunk, _encoding, callback) => {
      side.write(chunk).then(() => callback(), callback);
    },
    final: (callback) => {
      side.finish().then(() => callback(), callback);
    },
    destroy: (error, callback) => {
      side.close().then(() => callback(error));
    },
  });
  side.ended.catch((error: Error) => writable.destroy(error));
  return writable;
}

/** Creates a stream of Node that captures. */
export function createReadable(side: ReadableSide): Readable {
  const readable = new Readable({
    objectMode: side.objectMode,
    read: () => {
      side.read().then(
        (chunk) => readable.push(chunk ?? null),
        (error: Error) => readable.destroy(error),
      );
    },
    destroy: (error, callback) => {
      side.close().then(() => callback(error));
    },
  });
  return readable;
}
