import { loadAddon } from './addon.js';
import type { NativeBinding, NativeSequencer, NativeSequencerPort } from './binding.js';
import { checkTimeout } from './call-arguments.js';
import { checkValue, integer, objectOf, text, type ValueCheck } from './check-fields.js';
import { permissionReason } from './device-nodes.js';
import { AlsaMmapError, codeForErrno, codeForOpenErrno, type ErrorCode } from './errors.js';
import { callNative, nativeError } from './kernel-error.js';
import { PollFlag } from './pcm-device.js';

/** `SND_SEQ_PORT_CAP_READ`, `SND_SEQ_PORT_CAP_SUBS_READ`: readable, and open to subscriptions. */
const READ_AND_SUBSCRIBE = (1 << 0) | (1 << 5);
/** `SND_SEQ_PORT_TYPE_MIDI_GENERIC`. */
const MIDI_GENERIC = 1 << 1;
/** The kernel's own client: timer and announcements. */
const SYSTEM_CLIENT = 0;
const DEVICE_LABEL = 'the ALSA sequencer';

const NAME: ValueCheck = { ...text, required: true };
const PORT_NUMBER: ValueCheck = { ...integer(0, 255), required: true };
const MIDI_PORT: ValueCheck = {
  ...objectOf<MidiPort>({
    client: PORT_NUMBER,
    port: PORT_NUMBER,
    clientName: text,
    portName: text,
  }),
  required: true,
};
const MESSAGES: ValueCheck = {
  expected: 'an Int32Array',
  accepts: (value) => value instanceof Int32Array,
  required: true,
};

/** A port that sends MIDI. */
export interface MidiPort {
  readonly client: number;
  readonly port: number;
  readonly clientName: string;
  readonly portName: string;
}

/**
 * MIDI input from the ALSA sequencer: a client with one port, to which this program or another
 * (`aconnect`) connects the ports of other clients. Only `wait` blocks.
 * @example
 * import { AlsaMmapError } from 'alsa-mmap';
 * import { MidiInputPort } from 'alsa-mmap/midi';
 *
 * try {
 *   const input = new MidiInputPort('my synth');
 *   for (const source of input.sources()) input.connect(source);
 *   const messages = new Int32Array(64);
 *   input.wait(10);
 *   const count = input.read(messages);
 *   console.log(messages.subarray(0, count));
 *   input.close();
 * } catch (error) {
 *   if (error instanceof AlsaMmapError && error.code === 'NO_DEVICE') console.log('no sequencer');
 *   else throw error;
 * }
 */
export class MidiInputPort {
  readonly #addon: NativeBinding;
  readonly #seq: NativeSequencer;
  readonly client: number;
  readonly port: number;
  #overruns = 0;

  /**
   * @param name name of the client and its port, as shown by other programs
   * @throws USAGE, NO_DEVICE if the machine has no sequencer, PERMISSION
   */
  constructor(name: string) {
    checkValue('name', name, NAME);
    this.#addon = loadAddon();
    try {
      this.#seq = new this.#addon.Sequencer(name);
    } catch (error) {
      throw sequencerOpenError(error as NodeJS.ErrnoException);
    }
    const { client, port } = callNative(DEVICE_LABEL, () => this.#seq.address());
    this.client = client;
    this.port = port;
  }

  /** Number of times the kernel dropped messages because they were not read. */
  get overruns(): number {
    return this.#overruns;
  }

  /** Ports of other clients that send MIDI. */
  sources(): MidiPort[] {
    return callNative(DEVICE_LABEL, () => this.#seq.ports())
      .filter((port) => this.#isSource(port))
      .map(({ client, port, clientName, portName }) => ({ client, port, clientName, portName }));
  }

  /** Connects a port. @throws USAGE, NO_DEVICE, BUSY (already connected), PERMISSION */
  connect(source: Pick<MidiPort, 'client' | 'port'>): void {
    checkValue('source', source, MIDI_PORT);
    const { client, port } = source;
    try {
      this.#seq.connectFrom(client, port);
    } catch (error) {
      const { code: errno, syscall } = error as NodeJS.ErrnoException;
      const code = errno === 'EINVAL' ? 'NO_DEVICE' : codeForErrno(errno ?? '');
      throw new AlsaMmapError(code, `cannot connect MIDI port ${client}:${port} (${errno})`, {
        errno,
        syscall,
        cause: error,
      });
    }
  }

  /**
   * Reads the messages since the last call: note on, note off and controllers, each status | data1
   * << 8 | data2 << 16. Dropped messages count in `overruns`.
   * @returns their number, up to the size of `into`
   */
  read(into: Int32Array): number {
    checkValue('read', into, MESSAGES);
    try {
      return this.#seq.read(into);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC')
        throw nativeError(DEVICE_LABEL, error);
      this.#overruns++;
      return 0;
    }
  }

  /** Waits for a message, up to `timeoutMs`; true if there is one. */
  wait(timeoutMs: number): boolean {
    checkTimeout(timeoutMs);
    return callNative(
      DEVICE_LABEL,
      () => (this.#addon.poll(this.#seq.descriptor(), PollFlag.IN, timeoutMs) & PollFlag.IN) !== 0,
    );
  }

  /** Closes the client and its port. Can be called twice. */
  close(): void {
    callNative(DEVICE_LABEL, () => this.#seq.close());
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #isSource({ client, capability, type }: NativeSequencerPort): boolean {
    if (client === this.client || client === SYSTEM_CLIENT) return false;
    return (capability & READ_AND_SUBSCRIBE) === READ_AND_SUBSCRIBE && (type & MIDI_GENERIC) !== 0;
  }
}

function sequencerOpenError(cause: NodeJS.ErrnoException): AlsaMmapError {
  const { code: errno = 'EIO', syscall } = cause;
  const code = codeForOpenErrno(errno);
  const message = `${openFailure(code, errno)} (${errno})`;
  return new AlsaMmapError(code, message, { errno, syscall, cause });
}

function openFailure(code: ErrorCode, errno: string): string {
  if (code === 'NO_DEVICE') return 'this machine has no ALSA sequencer; load the module snd-seq';
  if (code === 'PERMISSION') return permissionReason('/dev/snd/seq', errno, '');
  return 'cannot open the ALSA sequencer';
}
