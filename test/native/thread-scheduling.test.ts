import { describe, expect, it } from 'vitest';
import { SchedPolicy } from '../../src/device/binding.js';
import { endingOf, errorOf, native, untyped, WELL } from './addon.js';
import { Capability, isCapable, UNPRIVILEGED } from './unprivileged.js';

const { FIFO, OTHER } = SchedPolicy;

describe('the scheduler of a thread', () => {
  it.runIf(isCapable(Capability.SYS_NICE))(
    'is set for that thread only, not for threads it starts',
    () => {
      const ending = endingOf(`
        const plain = { policy: ${OTHER}, priority: 0, resetOnFork: false };
        const w = worker(\`
          native.setScheduler(${FIFO}, 42);
          const { Worker } = require('node:worker_threads');
          const child = new Worker(
            'const native = require(' + JSON.stringify(\${JSON.stringify(addonPath)}) + ');' +
              'require("node:worker_threads").parentPort.postMessage(native.scheduler())',
            { eval: true },
          );
          child.once('message', (started) => {
            const own = native.scheduler();
            native.setScheduler(${OTHER}, 0);
            parentPort.postMessage({ own, started, after: native.scheduler() });
          });
        \`);
        const seen = await message(w);
        assert.deepEqual(seen.own, { policy: ${FIFO}, priority: 42, resetOnFork: true });
        assert.deepEqual(seen.started, plain);
        assert.deepEqual(seen.after, { ...plain, resetOnFork: true });
        assert.deepEqual(native.scheduler(), plain);
      `);
      expect(ending).toEqual(WELL);
    },
  );

  it('fails with EPERM without the right, and is unchanged', () => {
    const ending = endingOf(
      `
      assert.throws(() => native.setScheduler(${FIFO}, 1), {
        code: 'EPERM', errno: 1, syscall: 'sched_setscheduler',
      });
      assert.equal(native.scheduler().policy, ${OTHER});
      `,
      [],
      UNPRIVILEGED,
    );
    expect(ending).toEqual(WELL);
  });

  it('fails with EINVAL for an unknown policy or priority', () => {
    for (const [policy, priority] of [
      [FIFO, 0],
      [FIFO, 100],
      [OTHER, 1],
      [1000, 0],
    ] as const) {
      expect(errorOf(() => native.setScheduler(policy, priority)).code).toBe('EINVAL');
    }
    expect(() => native.setScheduler(FIFO, 1.5)).toThrow(RangeError);
    expect(() => untyped['setScheduler']!('FIFO', 1)).toThrow(TypeError);
  });
});

describe('the affinity of a thread', () => {
  it('is narrowed to one CPU for that thread only, and restored', () => {
    const ending = endingOf(`
      const before = native.affinity();
      const byte = before.findIndex((bits) => bits !== 0);
      const w = worker(\`
        const before = native.affinity();
        const byte = before.findIndex((bits) => bits !== 0);
        const mask = new Uint8Array(byte + 1);
        mask[byte] = before[byte] & -before[byte];
        native.setAffinity(mask);
        const narrow = native.affinity();
        native.setAffinity(before);
        parentPort.postMessage({ narrow, after: native.affinity() });
      \`);
      const { narrow, after } = await message(w);
      assert.equal(narrow[byte], before[byte] & -before[byte]);
      assert.ok(narrow.every((bits, at) => bits === 0 || at === byte));
      assert.deepEqual(after, before);
      assert.deepEqual(native.affinity(), before);
    `);
    expect(ending).toEqual(WELL);
  });

  it('fails with EINVAL if the machine has none of the CPUs', () => {
    const before = native.affinity();
    const last = new Uint8Array(2048);
    last[2047] = 0x80;
    const beyond = new Uint8Array(2049);
    beyond[2048] = 1;
    for (const mask of [new Uint8Array(0), new Uint8Array(8), last, beyond]) {
      expect(errorOf(() => native.setAffinity(mask))).toMatchObject({
        code: 'EINVAL',
        syscall: 'sched_setaffinity',
      });
    }
    expect(() => untyped['setAffinity']!(0)).toThrow(TypeError);
    expect(native.affinity()).toEqual(before);
  });
});
