/**
 * MIDI channel message in a number: status, first and second data byte in bits 0-7, 8-15 and 16-23.
 * Passing it between threads and through the loop allocates nothing.
 */
export type MidiMessage = number;

/** Absence of a message. */
export const NO_MESSAGE: MidiMessage = -1;
/** Request to fade the notes and end; not a MIDI message. */
export const THE_END: MidiMessage = 0xff;

export const Status = { NOTE_OFF: 0x80, NOTE_ON: 0x90, CONTROLLER: 0xb0 } as const;
export const ALL_SOUND_OFF = 120;
export const ALL_NOTES_OFF = 123;

export function midiMessage(status: number, data1: number, data2: number): MidiMessage {
  return (status & 0xff) | ((data1 & 0x7f) << 8) | ((data2 & 0x7f) << 16);
}

/** Source of messages for the loop. No method waits or allocates. */
export interface MidiInput {
  /** Returns the next message due at frame `frame`, or NO_MESSAGE. */
  next(frame: number): MidiMessage;
  /** Frame at which the next known message is due; Infinity without one. */
  readonly dueFrame: number;
  /** True if no more messages will come. */
  readonly ended: boolean;
}
