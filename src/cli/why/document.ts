import type { Account, Cause } from '../../why/account/account.js';
import { adviceFor, describeCause } from '../../why/account/describe-cause.js';
import { fillCurve } from '../../why/account/fill-curve.js';
import type { MachineVerdict } from '../../why/patterns/machine-verdict.js';
import { xrunPattern } from '../../why/patterns/xrun-pattern.js';
import type { Trace } from '../../why/trace/parse-trace.js';
import type { ScheduledTask, Task } from '../../why/trace/trace-event.js';
import { documentHead } from '../document-head.js';

/**
 * The document of schema `alsa-mmap.why/1`. Times are nanoseconds on the trace's clock.
 * @param seen all accounts of this run, for the pattern
 * @param machine verdict of all recordings of this run
 */
export function whyDocument(
  trace: Trace,
  accounts: readonly Account[],
  seen: readonly Account[],
  machine: MachineVerdict | undefined,
): object {
  const pattern = xrunPattern(seen);
  const { events, lost, overwritten, unreadLines } = trace;
  return {
    ...documentHead('why'),
    trace: {
      fromNs: events[0]!.ns,
      toNs: events.at(-1)!.ns,
      events: events.length,
      lost,
      overwritten,
      unreadLines,
    },
    xruns: accounts.map(accountDocument),
    pattern: pattern && {
      ...pattern,
      causes: pattern.causes.map(({ cause, count }) => ({ count, ...causeDocument(cause) })),
    },
    machine: machine && {
      ...machine,
      rings: machine.rings.map((ring) => ({
        ...ring,
        cause: ring.cause && causeDocument(ring.cause),
      })),
    },
  };
}

/** An account as members of a JSON object. */
export function accountDocument(account: Account): object {
  const { stream, owner, noticed, cause, parts, commits } = account;
  return {
    stream: {
      card: stream.card,
      device: stream.device,
      subdevice: stream.subdevice,
      direction: stream.direction,
      bufferSize: stream.bufferSize,
      rateHz: stream.rateHz,
      periodNs: stream.periodNs,
    },
    owner: owner && taskDocument(owner),
    ranDryNs: account.ranDryNs,
    noticed: { ...noticed, task: taskDocument(noticed.task) },
    dueNs: account.dueNs,
    missingNs: account.missingNs,
    parts: parts.map(({ ns, share, ...part }) => ({ ns, share, ...causeDocument(part) })),
    commits,
    fill: fillCurve(account),
    runTimes: account.runTimes,
    frequency: account.frequency,
    urbs: account.urbs,
    restartedNs: account.restartedNs,
    cause: causeDocument(cause),
    advice: adviceFor(cause, owner),
  };
}

function causeDocument(cause: Cause): object {
  const { kind, culprit, threads, call, target, cpu, signal, interrupt, detail } = cause;
  return {
    ...{ kind, culprit: culprit && culpritDocument(culprit), threads, call, target, cpu },
    ...{ signal, interrupt, detail, description: describeCause(cause) },
  };
}

/** The kernel's priority is known of a thread that the scheduler switched to. */
function culpritDocument(culprit: Task | ScheduledTask): object {
  return { ...taskDocument(culprit), priority: 'priority' in culprit ? culprit.priority : null };
}

/** A trace names threads by their thread id. */
function taskDocument({ pid, command }: Task): object {
  return { tid: pid, command };
}
