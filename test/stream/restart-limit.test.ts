import { describe, expect, it } from 'vitest';
import { RestartLimit } from '../../src/stream/restart-limit.js';
import { codeOf } from '../core/on-the-sim.js';

describe('RestartLimit', () => {
  it('allows 20 restarts without a run', () => {
    const limit = new RestartLimit('sim');
    for (let restart = 0; restart < 20; restart++) limit.countRestart();
    expect(codeOf(() => limit.countRestart())).toBe('XRUN');
  });

  it('restarts its count after a run', () => {
    const limit = new RestartLimit('sim');
    for (let restart = 0; restart < 100; restart++) {
      limit.countRestart();
      limit.reset();
    }
  });
});
