import type { ErrorCode, FormatName, PcmIdentity, PcmParams } from 'alsa-mmap';
import type { MidiFile } from './midi-file.js';

/** What the synth's thread is to do: plain data. */
export interface SynthJob {
  readonly device: string;
  readonly rateHz: number | undefined;
  readonly format: FormatName | undefined;
  readonly bufferSize: number;
  readonly syncPtr: boolean;
  readonly score: MidiFile | undefined;
  /** The port of the ALSA sequencer to listen to, '' for all; undefined for none. */
  readonly midiPort: string | undefined;
  /** Of a MessageQueue: what the other thread plays, and when it is to end. */
  readonly queue: SharedArrayBuffer;
  /** Of StreamCounters. */
  readonly counters: SharedArrayBuffer;
  /** Of a LossLog. */
  readonly losses: SharedArrayBuffer;
}

/** What it says: `opened`, then `ended` or `failed`. */
export type SynthMessage =
  | {
      readonly kind: 'opened';
      readonly identity: PcmIdentity;
      readonly params: PcmParams;
      /** Where MIDI comes from, in words; '' where from no sequencer. */
      readonly midi: string;
    }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };
