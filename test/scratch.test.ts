import { expect, it } from 'vitest';
import { MmapPlayback } from '../src/core/mmap-playback.js';
import { MmapCapture } from '../src/core/mmap-capture.js';
import { Snapshot } from '../src/core/snapshot.js';
import { ManualTime } from '../src/sim/time.js';
import { openSim } from '../src/sim/card.js';
it('plays', () => {
  const time = new ManualTime();
  const d = openSim('sim:WRAP=2,HEARD=/tmp/heard.wav', { direction: 'playback' }, time);
  const io = new MmapPlayback(d);
  console.log(d.params, io.snapshot(new Snapshot()));
  let n = 0;
  const it = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: (n++ % 2000) }) }) } as any;
  io.write(it); d.start();
  for (let i = 0; i < 30; i++) { d.wait(1000); io.write(it); }
  console.log(io.snapshot(new Snapshot()));
  d.drain();
  while (io.state() === 5) time.advance(1e7);
  console.log(io.snapshot(new Snapshot()));
  io.close(); d.close();
  expect(() => io.hwPtr()).toThrow('closed');
});
it('records real time', () => {
  const d = openSim('sim', { direction: 'capture' });
  const io = new MmapCapture(d);
  const t0=Date.now();
  d.start();
  console.log('start took', Date.now()-t0);
  let n = 0;
  for (let i = 0; i < 10; i++) { d.wait(1000); for (const s of io) n++; console.log(Date.now()-t0, n, io.snapshot(new Snapshot()).hwPtr); }
  io.close(); d.close();
});
