import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { HANG_MS } from './test/limits.js';

/** The examples import the library by name; tests of them run its sources, not the build. */
const source = (entry: string) => fileURLToPath(new URL(`./src/${entry}.ts`, import.meta.url));
const alias = [
  { find: /^alsa-mmap$/, replacement: source('index') },
  { find: /^alsa-mmap\/(\w+)$/, replacement: source('$1') },
];

/**
 * Tests that need mapped pages (the first two), a PCI card (the next two), or the probes of `why`,
 * which were not tried on arm64.
 */
const NOT_ON_ARM64 = [
  ...['hostile-control', 'no-system-call', 'suspend', 'unplug', 'own-xruns'],
  ...['why', 'why-causes', 'why-killed', 'why-healthy', 'why-unprivileged', 'why-usb'],
  ...['why-exporter', 'why-samples'],
].map((name) => `test/kernel/${name}.test.ts`);

/**
 * Tests that take minutes in a guest, measurements that need an idle machine, and tests of the
 * program that the simulated card also passes. `npm test` leaves them out; `npm test long` runs
 * them.
 */
const NOT_IN_BRIEF = [
  'conformance/endings',
  ...['program-trip', 'synth', 'bench', 'channels', 'check', 'clock', 'latency'].map(
    (name) => `kernel/${name}`,
  ),
  ...['closed-pipe', 'first-errors', 'full-disk', 'hostile-name', 'sound-servers'].map(
    (name) => `kernel/${name}`,
  ),
  ...[
    'hold',
    'observed-owner',
    'why-exporter',
    'why-healthy',
    'why-killed',
    'why-samples',
    'why-usb',
  ].map((name) => `kernel/${name}`),
].map((name) => `test/${name}.test.ts`);

/**
 * Tests that need a machine which is never late: the guest has one processor if its clock counts
 * instructions.
 */
const COUNTED = ['test/kernel/why-causes.test.ts'];

/** Tests that share sound cards run one after the other; an emulated guest is slow. */
const oneByOne = {
  pool: 'forks',
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
} as const;

export default defineConfig({
  // All projects have the same settings of modules, so that a guest finds them in the host's cache.
  resolve: { alias },
  test: {
    experimental: { fsModuleCache: true },
    projects: [
      {
        // On any machine.
        extends: true,
        test: {
          name: 'host',
          include: ['test/**/*.test.ts'],
          exclude: ['test/kernel/**', 'test/judge/**', 'test/long/**'],
          pool: 'forks',
          // Tests wait for streams that play in real time, so one worker more than processors. A
          // stream may be late on a busy machine: tests that were retried are listed.
          maxWorkers: availableParallelism() + 1,
          // A new process for each file would cost an eighth of the time.
          isolate: false,
          retry: 2,
          // Only a test that hangs takes that long.
          testTimeout: HANG_MS + 20_000,
          hookTimeout: HANG_MS + 20_000,
          expect: { poll: { timeout: HANG_MS } },
        },
      },
      {
        // In the guest: the conformance suite, and tests that need a kernel.
        extends: true,
        test: {
          name: 'kernel',
          include: ['test/conformance/**/*.test.ts', 'test/kernel/**/*.test.ts'],
          exclude: [
            ...(process.arch === 'arm64' ? NOT_ON_ARM64 : []),
            ...(availableParallelism() > 1 ? COUNTED : []),
            ...(process.env['ALSA_MMAP_BRIEF'] === '1' ? NOT_IN_BRIEF : []),
          ],
          isolate: false,
          // Real time in an emulated machine: a ring may overrun while the host is busy.
          retry: 2,
          ...oneByOne,
          ...(process.arch === 'arm64' && { testTimeout: 180_000 }),
        },
      },
      {
        // Outside the guest: checks of what its sound cards played; each starts its own guest.
        test: { name: 'judge', include: ['test/judge/**/*.test.ts'], ...oneByOne },
      },
      {
        // Tests that take minutes and gigabytes: `npm test long`.
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          ...oneByOne,
          testTimeout: 1_800_000,
        },
      },
    ],
  },
});
