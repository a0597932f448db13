import { describe, expect, it } from 'vitest';
import { endingOf, WELL } from './addon.js';

const GC = ['--expose-gc'];

describe('a process that uses the addon', () => {
  it('can close a PCM twice; every later use throws EBADF', () => {
    const ending = endingOf(`
      const pcm = new native.Pcm('null', 0);
      pcm.close();
      pcm.close();
      const args = {
        swParams: [{}], pause: [true],
        writei: [new Uint8Array(4), 1], readi: [new Uint8Array(4), 1],
        htimestamp: [new ArrayBuffer(16)], timeCalls: ['snd_pcm_delay', 1],
      };
      for (const name of Object.getOwnPropertyNames(native.Pcm.prototype)) {
        if (name === 'constructor' || name === 'close') continue;
        assert.throws(() => pcm[name](...(args[name] ?? [])), (error) => {
          assert.equal(error.code, 'EBADF');
          assert.match(error.syscall, /^snd_pcm_/);
          return true;
        });
      }
    `);
    expect(ending).toEqual(WELL);
  });

  it('frees unclosed resources at garbage collection', () => {
    const ending = endingOf(
      `
      const before = descriptors();
      let kept = [];
      for (let i = 0; i < 20; i++) {
        kept.push(native.map(fd, 0, 4096, true), new native.Pcm('null', 0));
      }
      assert.equal(mappings(), 20);
      assert.equal(descriptors(), before + 20);
      kept = [];
      await settle();
      assert.equal(mappings(), 0);
      assert.equal(descriptors(), before);
    `,
      GC,
    );
    expect(ending).toEqual(WELL);
  });

  it('gets ENOMEM for its 1025th mapping, and can map again after an unmap', () => {
    const ending = endingOf(
      `
      let kept = [];
      for (let i = 0; i < 1024; i++) kept.push(native.map(fd, 0, 4096, true));
      const refusal = { code: 'ENOMEM', errno: 12, syscall: 'mmap' };
      assert.throws(() => native.map(fd, 0, 4096, true), refusal);
      native.unmap(kept.pop());
      kept.push(native.map(fd, 0, 4096, true));
      assert.throws(() => native.map(fd, 0, 4096, true), refusal);
      kept = [];
      await settle();
      native.unmap(native.map(fd, 0, 4096, true));
    `,
      GC,
    );
    expect(ending).toEqual(WELL);
  });

  it('keeps a mapping while a view of it is reachable', () => {
    const ending = endingOf(
      `
      const view = new Uint8Array(native.map(fd, 0, 4096, true)).subarray(8, 16);
      await settle();
      view[0] = 1;
      assert.equal(mappings(), 1);
    `,
      GC,
    );
    expect(ending).toEqual(WELL);
  });

  it('keeps a PCM open while its configuration space is reachable', () => {
    const ending = endingOf(
      `
      const before = descriptors();
      let space = (() => new native.HwParams(new native.Pcm('null', 0)))();
      await settle();
      assert.equal(descriptors(), before + 1);
      space.set('rate', 48000);
      space.install();
      assert.equal(space.get('rate'), 48000);
      space = undefined;
      await settle();
      assert.equal(descriptors(), before);
    `,
      GC,
    );
    expect(ending).toEqual(WELL);
  });

  it('can end normally with live mappings and PCMs', () => {
    const ending = endingOf(`
      globalThis.kept = [native.map(fd, 0, 4096, true), new native.Pcm('null', 0)];
      globalThis.kept.push(new native.HwParams(globalThis.kept[1]));
    `);
    expect(ending).toEqual(WELL);
  });

  it('can call process.exit with live mappings and PCMs', () => {
    const ending = endingOf(`
      globalThis.kept = [native.map(fd, 0, 4096, true), new native.Pcm('null', 0)];
      process.on('exit', () => { globalThis.kept[1].state(); native.unmap(globalThis.kept[0]); });
      process.exit(7);
    `);
    expect(ending).toEqual({ ...WELL, status: 7 });
  });

  it('exits 1 without a signal at an uncaught exception', () => {
    const { status, signal, stderr } = endingOf(`
      globalThis.kept = [native.map(fd, 0, 4096, true), new native.Pcm('null', 0)];
      native.map(99999, 0, 4096, true);
    `);
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(stderr).toContain("code: 'EBADF'");
  });

  it('maps and unmaps ten thousand times without a leak', () => {
    const ending = endingOf(`
      const before = descriptors();
      for (let i = 0; i < 10000; i++) {
        const buffer = native.map(fd, 4096 * (i % 16), 4096, true);
        new Uint8Array(buffer)[0]++;
        assert.equal(native.unmap(buffer), true);
        assert.equal(native.unmap(buffer), false);
        if (i % 1000 === 0) await nextCycle();
      }
      assert.equal(mappings(), 0);
      assert.equal(descriptors(), before);
      await settle();
      assert.equal(native.map(fd, 0, 4096, true).byteLength, 4096);
    `);
    expect(ending).toEqual(WELL);
  });

  it('opens and closes a thousand PCMs without a leak', () => {
    const ending = endingOf(`
      const before = descriptors();
      for (let i = 0; i < 1000; i++) {
        const pcm = new native.Pcm('null', i % 2);
        new native.HwParams(pcm).install();
        pcm.close();
      }
      assert.equal(descriptors(), before);
    `);
    expect(ending).toEqual(WELL);
  });

  it('does not pass its mappings to forked children', () => {
    const ending = endingOf(`
      const held = native.map(fd, 0, 4096, true);
      const smaps = fs.readFileSync('/proc/self/smaps', 'utf8');
      assert.match(smaps.split(file)[1].match(/VmFlags:(.*)/)[1], / dc /);
      native.unmap(held);
    `);
    expect(ending).toEqual(WELL);
  });
});
