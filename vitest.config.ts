import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The examples use the library by its name; the tests want it as it is now, not as it was built. */
const source = (entry: string) => fileURLToPath(new URL(`./src/${entry}.ts`, import.meta.url));
const alias = [
  { find: /^alsa-mmap$/, replacement: source('index') },
  { find: /^alsa-mmap\/(\w+)$/, replacement: source('$1') },
];

/** What only pages that are shared can show, and what takes a PCI card: of neither has arm64 any. */
const NOT_ON_ARM64 = ['hostile-control', 'no-system-call', 'suspend', 'unplug'].map(
  (name) => `test/kernel/${name}.test.ts`,
);

/**
 * What takes minutes where processors are emulated: some forty processes, ended at each stage of a stream's life; what
 * others show in less time; and what a guest shows surely only where nothing else runs: costs, wake-ups, rates, a
 * driver's verdicts. Of what is left the tests of many cards take but two (`briefly`).
 */
const NOT_IN_BRIEF = [
  'conformance/endings',
  ...['program-trip', 'synth', 'bench', 'check', 'clock', 'latency'].map(
    (name) => `kernel/${name}`,
  ),
].map((name) => `test/${name}.test.ts`);

/** Tests that share sound cards run one file after the other, and slowly: the guest is emulated. */
const oneByOne = {
  pool: 'forks',
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        // On any machine.
        resolve: { alias },
        test: {
          name: 'host',
          include: ['test/**/*.test.ts'],
          exclude: ['test/kernel/**', 'test/judge/**', 'test/long/**'],
          pool: 'forks',
          // Half of the time they wait, for streams that play in real time; and such a stream may be late
          // where the other half takes all processors. What was tried again is told.
          maxWorkers: availableParallelism(),
          // Two hundred new processes cost as much as an eighth of the tests.
          isolate: false,
          retry: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Inside the guest: the suite that the built-in card passes, and what only a kernel can show.
        test: {
          name: 'kernel',
          include: ['test/conformance/**/*.test.ts', 'test/kernel/**/*.test.ts'],
          exclude: [
            ...(process.arch === 'arm64' ? NOT_ON_ARM64 : []),
            ...(process.env['ALSA_MMAP_BRIEF'] === '1' ? NOT_IN_BRIEF : []),
          ],
          isolate: false,
          // Real time in an emulated machine: a ring may run over while the host is busy.
          retry: 2,
          ...oneByOne,
          ...(process.arch === 'arm64' && { testTimeout: 180_000 }),
        },
      },
      {
        // Outside the guest: what its sound cards played, and what takes a guest of its own.
        test: { name: 'judge', include: ['test/judge/**/*.test.ts'], ...oneByOne },
      },
      {
        // What takes minutes and gigabytes: by `npm test long` alone.
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
