import type { ErrorCode, FormatName, PcmIdentity, PcmParams } from 'alsa-mmap';
import type { MonitorMemory } from 'alsa-mmap/direct';
import type { MidiFile } from './midi-file.js';

/** Parameters of the synth's thread. */
export interface SynthJob {
  readonly device: string;
  readonly rateHz: number | undefined;
  readonly format: FormatName | undefined;
  readonly bufferSize: number;
  readonly syncPtr: boolean;
  readonly score: MidiFile | undefined;
  /** The port of the ALSA sequencer to listen to, '' for all; undefined for none. */
  readonly midiPort: string | undefined;
  /** Memory of a MessageQueue with the messages of the other thread and the request to end. */
  readonly queue: SharedArrayBuffer;
  /** Memory of the StreamMonitor. */
  readonly monitor: MonitorMemory;
}

/** Message from the thread: `opened`, then `ended` or `failed`. */
export type SynthMessage =
  | {
      readonly kind: 'opened';
      readonly identity: PcmIdentity;
      readonly params: PcmParams;
      /** Description of the MIDI ports; '' without a sequencer. */
      readonly midi: string;
    }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };
