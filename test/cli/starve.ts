import { setTimeout as sleep } from 'node:timers/promises';
import { type Ended, start } from './program.js';

/** Runs a stream, and while it runs stops the program for longer than its ring lasts. */
export async function starve(words: readonly string[]): Promise<Ended> {
  const running = start([...words, '--buffer-size', '2048', '-d', '1.7']);
  await running.seen('RUNNING');
  running.child.kill('SIGSTOP');
  await sleep(250);
  running.child.kill('SIGCONT');
  return running.ended;
}
