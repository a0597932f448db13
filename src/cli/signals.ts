export const BROKEN_PIPE_EXIT = 141;
/** The exit code of each signal that ends the program in order. */
export const SIGNAL_EXIT_CODES = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
  SIGPIPE: BROKEN_PIPE_EXIT,
} as const;

export interface SignalWatch {
  /** Exit code of the first signal; undefined before. */
  readonly exitCode: number | undefined;
  /** Aborted by the first signal. */
  readonly abortSignal: AbortSignal;
  close(): void;
}

/**
 * Handles INT, TERM, HUP and PIPE: the first requests an orderly end; a second one calls `onSecond`
 * and exits at once. PIPE comes with every write, so it does not count as the second.
 */
export function watchSignals(onSecond: () => void = () => {}): SignalWatch {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const take = (signal: NodeJS.Signals) => {
    const code = SIGNAL_EXIT_CODES[signal as keyof typeof SIGNAL_EXIT_CODES];
    if (exitCode === undefined) {
      exitCode = code;
      controller.abort();
      return;
    }
    if (signal === 'SIGPIPE') return;
    try {
      onSecond();
    } finally {
      process.exit(code);
    }
  };
  const names = Object.keys(SIGNAL_EXIT_CODES) as NodeJS.Signals[];
  for (const name of names) process.on(name, take);
  return {
    get exitCode() {
      return exitCode;
    },
    abortSignal: controller.signal,
    close() {
      for (const name of names) process.off(name, take);
    },
  };
}
