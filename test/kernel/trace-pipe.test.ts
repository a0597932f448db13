import { appendFileSync, existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TracePipe } from '../../src/why/recording/trace-pipe.js';
import { mountTracefs, PROBES, TRACEFS } from './tracefs.js';

const INSTANCE = `${TRACEFS}/instances/pipe_test`;
/** Their text is more than a thousand pages long, and some lines end with the page. */
const CALLS = 60_000;

beforeAll(() => {
  mountTracefs();
  appendFileSync(PROBES, 'p:pipe_test/access do_faccessat path=+0($arg2):ustring');
  mkdirSync(INSTANCE);
  writeFileSync(`${INSTANCE}/buffer_size_kb`, '16384');
  writeFileSync(`${INSTANCE}/events/pipe_test/access/filter`, `common_pid==${process.pid}`);
});
afterAll(() => {
  rmdirSync(INSTANCE);
  appendFileSync(PROBES, '-:pipe_test/access');
});

it('the text of a trace is read whole at once, however its lines fill pages', () => {
  const enable = `${INSTANCE}/events/pipe_test/access/enable`;
  const pipe = new TracePipe(INSTANCE);
  writeFileSync(enable, '1');
  // Regular lengths would fill each page alike.
  let random = 1;
  for (let call = 0; call < CALLS; call++) {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    existsSync(`/none/${'.'.repeat((random >>> 16) % 61)}`);
  }
  existsSync('/none/last');
  writeFileSync(enable, '0');
  const text = pipe.read();
  pipe.close();
  expect(text.match(/path="\/none\//g)).toHaveLength(CALLS + 1);
  expect(text).toContain('path="/none/last"');
});
