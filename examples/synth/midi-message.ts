/**
 * A MIDI message of one channel in a number: status, first and second data byte in bits 0-7, 8-15
 * and 16-23. So it travels between threads, and through the loop, without an object.
 */
export type MidiMessage = number;

/** Where a message could be, there is none. */
export const NO_MESSAGE: MidiMessage = -1;
/** Not a message of MIDI's: the player is to let the notes fade, and to end. */
export const THE_END: MidiMessage = 0xff;

export const Status = { NOTE_OFF: 0x80, NOTE_ON: 0x90, CONTROLLER: 0xb0 } as const;
export const ALL_SOUND_OFF = 120;
export const ALL_NOTES_OFF = 123;

export function midiMessage(status: number, data1: number, data2: number): MidiMessage {
  return (status & 0xff) | ((data1 & 0x7f) << 8) | ((data2 & 0x7f) << 16);
}

/** Where messages come from, as the loop sees it. Nothing here waits or allocates. */
export interface MidiInput {
  /** The next message that is due at frame `frame` of what is played, else NO_MESSAGE. */
  next(frame: number): MidiMessage;
  /** The frame at which the next is known to be due; Infinity where none is. */
  readonly dueFrame: number;
  /** No more will come. */
  readonly ended: boolean;
}
