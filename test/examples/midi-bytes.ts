/** Encodes a variable-length number of a MIDI file. */
export function variable(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

export interface Header {
  readonly format?: number;
  readonly division?: number;
}

/** Encodes a MIDI file of tracks, each given as the bytes of its events. */
export function midiBytes(tracks: readonly number[][], header: Header = {}): Uint8Array {
  const { format = tracks.length > 1 ? 1 : 0, division = 480 } = header;
  return Uint8Array.from([
    ...text('MThd'),
    ...integer(6, 4),
    ...integer(format, 2),
    ...integer(tracks.length, 2),
    ...integer(division, 2),
    ...tracks.flatMap((track) => [...text('MTrk'), ...integer(track.length, 4), ...track]),
  ]);
}

export const END_OF_TRACK = [0xff, 0x2f, 0];

export function tempo(usPerQuarter: number): number[] {
  return [0xff, 0x51, 3, ...integer(usPerQuarter, 3)];
}

function text(four: string): number[] {
  return [...four].map((character) => character.charCodeAt(0));
}

function integer(value: number, bytes: number): number[] {
  return Array.from(
    { length: bytes },
    (_, place) => Math.floor(value / 256 ** (bytes - 1 - place)) % 256,
  );
}
