import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { testHardening } from './hardening.js';

describe('the addon that was built here', () => {
  testHardening(fileURLToPath(new URL('../../build/Release/alsa_mmap.node', import.meta.url)));
});
