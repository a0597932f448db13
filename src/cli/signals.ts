import { setTimeout as sleep } from 'node:timers/promises';

export const BROKEN_PIPE_EXIT = 141;
/** A signal within this time of the first is the same one, sent to the process and its group. */
const SAME_SIGNAL_MS = 1000;
/** Time after a signal until the program ends although a device or its output blocks. */
const MAX_BLOCKED_MS = 1500;
/** Time for the last text after that. */
const MIN_TEXT_MS = 300;
/** True if HUP was ignored when the program started, as by nohup(1); set by bin/alsa-mmap.js. */
const IS_HUP_IGNORED = process.env['ALSA_MMAP_NOHUP'] === '1';

/** The exit code of each signal that ends the program in order. */
export const SIGNAL_EXIT_CODES = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
  SIGPIPE: BROKEN_PIPE_EXIT,
} as const;

/** Time of the first signal that a watch took. */
let firstSignalMs: number | undefined;

export interface SignalWatch {
  /** Exit code of the first signal; undefined before. */
  readonly exitCode: number | undefined;
  /** Aborted by the first signal, or by `stop`. */
  readonly abortSignal: AbortSignal;
  /** Resolves after `ms`, or when `abortSignal` is aborted. */
  sleep(ms: number): Promise<void>;
  /** Aborts `abortSignal` without a signal, as for the key q. */
  stop(): void;
  /**
   * Settles like `opening`. If that takes too long after the first signal, the program ends by the
   * signal itself: a system call that blocks a thread cannot be interrupted.
   */
  limitOpening<T>(opening: Promise<T>): Promise<T>;
  /** Stops watching, unless a signal came: the program ends then, and it may come twice. */
  close(): void;
}

/** Ends the program soon if a signal was taken, although its output is not accepted. */
export function limitExitTime(): void {
  if (firstSignalMs === undefined) return;
  const leftMs = firstSignalMs + MAX_BLOCKED_MS - performance.now();
  setTimeout(() => process.exit(), Math.max(MIN_TEXT_MS, leftMs)).unref();
}

/** Ignores HUP under nohup(1), and USR1, at which Node would open the port of its debugger. */
export function ignoreSignals(): void {
  process.on('SIGUSR1', () => {});
  if (IS_HUP_IGNORED) process.on('SIGHUP', () => {});
}

/**
 * Handles INT, TERM, HUP and PIPE: the first requests an orderly end; one that comes more than a
 * second later calls `onSecond` and exits at once. PIPE comes with every write, so it does not
 * count as the second. HUP is ignored under nohup(1).
 */
export function watchSignals(onSecond: () => void = () => {}): SignalWatch {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let first: NodeJS.Signals | undefined;
  const take = (signal: NodeJS.Signals) => {
    const code = SIGNAL_EXIT_CODES[signal as keyof typeof SIGNAL_EXIT_CODES];
    if (exitCode === undefined) {
      exitCode = code;
      first = signal;
      firstSignalMs = performance.now();
      controller.abort();
      return;
    }
    if (signal === 'SIGPIPE' || performance.now() - firstSignalMs! < SAME_SIGNAL_MS) return;
    try {
      onSecond();
    } finally {
      process.exit(code);
    }
  };
  const names = (Object.keys(SIGNAL_EXIT_CODES) as NodeJS.Signals[]).filter(
    (name) => name !== 'SIGHUP' || !IS_HUP_IGNORED,
  );
  for (const name of names) process.on(name, take);
  return {
    get exitCode() {
      return exitCode;
    },
    abortSignal: controller.signal,
    sleep: (ms) => sleep(ms, undefined, { signal: controller.signal }).catch(() => {}),
    stop: () => controller.abort(),
    async limitOpening(opening) {
      let timer: NodeJS.Timeout | undefined;
      const startTimer = () => {
        timer = setTimeout(() => endBy(first!), MAX_BLOCKED_MS);
      };
      controller.signal.addEventListener('abort', startTimer);
      if (controller.signal.aborted) startTimer();
      try {
        return await opening;
      } finally {
        controller.signal.removeEventListener('abort', startTimer);
        clearTimeout(timer);
      }
    },
    close() {
      if (exitCode !== undefined) return;
      for (const name of names) process.off(name, take);
    },
  };
}

/** `process.exit` would wait for the blocked thread. */
function endBy(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
