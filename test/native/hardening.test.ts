import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { testHardening, testWithGlibc } from './hardening.js';

describe('the addon that was built here', () => {
  const addon = fileURLToPath(new URL('../../build/Release/alsa_mmap.node', import.meta.url));
  testHardening(addon);
  testWithGlibc(addon);
});
