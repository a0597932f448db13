import { loadAddon } from './addon.js';
import type { NativeBinding, NativeSequencer, NativeSequencerPort } from './binding.js';
import { AlsaMmapError, codeForErrno, type ErrorCode } from './errors.js';
import { callNative } from './native-call.js';
import { PollFlag } from './pcm-device.js';

/** `SND_SEQ_PORT_CAP_READ`, `SND_SEQ_PORT_CAP_SUBS_READ`: it may be read, and subscribed to. */
const READ_AND_SUBSCRIBE = (1 << 0) | (1 << 5);
/** `SND_SEQ_PORT_TYPE_MIDI_GENERIC`. */
const MIDI_GENERIC = 1 << 1;
/** The kernel's own client: the timer and the announcements. */
const SYSTEM_CLIENT = 0;
const DEVICE_LABEL = 'the ALSA sequencer';

/** A port that MIDI can be had from. */
export interface MidiPort {
  readonly client: number;
  readonly port: number;
  readonly clientName: string;
  readonly portName: string;
}

/**
 * MIDI from the ALSA sequencer: a client with one port, to which other clients' ports are
 * connected, by this program or by another (`aconnect`). Nothing but `wait` waits.
 */
export class MidiInputPort {
  readonly #addon: NativeBinding;
  readonly #seq: NativeSequencer;
  readonly client: number;
  readonly port: number;
  #overruns = 0;

  /**
   * @param name of the client and its port, as other programs show it
   * @throws NO_DEVICE where the machine has no sequencer, PERMISSION
   */
  constructor(name: string) {
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

  /** How often messages were lost because nobody read them. */
  get overruns(): number {
    return this.#overruns;
  }

  /** What can be connected: the ports of other clients that send MIDI. */
  sources(): MidiPort[] {
    return callNative(DEVICE_LABEL, () => this.#seq.ports())
      .filter((port) => this.#isSource(port))
      .map(({ client, port, clientName, portName }) => ({ client, port, clientName, portName }));
  }

  /** What the port sends arrives here. @throws NO_DEVICE, BUSY (connected already), PERMISSION */
  connect({ client, port }: Pick<MidiPort, 'client' | 'port'>): void {
    try {
      this.#seq.connectFrom(client, port);
    } catch (error) {
      const { code: errno, syscall } = error as NodeJS.ErrnoException;
      const code = errno === 'EINVAL' ? 'NO_DEVICE' : codeForErrno(errno ?? '');
      throw new AlsaMmapError(code, `MIDI port ${client}:${port} cannot be connected (${errno})`, {
        errno,
        syscall,
        cause: error,
      });
    }
  }

  /**
   * The messages that came since the last call: note on, note off and controllers, each
   * status | data1 << 8 | data2 << 16. Where the kernel had to drop some, `overruns` counts it.
   * @returns how many; as many as `into` has room for
   */
  read(into: Int32Array): number {
    try {
      return this.#seq.read(into);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') {
        return callNative(DEVICE_LABEL, () => {
          throw error;
        });
      }
      this.#overruns++;
      return 0;
    }
  }

  /** Waits until there is something to read, or for `timeoutMs`: whether there is. */
  wait(timeoutMs: number): boolean {
    return callNative(
      DEVICE_LABEL,
      () => (this.#addon.poll(this.#seq.descriptor(), PollFlag.IN, timeoutMs) & PollFlag.IN) !== 0,
    );
  }

  /** May be called twice. */
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
  const { code: errno, syscall } = cause;
  const isMissing = errno === 'ENOENT' || errno === 'ENODEV' || errno === 'ENXIO';
  const code: ErrorCode = isMissing ? 'NO_DEVICE' : codeForErrno(errno ?? '');
  const what = isMissing
    ? 'this machine has no ALSA sequencer: load the module snd-seq'
    : 'the ALSA sequencer cannot be opened';
  return new AlsaMmapError(code, `${what} (${errno ?? 'error'})`, { errno, syscall, cause });
}
