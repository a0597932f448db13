import { describe, expect, it } from 'vitest';
import { repetitions } from '../brief.js';
import { endingOf, native, WELL } from './addon.js';
import { UNPRIVILEGED } from './unprivileged.js';

const SLOW = 60_000;
const ROUNDS = String(repetitions(1000, 3000));

/**
 * Source for a child: values of every type in JavaScript, and `attack`, which calls an export with
 * random ones. A call may return or throw an Error; it must not raise a signal.
 */
const ATTACK = `
  const detached = new ArrayBuffer(4096);
  structuredClone(detached, { transfer: [detached] });
  const unmapped = native.map(fd, 0, 4096, true);
  native.unmap(unmapped);
  const closed = new native.Pcm('null', 0);
  closed.close();
  const open = new native.Pcm('null', 0);
  const spaceOfClosed = (() => {
    const pcm = new native.Pcm('null', 1);
    const space = new native.HwParams(pcm);
    pcm.close();
    return space;
  })();
  const numbers = [
    0, -0, 1, 2, 3, 7, 8, 64, 255, 4095, 4096, 65536, -1, -4096, 0.5, 1e-300, NaN, Infinity,
    -Infinity, 2 ** 15, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, -(2 ** 53), 2 ** 63,
    1e300, fd, 99999,
  ];
  const memory = [
    () => detached, () => unmapped, () => new ArrayBuffer(0), () => new ArrayBuffer(7),
    () => new ArrayBuffer(136), () => new ArrayBuffer(608),
    () => new ArrayBuffer(8, { maxByteLength: 64 }), () => new SharedArrayBuffer(608),
    () => new Uint8Array(0), () => new Uint8Array(608), () => new Uint8Array(16).subarray(5),
    () => new Uint8Array(new SharedArrayBuffer(64)),
    () => new Uint8Array(new ArrayBuffer(8, { maxByteLength: 64 })),
    () => new Int32Array(0), () => new Int32Array(9), () => new Float64Array(4),
    () => Buffer.from('ring'), () => new DataView(new ArrayBuffer(8)),
    () => new Uint8Array(native.map(fd, 4096, 4096, true)),
    () => {
      const buffer = native.map(fd, 0, 4096, false);
      readOnly.add(buffer);
      return buffer;
    },
  ];
  const readOnly = new WeakSet();
  // These store by themselves: into a read-only mapping that is a SIGSEGV (native/mapping.h).
  const STORES = new Set(['htimestamp', 'pollWithTimestamp']);
  const others = () => [
    undefined, null, true, false, 0n, -1n, 2n ** 64n, 2n ** 200n, '', 'rate', 'format',
    'bufferSize', 'null', 'hw:31', 'a\\0b', '\\ud800', '}{', 'x'.repeat(70000), Symbol('s'),
    Symbol.iterator, {}, [], () => {}, class {}, new Map(), Object.create(null),
    new Proxy({}, {}), new Proxy([], {}), new Proxy(open, {}), new Date(NaN), /x/,
    Promise.resolve(), { availMin: 1n, stopThreshold: 2n ** 64n - 1n },
    { tstampType: 2, tstampEnable: true }, { silenceSize: 1 },
    { get availMin() { throw new Error('no'); } },
    { get availMin() { open.state(); globalThis.gc?.(); return 5n; } },
    closed, open, spaceOfClosed, native, native.Pcm, native.Pcm.prototype,
    Object.create(native.Pcm.prototype), globalThis,
  ];
  let state = SEED;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const any = () => {
    const kind = random(3);
    if (kind === 0) return numbers[random(numbers.length)];
    if (kind === 1) return memory[random(memory.length)]();
    const values = others();
    return values[random(values.length)];
  };
  let returned = 0;
  let threw = 0;
  const attack = (name, target, self, construct) => {
    const words = Array.from({ length: random(5) }, any);
    if (STORES.has(name)) words.forEach((word, i) => readOnly.has(word) && delete words[i]);
    // No long waits and no long loops.
    if (name === 'poll' && typeof words[2] === 'number') words[2] = random(2);
    if (name === 'timeVolatileReads' && typeof words[2] === 'number') words[2] %= 1000;
    try {
      construct ? Reflect.construct(target, words) : Reflect.apply(target, self, words);
      returned++;
    } catch (error) {
      assert.ok(error instanceof Error, name + ' threw a value that is not an Error');
      threw++;
    }
  };
`;

/** Runs `body` in a child with `attack` defined; a seed gives the same values each time. */
function endingOfAttack(body: string, seed = 1) {
  const source = `${ATTACK.replace('SEED', String(seed))}${body}
    assert.ok(threw > 0 && returned + threw === ROUNDS);`;
  const flags = ['--expose-gc', '--no-warnings'];
  return endingOf(source.replaceAll('ROUNDS', ROUNDS), flags, UNPRIVILEGED);
}

const functions = Object.entries(native)
  .filter(([, value]) => typeof value === 'function')
  .map(([name]) => name)
  // It accepts any arguments.
  .filter((name) => name !== 'emptyCall');
const classes = ['Pcm', 'HwParams', 'Sequencer'] as const;
/** Exports without parameters. */
const WITHOUT_PARAMETERS = new Set([
  'scheduler',
  'affinity',
  'lockableBytes',
  'lockMemory',
  'unlockMemory',
]);

describe.concurrent('random arguments never raise a signal', () => {
  it('in any export: at least 20 are attacked', () => {
    expect(functions.length).toBeGreaterThanOrEqual(20);
  });

  it.each(functions.filter((name) => !WITHOUT_PARAMETERS.has(name)))(
    'in %s',
    { timeout: SLOW },
    (name) => {
      const construct = (classes as readonly string[]).includes(name);
      const ending = endingOfAttack(`
      for (let i = 0; i < ROUNDS; i++) {
        attack('${name}', native.${name}, undefined, ${construct});
        if (i % 500 === 0) await settle();
      }`);
      expect(ending).toEqual(WELL);
    },
  );

  it.each(classes.slice(0, 2))('in the methods of %s, on any object', { timeout: SLOW }, (name) => {
    const ending = endingOfAttack(`
      const { prototype } = native.${name};
      const names = Object.getOwnPropertyNames(prototype).filter((key) => key !== 'constructor');
      for (let i = 0; i < ROUNDS; i++) {
        const pcm = new native.Pcm('null', random(2));
        const space = new native.HwParams(pcm);
        if (random(2)) space.install();
        const selves = ['${name}' === 'Pcm' ? pcm : space, pcm, closed, spaceOfClosed, any()];
        const method = names[random(names.length)];
        attack(method, prototype[method], selves[random(4) ? 0 : random(selves.length)]);
        pcm.close();
        if (i % 500 === 0) await settle();
      }`);
    expect(ending).toEqual(WELL);
  });

  it('in any method, in sequence on the same objects', { timeout: SLOW }, () => {
    const ending = endingOfAttack(
      `
      let pcm = new native.Pcm('null', 0);
      let space = new native.HwParams(pcm);
      const methods = ['Pcm', 'HwParams'].flatMap((of) =>
        Object.getOwnPropertyNames(native[of].prototype)
          .filter((name) => name !== 'constructor')
          .map((name) => [of, name]));
      for (let i = 0; i < ROUNDS; i++) {
        const [of, name] = methods[random(methods.length)];
        attack(name, native[of].prototype[name], of === 'Pcm' ? pcm : space);
        if (i % 20 === 0) {
          pcm = new native.Pcm('null', random(2));
          space = new native.HwParams(pcm);
        }
        if (i % 500 === 0) await settle();
      }`,
      2,
    );
    expect(ending).toEqual(WELL);
  });
});
