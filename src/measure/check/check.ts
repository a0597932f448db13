import type { CheckBench } from './bench.js';
import type { Verdict } from './verdict.js';

/**
 * One rule that a driver, or the kernel on its behalf, must keep for programs that map its ring.
 */
export interface Check {
  /** Stable across versions: test results of drivers are compared by it. */
  readonly name: string;
  /** The rule, in one sentence. */
  readonly rule: string;
  readonly run: (bench: CheckBench) => Promise<Verdict>;
}
