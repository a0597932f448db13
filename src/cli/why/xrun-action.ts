import { spawn } from 'node:child_process';
import type { CauseKind } from '../../why/account/account.js';
import type { ValueType } from '../options/spec.js';
import { printable } from '../text/printable.js';
import { writeError } from '../text/terminal-output.js';

/** Action of `--on-xrun`. */
export type XrunAction =
  | { readonly kind: 'stop' }
  | { readonly kind: 'signal'; readonly pid: number }
  | { readonly kind: 'shell'; readonly command: string };

export const XRUN_ACTION: ValueType<XrunAction> = {
  placeholder: 'ACTION',
  expected: 'stop, signal:PID or shell:COMMAND',
  completion: ['stop', 'signal:', 'shell:'],
  parse(text) {
    if (text === 'stop') return { kind: 'stop' };
    const pid = /^signal:([1-9]\d{0,6})$/.exec(text)?.[1];
    if (pid !== undefined) return { kind: 'signal', pid: Number(pid) };
    const command = /^shell:(.+)$/s.exec(text)?.[1];
    return command === undefined ? undefined : { kind: 'shell', command };
  },
};

/** Sends the signal or starts the command; a failure is reported and has no other effect. */
export function actOnXrun(action: XrunAction, kind: CauseKind, cause: string): void {
  const report = ({ message }: Error) =>
    writeError(`alsa-mmap: --on-xrun: ${printable(message)}\n`);
  if (action.kind === 'signal') {
    try {
      process.kill(action.pid, 'SIGUSR1');
    } catch (error) {
      report(error as Error);
    }
  } else if (action.kind === 'shell') {
    const env = { ...process.env, ALSA_MMAP_XRUN_KIND: kind, ALSA_MMAP_XRUN_CAUSE: cause };
    // Its output goes to stderr, because stdout has the accounts.
    const shell = spawn('/bin/sh', ['-c', action.command], { env, stdio: ['ignore', 2, 2] });
    shell.on('error', report).unref();
  }
}
