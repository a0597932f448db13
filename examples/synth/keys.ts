import { AlsaMmapError } from 'alsa-mmap';
import { KeyPiano } from './key-piano.js';
import type { MessageQueue } from './message-queue.js';
import type { MidiMessage } from './midi-message.js';

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const LOOK_MS = 10;

/**
 * Plays the keys typed on this terminal until it is closed.
 * @param onEnd called at Ctrl-C, which a terminal in raw mode sends as a character
 * @throws {AlsaMmapError} USAGE if the input is not a terminal
 */
export function playKeys(
  queue: MessageQueue,
  holdMs: number,
  onEnd: (signal: 'SIGINT') => void,
): { close(): void } {
  const { stdin } = process;
  if (!stdin.isTTY) {
    throw new AlsaMmapError('USAGE', '--keys: stdin is not a terminal; run it in one');
  }
  const piano = new KeyPiano(holdMs);
  const play = (messages: readonly MidiMessage[]) => {
    for (const message of messages) queue.put(message);
  };
  const take = (typed: string) => {
    if (typed.includes(CTRL_C) || typed.includes(CTRL_D)) onEnd('SIGINT');
    play(piano.press(typed, performance.now()));
  };
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.on('data', take);
  const timer = setInterval(() => play(piano.release(performance.now())), LOOK_MS);
  return {
    close() {
      clearInterval(timer);
      stdin.off('data', take);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
