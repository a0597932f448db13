/**
 * MIDI input from the ALSA sequencer.
 * @module alsa-mmap/midi
 */

export { MidiInputPort, type MidiPort } from './device/sequencer.js';
