/** Streams of other processes on a kernel that is locked down: each mode has a guest of its own. */

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runInGuest } from '../../scripts/guest/run.js';
import { jsonLines, ROOT, scratchDirectory } from '../cli/program.js';

const scratch = scratchDirectory();

/** Commands that watch an owner whose pages are mapped, but not its ring. */
const SCRIPT = `
  aplay -q -M -D hw:AC97 -f dat /dev/zero & owner=$!
  until grep -q RUNNING /proc/asound/AC97/pcm0p/sub0/status; do sleep 0.1; done
  watch() {
    name=$1; shift
    node bin/alsa-mmap.js "$@" --pid $owner --json >/out/$name.json; echo $? >/out/$name.code
  }
  watch status status
  watch kernel status --kernel
  watch tap-kernel tap /out/kernel.wav --kernel -d 1
  watch tap-hold tap /out/hold.wav --hold -d 1
  kill $owner`;

/** Runs the commands in a guest; returns a reader of the documents that they printed. */
async function runLocked(mode: string) {
  const outDir = scratch(mode);
  mkdirSync(outDir);
  const { exitCode } = await runInGuest({
    command: ['sh', '-c', SCRIPT],
    cwd: ROOT,
    cards: ['ac97'],
    kernelArguments: [`lockdown=${mode}`],
    outDir,
    timeoutSeconds: 120,
  });
  expect(exitCode).toBe(0);
  return (name: string) => ({
    code: Number(readFileSync(join(outDir, `${name}.code`), 'utf8')),
    last: jsonLines(readFileSync(join(outDir, `${name}.json`), 'utf8')).at(-1),
  });
}

describe.each(['integrity', 'confidentiality'])('with lockdown=%s', (mode) => {
  let resultOf: Awaited<ReturnType<typeof runLocked>>;
  beforeAll(async () => {
    resultOf = await runLocked(mode);
  }, 240_000);

  it('the pages are read in the memory of their owner', () => {
    const paths = { status: { path: 'process_vm_readv', refusal: null } };
    expect(resultOf('status')).toMatchObject({ code: 0, last: { state: 'RUNNING', paths } });
  });

  it('the ring is read while the stream is held', () => {
    expect(resultOf('tap-hold')).toMatchObject({ code: 0, last: { event: 'totals' } });
  });

  it.runIf(mode === 'integrity')('pages and ring are read in the memory of the kernel', () => {
    const paths = { status: { path: 'kcore', refusal: null } };
    expect(resultOf('kernel')).toMatchObject({ code: 0, last: { paths } });
    expect(resultOf('tap-kernel')).toMatchObject({ code: 0, last: { event: 'totals' } });
  });

  it.runIf(mode === 'confidentiality')('the memory of the kernel is refused, with why', () => {
    const reason = expect.stringContaining('locked down');
    const paths = { status: { path: 'process_vm_readv', refusal: { errno: 'EPERM', reason } } };
    expect(resultOf('kernel')).toMatchObject({ code: 0, last: { paths } });
    const error = { code: 'PERMISSION', message: reason };
    expect(resultOf('tap-kernel')).toMatchObject({ code: 9, last: { error } });
  });
});
