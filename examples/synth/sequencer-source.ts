import { AlsaMmapError } from 'alsa-mmap';
import { MidiInputPort, type MidiPort } from 'alsa-mmap/midi';
import {
  ALL_NOTES_OFF,
  type MidiInput,
  type MidiMessage,
  midiMessage,
  NO_MESSAGE,
  Status,
} from './midi-message.js';

const CLIENT_NAME = 'alsa-mmap synth';
const MOST_AT_A_TIME = 64;

/** Input from the ALSA sequencer, read without blocking each time the ring is filled. */
export class SequencerSource implements MidiInput {
  readonly connected: readonly MidiPort[];
  readonly dueFrame = Number.POSITIVE_INFINITY;
  readonly ended = false;
  readonly #input: MidiInputPort;
  readonly #messages = new Int32Array(MOST_AT_A_TIME);
  #count = 0;
  #next = 0;
  #overruns = 0;

  /** @param wanted CLIENT:PORT by number or name; all ports that send MIDI if empty */
  constructor(wanted: string) {
    this.#input = new MidiInputPort(CLIENT_NAME);
    const sources = this.#input.sources();
    this.connected = wanted === '' ? sources : [portNamed(wanted, sources)];
    for (const port of this.connected) this.#input.connect(port);
  }

  next(): MidiMessage {
    if (this.#next === this.#count) {
      this.#count = this.#input.read(this.#messages);
      this.#next = 0;
      if (this.#overruns !== this.#input.overruns) return this.#afterOverrun();
      if (this.#count === 0) return NO_MESSAGE;
    }
    return this.#messages[this.#next++]!;
  }

  /** Description of its own port and the connected ports. */
  get description(): string {
    const { client, port } = this.#input;
    const from = this.connected.map((one) => `${one.client}:${one.port} ${one.portName}`);
    return (
      `MIDI port ${client}:${port}, ` +
      `from ${from.join(', ') || 'none yet: connect with aconnect'}`
    );
  }

  close(): void {
    this.#input.close();
  }

  /** Releases all notes after a queue overrun, because a note-off may have been lost. */
  #afterOverrun(): MidiMessage {
    this.#overruns = this.#input.overruns;
    return midiMessage(Status.CONTROLLER, ALL_NOTES_OFF, 0);
  }
}

function portNamed(wanted: string, ports: readonly MidiPort[]): MidiPort {
  const [client = '', port = '0'] = wanted.split(':');
  const isNumber = /^\d+$/.test(client);
  const found = ports.find(
    (one) =>
      String(one.port) === port &&
      (isNumber
        ? String(one.client) === client
        : one.clientName.toLowerCase().startsWith(client.toLowerCase())),
  );
  if (found !== undefined) return found;
  const there = ports.map((one) => `${one.client}:${one.port} (${one.clientName})`).join(', ');
  throw new AlsaMmapError(
    'NO_DEVICE',
    `no MIDI port ${wanted} sends anything; there ${there === '' ? 'is none' : `are ${there}`}`,
  );
}
