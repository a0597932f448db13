import { spawnSync } from 'node:child_process';

/** Whether the outside judge is installed; says so on stderr where it is not. */
export const soxIsThere = spawnSync('sox', ['--version']).status === 0;
if (!soxIsThere) process.stderr.write('SKIPPED: sox is not installed, WAV files go unjudged\n');

/** What sox makes of the file's header; `warnings` must be empty for a flawless file. */
export function soxInfo(path: string) {
  const ask = (option: string) => spawnSync('soxi', [option, path], { encoding: 'utf8' });
  const frames = ask('-s');
  return {
    channels: Number(ask('-c').stdout),
    rateHz: Number(ask('-r').stdout),
    bits: Number(ask('-b').stdout),
    encoding: ask('-e').stdout.trim(),
    frames: Number(frames.stdout),
    warnings: frames.stderr,
  };
}

/** The samples that sox reads, as doubles from -1 to 1. */
export function soxSamples(path: string): Float64Array {
  const run = spawnSync('sox', [path, '-t', 'f64', '-L', '-'], { maxBuffer: 2 ** 27 });
  return new Float64Array(new Uint8Array(run.stdout).buffer);
}

/** Lets sox make a WAV file: `options` are its output options, `effects` what it holds. */
export function soxMake(path: string, options: string[], effects: string[]): void {
  const run = spawnSync('sox', ['-n', ...options, path, ...effects], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`sox failed: ${run.stderr}`);
}
