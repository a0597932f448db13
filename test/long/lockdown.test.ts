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
    node bin/alsa-mmap.js "$@" --pid $owner --json >/out/$name.json 2>/out/$name.err
    echo $? >/out/$name.code
  }
  watch status status
  watch kernel status --kernel
  watch tap-kernel tap /out/kernel.wav --kernel -d 1
  watch tap-hold tap /out/hold.wav --hold -d 1
  mount -t tracefs nodev /sys/kernel/tracing
  explain() {
    name=$1; shift
    watch $name why "$@" & explaining=$!
    until [ -s /out/$name.err ] || grep -qs 1 /sys/kernel/tracing/instances/*/tracing_on; do
      sleep 0.1
    done
    sleep 3; kill -STOP $owner; sleep 2; kill -CONT $owner
    wait $explaining
  }
  explain why --once --for 40s
  explain why-kernel --once --for 40s --kernel
  watch why-trace why --for 1s --trace /out/trace.json
  kill -9 $owner`;

/**
 * Runs the commands in a guest whose clock counts instructions, so that its stream has no xrun by
 * itself; returns a reader of the documents that they printed.
 */
async function runLocked(mode: string) {
  const outDir = scratch(mode);
  mkdirSync(outDir);
  const { exitCode } = await runInGuest({
    command: ['sh', '-c', SCRIPT],
    cwd: ROOT,
    cards: ['ac97'],
    kernelArguments: [`lockdown=${mode}`],
    outDir,
    icount: true,
    timeoutSeconds: 400,
  });
  expect(exitCode).toBe(0);
  const text = (file: string) => readFileSync(join(outDir, file), 'utf8');
  return (name: string) => ({
    code: Number(text(`${name}.code`)),
    err: text(`${name}.err`),
    get last() {
      return jsonLines(text(`${name}.json`)).at(-1);
    },
  });
}

describe.each(['integrity', 'confidentiality'])('with lockdown=%s', (mode) => {
  let resultOf: Awaited<ReturnType<typeof runLocked>>;
  beforeAll(async () => {
    resultOf = await runLocked(mode);
  }, 500_000);

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

  it.runIf(mode === 'integrity')('an xrun is explained by a trace, with samples if asked', () => {
    const xruns = [
      expect.objectContaining({ cause: expect.objectContaining({ kind: 'stopped' }) }),
    ];
    for (const name of ['why', 'why-kernel']) {
      expect(resultOf(name)).toMatchObject({ code: 0, err: '', last: { xruns } });
    }
    expect(resultOf('why-trace')).toMatchObject({ code: 0 });
  });

  it.runIf(mode === 'confidentiality')('an xrun has a likely cause, and a trace is refused', () => {
    const refused = expect.stringContaining('likely causes only, without a kernel trace');
    expect(resultOf('why')).toMatchObject({ code: 0, err: refused, last: { kind: 'stopped' } });
    const error = { code: 'PERMISSION', message: expect.stringContaining('locked down') };
    expect(resultOf('why-trace')).toMatchObject({ code: 9, last: { error } });
  });

  it.runIf(mode === 'confidentiality')("the pointers are sampled in the owner's memory", () => {
    const { code, err, last } = resultOf('why-kernel');
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(/sampled in its owner's memory: .*locked down/),
    });
    expect(last).toMatchObject({ kind: 'stopped', commits: expect.any(Array) });
  });
});
