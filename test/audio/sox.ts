import { spawnSync } from 'node:child_process';

/** True if sox is installed; prints a note on stderr if not. */
export const soxIsThere = spawnSync('sox', ['--version']).status === 0;
if (!soxIsThere) process.stderr.write('SKIPPED: sox is not installed, WAV files go unjudged\n');

/** Returns the header as sox reads it; `warnings` must be empty for a valid file. */
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

/** Returns the samples that sox reads, from -1 to 1. */
export function soxSamples(path: string): Float64Array {
  const run = spawnSync('sox', [path, '-t', 'f64', '-L', '-'], { maxBuffer: 2 ** 27 });
  return new Float64Array(new Uint8Array(run.stdout).buffer);
}

/** Creates a WAV file with sox from its output options and effects. */
export function soxMake(path: string, options: string[], effects: string[]): void {
  const run = spawnSync('sox', ['-n', ...options, path, ...effects], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`sox failed: ${run.stderr}`);
}
