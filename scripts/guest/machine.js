// One QEMU process: started, watched, and always ended.
import { spawn } from 'node:child_process';
import { findCommand } from './commands.js';

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const KILL_AFTER_MS = 3000;

/**
 * Result of a machine: why it was stopped, if it did not end by itself, and QEMU's output.
 * @typedef {{ reason: string | undefined, message: string }} Ended
 */

/**
 * Starts QEMU. `stop(reason)` ends it; `ended` resolves when the process has ended.
 * @param {string} qemu
 * @param {readonly string[]} args
 * @param {{ interactive: boolean }} options
 */
export function startMachine(qemu, args, { interactive }) {
  // setpriv: the kernel ends QEMU even if this process is killed.
  const setpriv = findCommand('setpriv');
  const command = [findCommand(qemu) ?? qemu, ...args];
  if (setpriv) command.unshift(setpriv, '--pdeathsig', 'KILL');
  const output = interactive ? 'inherit' : 'pipe';
  const child = spawn(command[0], command.slice(1), {
    stdio: [interactive ? 'inherit' : 'ignore', output, output],
  });

  let message = '';
  const listen = (/** @type {Buffer} */ chunk) => {
    message += chunk;
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);

  /** @type {string | undefined} */
  let reason;
  /** @type {NodeJS.Timeout | undefined} */
  let killer;
  const stop = (/** @type {string} */ why) => {
    if (reason) return;
    reason = why;
    child.kill('SIGTERM'); // QEMU ends cleanly: the WAV files get their headers
    killer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  };
  for (const signal of SIGNALS) process.on(signal, stop);

  /** @type {Promise<Ended>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      message += error.message;
    });
    child.on('close', () => {
      clearTimeout(killer);
      for (const signal of SIGNALS) process.off(signal, stop);
      // Raises the signal again for processes that rely on its default action.
      const signal = SIGNALS.find((name) => name === reason);
      if (signal !== undefined) process.kill(process.pid, signal);
      resolve({ reason, message: message.trim() });
    });
  });
  return { stop, ended };
}
