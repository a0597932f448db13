import type { ScheduledTask, Task } from '../trace/trace-event.js';
import type { Cause } from './account.js';

/** Names a thread, or several by their number, with the priority if it is not an ordinary one. */
export function nameTask(task: Task | ScheduledTask, threads?: number): string {
  const { command, pid } = task;
  const name =
    threads === undefined ? `${command} (${pid})` : `${threads} threads named ${command}`;
  return 'priority' in task ? `${name}${describePriority(task.priority)}` : name;
}

/** The kernel counts real-time priorities 1 to 99 as 98 to 0, and niceness from 120. */
function describePriority(priority: number): string {
  if (priority < 0) return ', deadline scheduling';
  if (priority < 100) return `, real-time priority ${99 - priority}`;
  return priority === 120 || Number.isNaN(priority) ? '' : `, niceness ${priority - 120}`;
}

/** Describes a cause as a state of the owner: "stopped by SIGSTOP from bash (190)". */
export function describeCause(cause: Cause): string {
  const { kind, culprit, call, target, cpu, interrupt, detail } = cause;
  const during =
    call === undefined ? '' : ` in ${call}${target === undefined ? '' : `, ${target}`}`;
  const on = cpu === undefined ? '' : ` (CPU ${cpu})`;
  switch (kind) {
    case 'stopped':
      return describeStop(cause);
    case 'interrupt-late':
      if (detail === 'other-handler') {
        return `the card's interrupt was late, as CPU ${cpu} handled ${interrupt}`;
      }
      if (detail !== 'thread-not-run') return `the card's interrupt was late${on}`;
      return (
        `the card's interrupt was late, as ${interrupt} was ready to run on CPU ${cpu}, ` +
        describeHolder(cause)
      );
    case 'not-woken':
      if (detail === 'before-interrupt') return `asleep${during} until the card's next interrupt`;
      if (detail === 'own-timer') return `asleep${during} until its own timer`;
      return `asleep${during}, not woken`;
    case 'not-run':
      return `ready to run on CPU ${cpu}, ${describeHolder(cause)}`;
    case 'interrupted':
      return `ready or running on CPU ${cpu}, which handled ${interrupt}`;
    case 'cpu-stalled':
      return `ready or running on CPU ${cpu}, which took no interrupt`;
    case 'blocked':
      if (detail === 'page-fault') return 'blocked by a page fault';
      if (culprit !== undefined) return `blocked${during}, by a lock of ${nameTask(culprit)}`;
      return `blocked${during || '; the trace does not show in which call'}`;
    case 'too-slow':
      return `running on CPU ${cpu}${during}`;
    case 'pointer-leapt':
      return 'skipped by hw_ptr, which leapt ahead of the clock';
    case 'declared':
      if (culprit !== undefined)
        return `still in the ring at the XRUN ioctl of ${nameTask(culprit)}`;
      return 'still in the ring when the driver declared the xrun';
    case 'linked':
      return `stopped with ${target}, to which it is linked`;
    case 'unknown':
      return `unknown: ${describeGap(detail)}`;
  }
}

function describeStop({ culprit, signal, detail }: Cause): string {
  if (detail === 'traced') return 'stopped by a debugger (ptrace)';
  if (signal === undefined) return 'stopped by a signal that the trace does not show';
  return `stopped by ${signal}${culprit === undefined ? '' : ` from ${nameTask(culprit)}`}`;
}

function describeHolder({ culprit, threads, detail }: Cause): string {
  if (culprit !== undefined) return `which ran ${nameTask(culprit, threads)}`;
  if (detail === 'cpu-idle') return 'which was leaving its idle state';
  return 'which ran a thread that the trace does not show';
}

function describeGap(detail: Cause['detail']): string {
  switch (detail) {
    case 'lost-events':
      return 'events were lost';
    case 'contradiction':
      return 'an event is missing, as those before and after contradict each other';
    case 'no-owner':
      return 'no event shows which thread owns the stream';
    case 'ring-not-empty':
      return 'the stream was stopped with frames in its ring (a stop_threshold below its size?)';
    case 'no-pointer-update':
      return 'the trace has too few pointer updates before the xrun';
    default:
      return "no event shows the owner's state";
  }
}

/** Returns the cause as a sentence about the owner, the card or the driver. */
export function causeSentence(cause: Cause): string {
  const { kind, culprit, target } = cause;
  if (kind === 'linked') return `it was stopped with ${target}, to which it is linked`;
  if (kind === 'unknown' || kind === 'interrupt-late') return describeCause(cause);
  if (kind === 'pointer-leapt') return 'hw_ptr leapt ahead of the clock';
  if (kind !== 'declared') return `the owner was ${describeCause(cause)}`;
  if (culprit === undefined) return 'the driver declared the xrun (snd_pcm_stop_xrun)';
  return `${nameTask(culprit)} issued the XRUN ioctl`;
}

/** Returns what can be done about a cause. */
export function adviceFor(cause: Cause, owner: Task | undefined): string {
  const { kind, culprit, target, cpu, detail, interrupt } = cause;
  const on = cpu === undefined ? '' : ` on CPU ${cpu}`;
  const name = owner?.command ?? 'the owner';
  const pid = owner?.pid ?? 'PID';
  switch (kind) {
    case 'stopped':
      if (detail === 'traced') return 'detach the debugger, or do not stop this thread in it';
      return `continue it with "kill -CONT ${pid}"; find out why it is stopped (Ctrl-Z, a script)`;
    case 'interrupt-late':
      if (detail === 'thread-not-run') {
        const [, thread = ''] = /\((\d+)\)$/.exec(interrupt ?? '') ?? [];
        return adviceForHolder(cause, 'the thread of the interrupt', thread);
      }
      return (
        `find the driver that keeps interrupts off${on} or ` +
        "handles others for long; move the card's interrupt to another CPU (/proc/irq), or boot " +
        'with threadirqs'
      );
    case 'not-woken':
      if (detail === 'before-interrupt') return 'use a shorter period, or commit more in each';
      if (detail === 'own-timer') return `let ${name} wake up earlier, with more frames left`;
      return 'compare avail_min with the period, and check that period wake-ups are enabled';
    case 'not-run':
      return adviceForHolder(cause, name, pid);
    case 'interrupted':
      if (interrupt?.startsWith('irq LOC')) return `move ${name} to another CPU`;
      return `move that interrupt (/proc/irq/N/smp_affinity) or ${name} to another CPU`;
    case 'cpu-stalled':
      return (
        `in a virtual machine, give CPU ${cpu} a processor of the host; else look for firmware ` +
        '(SMI: hwlatdetect, the BIOS) and drivers that keep interrupts off'
      );
    case 'blocked':
      return adviceForCall(cause);
    case 'too-slow':
      return 'use a larger period (quantum), do less in each; set the CPU governor to performance';
    case 'pointer-leapt':
      return 'a fault of the driver or the hardware: check it with "alsa-mmap bench pointer"';
    case 'declared':
      if (culprit !== undefined) return `find out why ${culprit.command} issues the ioctl`;
      return 'see the kernel log; for USB try another cable, port or hub';
    case 'linked':
      return `find out why ${target} ran dry, by the parts above; or do not link the streams`;
    case 'unknown':
      if (detail === 'lost-events') return 'record again with a larger buffer_size_kb';
      return 'record again with the probes and events that docs/why.md lists';
  }
}

function adviceForHolder({ culprit, detail }: Cause, name: string, pid: number | string): string {
  if (detail === 'cpu-idle') return 'prevent deep idle states (/dev/cpu_dma_latency)';
  const priority = culprit !== undefined && 'priority' in culprit ? culprit.priority : 120;
  if (Number.isNaN(priority)) {
    return `give ${name} a higher real-time priority than ${culprit!.command} has, or another CPU`;
  }
  if (priority < 0) return `give ${culprit!.command} a smaller runtime, or run it on another CPU`;
  if (priority < 100) {
    const above = Math.min(100 - priority, 99);
    return (
      `give ${name} a higher real-time priority ("chrt -f -p ${above} ${pid}"), ` +
      `lower that of ${culprit!.command}, or run it on another CPU`
    );
  }
  return (
    `give ${name} a real-time priority ("chrt -f -p 80 ${pid}", rtkit, ` +
    'rtprio in /etc/security/limits.d)'
  );
}

function adviceForCall({ call = '', culprit, detail }: Cause): string {
  if (detail === 'page-fault')
    return 'lock the memory (mlockall; memlock in /etc/security/limits.d)';
  if (call.startsWith('futex')) {
    const holder = culprit === undefined ? 'the thread that holds the lock' : culprit.command;
    return `find out what ${holder} does meanwhile; use a priority-inheriting lock, or none`;
  }
  if (/nanosleep/.test(call)) return 'sleep for less than the ring holds, or wait with poll';
  if (/^(read|recv|pread)/.test(call)) {
    return 'read the input in another thread, ahead of the stream, or use a larger buffer';
  }
  return 'make this call in another thread than the one that serves the ring';
}
