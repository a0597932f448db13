/** A thread, as an event of the trace names it. */
export interface Task {
  readonly pid: number;
  readonly command: string;
}

/** A thread with the kernel's priority: below 100 real-time, 100 to 139 niceness -20 to 19. */
export interface ScheduledTask extends Task {
  readonly priority: number;
}

/** Context of an event. */
export interface EventContext {
  /** Time on the trace's clock. */
  readonly ns: number;
  readonly cpu: number;
  /** Thread that the CPU ran, or that the interrupt stopped. */
  readonly task: Task;
  /** True if the event was recorded in an interrupt handler. */
  readonly inInterrupt: boolean;
}

/** Substream of an event of snd_pcm. Undefined fields were not fetched by the probe. */
export interface PcmReference {
  /** Address of the kernel's substream. */
  readonly stream: string;
  readonly card: number | undefined;
  readonly device: number | undefined;
  readonly direction: 'playback' | 'capture' | undefined;
  readonly subdevice: number | undefined;
  /** Address of the group of linked substreams; each has one of its own before it is linked. */
  readonly group: string | undefined;
  readonly hwPtr: number | undefined;
  readonly applPtr: number | undefined;
  readonly availMin: number | undefined;
  readonly bufferSize: number | undefined;
  readonly rateHz: number | undefined;
}

/** Part of an event that depends on its kind. */
export type EventDetail =
  | { readonly kind: 'period-elapsed'; readonly pcm: PcmReference }
  | { readonly kind: 'pointer-update'; readonly pcm: PcmReference }
  | { readonly kind: 'xrun'; readonly pcm: PcmReference; readonly stack: string[] }
  | {
      readonly kind: 'switch';
      readonly previous: ScheduledTask;
      /** State of the thread that was switched out: R, R+, S, D, T, ... */
      readonly previousState: string;
      readonly next: ScheduledTask;
    }
  | { readonly kind: 'waking'; readonly target: ScheduledTask; readonly targetCpu: number }
  /** The thread has started another program, and has its name from now on. */
  | { readonly kind: 'exec'; readonly command: string }
  | { readonly kind: 'call'; readonly number: number; readonly args: readonly string[] }
  | { readonly kind: 'return'; readonly number: number; readonly result: number }
  | { readonly kind: 'signal'; readonly signal: number; readonly target: Task }
  | { readonly kind: 'irq-entry'; readonly irq: number; readonly name: string }
  | { readonly kind: 'irq-exit'; readonly irq: number }
  | { readonly kind: 'softirq-entry'; readonly name: string }
  | { readonly kind: 'softirq-exit'; readonly name: string }
  /** Interrupt of the CPU's timer. */
  | { readonly kind: 'tick' }
  | { readonly kind: 'tick-exit' }
  | { readonly kind: 'page-fault' }
  /** `holder` is the thread that a mutex of glibc names as its holder; other futexes name none. */
  | { readonly kind: 'lock-wait'; readonly holder: number }
  | { readonly kind: 'frequency'; readonly kHz: number; readonly ofCpu: number }
  /** The end of a USB transfer. */
  | {
      readonly kind: 'urb';
      readonly substream: PcmReference;
      /** 0, or a negative errno. */
      readonly status: number;
      readonly packets: number;
      readonly failedPackets: number;
      /** Bytes to be sent; of a capture, the room for those received. */
      readonly bytes: number;
      readonly actualBytes: number;
    }
  | { readonly kind: 'other' };

export type TraceEvent = EventContext & EventDetail;

/** Events of one kind. */
export type EventOf<K extends EventDetail['kind']> = EventContext &
  Extract<EventDetail, { readonly kind: K }>;
