import { describe, expect, it } from 'vitest';
import { endingOf, WELL } from './addon.js';
import { Capability, isCapable, UNPRIVILEGED } from './unprivileged.js';

const SLOW = 60_000;

/** Source for a child: `statusKb`, a line of /proc/self/status in kB. */
const STATUS_KB = `
  const statusKb = (name) =>
    Number(new RegExp('^' + name + ':\\\\s*(\\\\d+)', 'm')
      .exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
`;

describe.runIf(isCapable(Capability.IPC_LOCK))('locked memory', () => {
  it('locks the program and the stack without faulting pages in', () => {
    const ending = endingOf(`${STATUS_KB}
      const residentBefore = statusKb('VmRSS');
      const expected = native.lockableBytes();
      const bytes = native.lockMemory();
      assert.ok(Math.abs(bytes - expected) < 65536);
      // The vDSO is included although it is always resident.
      assert.ok(Math.abs(statusKb('VmLck') - bytes / 1024) < 64);
      assert.ok(bytes > fs.statSync(addonPath).size);
      assert.ok(statusKb('VmRSS') - residentBefore < 16384);
      native.unlockMemory();
      assert.equal(statusKb('VmLck'), 0);
    `);
    expect(ending).toEqual(WELL);
  });

  it('is unlocked for the whole process', () => {
    const ending = endingOf(`${STATUS_KB}
      native.lockMemory();
      assert.equal(await ended(worker('native.lockMemory(); native.unlockMemory();')), 0);
      assert.equal(statusKb('VmLck'), 0);
    `);
    expect(ending).toEqual(WELL);
  });

  it('lets V8 return its memory at collections and when workers end', { timeout: SLOW }, () => {
    const ending = endingOf(
      `
      const churn = 'let kept = []; for (let i = 0; i < 2e5; i++) kept.push({ i, of: [i] });' +
        'native.lockMemory(); kept = []; for (let i = 0; i < 5; i++) gc();';
      const codes = await Promise.all([churn, churn].map((body) => ended(worker(body))));
      assert.deepEqual(codes, [0, 0]);
      let kept = [];
      for (let i = 0; i < 1e6; i++) kept.push({ i, of: [i] });
      native.lockMemory();
      kept = [];
      for (let i = 0; i < 5; i++) {
        gc();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.equal(await ended(worker(churn)), 0);
    `,
      ['--expose-gc'],
    );
    expect(ending).toEqual(WELL);
  });
});

describe('memory without the right to lock it', () => {
  it('fails with ENOMEM and locks nothing', () => {
    const ending = endingOf(
      `${STATUS_KB}
      assert.throws(() => native.lockMemory(), { code: 'ENOMEM', errno: 12, syscall: 'mlock2' });
      assert.equal(statusKb('VmLck'), 0);
      native.unlockMemory();
    `,
      [],
      UNPRIVILEGED,
    );
    expect(ending).toEqual(WELL);
  });

  it('fails with EPERM if the limit is 0', () => {
    const ending = endingOf(
      "assert.throws(() => native.lockMemory(), { code: 'EPERM', syscall: 'mlock2' });",
      [],
      [...UNPRIVILEGED, 'prlimit', '--memlock=0'],
    );
    expect(ending).toEqual(WELL);
  });
});
