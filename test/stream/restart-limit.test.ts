import { describe, expect, it } from 'vitest';
import { RestartLimit } from '../../src/stream/restart-limit.js';
import { codeOf } from '../core/on-the-sim.js';

describe('RestartLimit', () => {
  it('lets a stream start again twenty times without having run, not more', () => {
    const limit = new RestartLimit('sim');
    for (let restart = 0; restart < 20; restart++) limit.countRestart();
    expect(codeOf(() => limit.countRestart())).toBe('XRUN');
  });

  it('counts anew when the stream was seen running', () => {
    const limit = new RestartLimit('sim');
    for (let restart = 0; restart < 100; restart++) {
      limit.countRestart();
      limit.reset();
    }
  });
});
