import { describe, expect, it } from 'vitest';
import { endingOf, WELL } from './addon.js';

const SLOW = 60_000;

describe('workers', () => {
  it('can load the addon concurrently', { timeout: SLOW }, () => {
    const ending = endingOf(`
      const body = \`
        for (let i = 0; i < 300; i++) {
          const buffer = native.map(workerData.fd, 0, 4096, true);
          Atomics.add(new Int32Array(buffer), 0, 1);
          native.unmap(buffer);
          const pcm = new native.Pcm('null', 0);
          new native.HwParams(pcm).install();
          pcm.close();
          try { new native.Pcm('hw:31', 0); } catch {}
        }
      \`;
      const codes = await Promise.all([1, 2, 3, 4].map(() => ended(worker(body))));
      assert.deepEqual(codes, [0, 0, 0, 0]);
      assert.equal(fs.readFileSync(file).readInt32LE(0), 1200);
      assert.equal(mappings(), 0);
    `);
    expect(ending).toEqual(WELL);
  });

  it('free their resources when they end', { timeout: SLOW }, () => {
    const ending = endingOf(`
      const before = descriptors();
      const code = await ended(worker(\`
        globalThis.kept = [native.map(workerData.fd, 0, 4096, true), new native.Pcm('null', 0)];
        globalThis.kept.push(new native.HwParams(globalThis.kept[1]));
      \`));
      await settle();
      assert.deepEqual([code, mappings(), descriptors()], [0, 0, before]);
    `);
    expect(ending).toEqual(WELL);
  });

  it('can be terminated in a loop over a mapping', { timeout: SLOW }, () => {
    const ending = endingOf(`
      const before = descriptors();
      for (let i = 0; i < 10; i++) {
        const w = worker(\`
          const words = new Int32Array(native.map(workerData.fd, 0, 4096, true));
          globalThis.pcm = new native.Pcm('null', 0);
          parentPort.postMessage('looping');
          for (;;) words[1] = words[0] + 1;
        \`);
        await message(w);
        assert.equal(mappings(), 1);
        await w.terminate();
        await settle();
        assert.deepEqual([mappings(), descriptors()], [0, before]);
      }
    `);
    expect(ending).toEqual(WELL);
  });

  it('can be terminated at any point of a call', { timeout: SLOW }, () => {
    const ending = endingOf(`
      const before = descriptors();
      const bodies = [
        'native.map(99999, 0, 4096, true)',
        'native.unmap(native.map(workerData.fd, 0, 4096, true))',
        'globalThis.held = native.map(workerData.fd, 0, 4096, true)',
        'new native.Pcm("null", 0)',
        'new native.Pcm("null", 0).close()',
        'new native.HwParams(new native.Pcm("null", 0)).install()',
        'native.syncPtr(workerData.fd, new ArrayBuffer(136))',
        'native.poll(workerData.fd, 1, 1)',
        'native.map("x")',
        'native.affinity()',
        'native.scheduler()',
        'const pcm = new native.Pcm("null", 0); new native.HwParams(pcm).install(); pcm.info(); ' +
          'pcm.swParams({ availMin: 5n })',
        'new native.Sequencer("x")',
      ];
      for (let i = 0; i < 60; i++) {
        const w = worker(\`
          parentPort.postMessage('looping');
          for (;;) try { \${bodies[i % bodies.length]} } catch {}
        \`);
        await message(w);
        await new Promise((resolve) => setTimeout(resolve, i % 7));
        await w.terminate();
        await settle();
      }
      assert.deepEqual([mappings(), descriptors()], [0, before]);
    `);
    expect(ending).toEqual(WELL);
  });
});
