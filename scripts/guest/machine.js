// One QEMU process: started, watched, and ended in every case.
import { spawn } from 'node:child_process';
import { findCommand } from './commands.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const KILL_AFTER_MS = 3000;

/**
 * `stop(reason)` ends the machine; `ended` resolves once the process is gone, to
 * `{ reason, message }`: why it was stopped (undefined: it went by itself) and what QEMU said.
 */
export function startMachine(qemu, args, { interactive }) {
  // setpriv: the kernel ends QEMU even when this process is killed without a chance to do so.
  const setpriv = findCommand('setpriv');
  const command = [findCommand(qemu) ?? qemu, ...args];
  if (setpriv) command.unshift(setpriv, '--pdeathsig', 'KILL');
  const stdio = interactive ? 'inherit' : ['ignore', 'pipe', 'pipe'];
  const child = spawn(command[0], command.slice(1), { stdio });

  let message = '';
  const listen = (chunk) => {
    message += chunk;
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);

  let reason;
  let killer;
  const stop = (why) => {
    if (reason) return;
    reason = why;
    child.kill('SIGTERM'); // QEMU ends cleanly: the WAV files get their headers
    killer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  };
  const handlers = SIGNALS.map((signal) => [signal, () => stop(signal)]);
  for (const [signal, handler] of handlers) process.on(signal, handler);

  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      message += error.message;
    });
    child.on('close', () => {
      clearTimeout(killer);
      for (const [signal, handler] of handlers) process.off(signal, handler);
      // Raises the signal again for processes that rely on its default action.
      if (SIGNALS.includes(reason)) process.kill(process.pid, reason);
      resolve({ reason, message: message.trim() });
    });
  });
  return { stop, ended };
}
