import { IDLE, OWNER, TraceText } from './trace-text.js';

/** Frames and time of the stream below: 48 frames per ms, 4 periods of 20 ms. */
export const PERIOD = 960;
export const BUFFER = 4096;
export const PERIOD_US = 20_000;

const POLL = '7ffd6e9ea620, 1, ffffffff, 0, 0, 0';

export interface HealthyStream {
  readonly trace: TraceText;
  /** Time of the last interrupt. */
  readonly us: number;
  /** Pointers after the last interrupt and before the owner served it. */
  readonly hw: number;
  readonly appl: number;
}

/** A stream whose owner polls, is woken by each interrupt, writes a period and polls again. */
export function healthyStream(cycles: number, startUs = 1_000_000): HealthyStream {
  const trace = new TraceText();
  let [us, hw, appl] = [startUs, 0, 4 * PERIOD];
  for (let cycle = 0; cycle <= cycles; cycle++) {
    us += PERIOD_US;
    trace.elapsed(us, hw, appl);
    hw += PERIOD;
    trace.update(us + 20, hw, appl);
    if (cycle === cycles) break;
    serve(trace, us);
    appl += PERIOD;
  }
  return { trace, us, hw, appl };
}

/** The owner wakes, commits and polls again. */
export function serve(trace: TraceText, us: number): void {
  trace
    .waking(us + 30, OWNER)
    .switch(us + 80, IDLE, 'R', OWNER)
    .return(us + 90, 7, 1);
  trace.call(us + 150, 16, '4, 4122, 0, 0, 0, 0').return(us + 160, 16);
  trace.call(us + 200, 7, POLL).switch(us + 220, OWNER, 'S', IDLE);
}

/** Interrupts without a commit until the ring is empty, and the xrun. */
export function runDry(
  trace: TraceText,
  from: Pick<HealthyStream, 'us' | 'hw' | 'appl'>,
  during = IDLE as { readonly comm: string; readonly pid: number },
): { readonly us: number; readonly ranDryUs: number } {
  let { us, hw } = from;
  while (hw <= from.appl) {
    us += PERIOD_US;
    trace.elapsed(us, hw, from.appl, during);
    hw += PERIOD;
    trace.update(us + 20, hw, from.appl, during);
  }
  trace.xrun(us + 30, hw, from.appl, during);
  const ranDryUs = us + 20 - ((hw - from.appl) * PERIOD_US) / PERIOD;
  return { us: us + 30, ranDryUs };
}
