/** One line of `--json` of a command that runs a stream. */
export interface StreamEvent {
  readonly event: string;
  readonly state: string;
  readonly atFrame: number;
  readonly lostFrames: number;
  readonly silentFrames: number;
  readonly uncertaintyFrames: number;
  readonly sinceLastWakeupNs: number;
  readonly durationNs: number;
  readonly fillFrames: number;
  readonly frames: number;
  readonly xruns: number;
}

/** Events of a stream, in order. The last line of a failed one is its error, without an event. */
export function eventsOf(stdout: string): StreamEvent[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as StreamEvent);
}

/** The totals of a stream that began. */
export function totalsOf(stdout: string): StreamEvent {
  return eventsOf(stdout).find(({ event }) => event === 'totals')!;
}
