import { AlsaMmapError } from 'alsa-mmap';
import { type MidiMessage, midiMessage } from './midi-message.js';
import { brokenMidi, MidiReader } from './midi-reader.js';

/** Notes and controllers of a standard MIDI file, with all tracks merged. */
export interface MidiFile {
  /** Messages in order of time. */
  readonly messages: readonly TimedMessage[];
  /** End of the longest track. */
  readonly endSeconds: number;
}

export interface TimedMessage {
  readonly seconds: number;
  readonly message: MidiMessage;
}

/** Event of a track: a message, or a tempo in microseconds per quarter note. */
interface TrackEvent {
  readonly tick: number;
  readonly message?: MidiMessage;
  readonly tempoUs?: number;
}

interface Track {
  readonly events: readonly TrackEvent[];
  readonly endTick: number;
}

const FIRST_TEMPO_US = 500_000;
const META = 0xff;
const SYSTEM_EXCLUSIVE = new Set([0xf0, 0xf7]);
const SET_TEMPO = 0x51;
const END_OF_TRACK = 0x2f;

/**
 * Reads a standard MIDI file of format 0 or 1 (the MIDI Association's RP-001).
 * @throws {AlsaMmapError} UNSUPPORTED for an invalid file, format 2 or SMPTE time
 */
export function parseMidiFile(bytes: Uint8Array): MidiFile {
  const reader = new MidiReader(bytes);
  const { ticksPerQuarter } = readHeader(reader);
  const tracks: Track[] = [];
  // Other chunks and data after the last complete track are ignored.
  while (reader.left >= 8) {
    const kind = reader.text(4);
    const chunk = reader.piece(reader.integer(4));
    if (kind === 'MTrk') tracks.push(readTrack(chunk));
  }
  return inTime(tracks, ticksPerQuarter);
}

function readHeader(reader: MidiReader): { ticksPerQuarter: number } {
  if (reader.left < 14 || reader.text(4) !== 'MThd') {
    throw new AlsaMmapError('UNSUPPORTED', 'not a MIDI file: it does not begin with MThd');
  }
  const header = reader.piece(reader.integer(4));
  const format = header.integer(2);
  header.integer(2);
  const division = header.integer(2);
  if (format > 1) {
    throw new AlsaMmapError(
      'UNSUPPORTED',
      `a MIDI file of format ${format}: give one of format 0 or 1`,
    );
  }
  if (division >= 0x8000) {
    throw new AlsaMmapError(
      'UNSUPPORTED',
      'the MIDI file counts time in SMPTE frames: give one that counts in ticks a quarter',
    );
  }
  if (division === 0) throw brokenMidi(12, 'there are 0 ticks to a quarter');
  return { ticksPerQuarter: division };
}

function readTrack(reader: MidiReader): Track {
  const events: TrackEvent[] = [];
  let tick = 0;
  let running = 0;
  while (reader.left > 0) {
    tick += reader.variable();
    const at = reader.at;
    const isStatus = reader.peek() >= 0x80;
    const status = isStatus ? reader.byte() : running;
    if (status === META) {
      const kind = reader.byte();
      const data = reader.piece(reader.variable());
      if (kind === END_OF_TRACK) break;
      if (kind === SET_TEMPO) events.push({ tick, tempoUs: data.integer(3) });
      running = 0;
    } else if (SYSTEM_EXCLUSIVE.has(status)) {
      reader.skip(reader.variable());
      running = 0;
    } else if (status >= 0x80 && status < 0xf0) {
      events.push({ tick, message: readMessage(reader, status) });
      running = status;
    } else {
      throw brokenMidi(at, `no event begins with ${status || reader.peek()}`);
    }
  }
  return { events, endTick: tick };
}

function readMessage(reader: MidiReader, status: number): MidiMessage {
  const kind = status & 0xf0;
  const data1 = reader.byte();
  // Program change and channel pressure have one data byte.
  const data2 = kind === 0xc0 || kind === 0xd0 ? 0 : reader.byte();
  return midiMessage(status, data1, data2);
}

/** Converts ticks to seconds by the merged tempo map of all tracks. */
function inTime(tracks: readonly Track[], ticksPerQuarter: number): MidiFile {
  const events = tracks.flatMap((track) => track.events).sort((a, b) => a.tick - b.tick);
  const messages: TimedMessage[] = [];
  let tempoUs = FIRST_TEMPO_US;
  let tempoTick = 0;
  let tempoSeconds = 0;
  const secondsAt = (tick: number) =>
    tempoSeconds + ((tick - tempoTick) * tempoUs) / ticksPerQuarter / 1e6;
  for (const event of events) {
    const seconds = secondsAt(event.tick);
    if (event.message !== undefined) messages.push({ seconds, message: event.message });
    if (event.tempoUs === undefined) continue;
    tempoSeconds = seconds;
    tempoTick = event.tick;
    tempoUs = event.tempoUs;
  }
  const endTick = tracks.reduce((latest, track) => Math.max(latest, track.endTick), 0);
  return { messages, endSeconds: secondsAt(endTick) };
}
