import { BARS } from './drawbars.js';
import { BLOCK_FRAMES, NOTES, NoteBank } from './note-bank.js';

const RATE_HZ = 48_000;
const SECONDS = 10;

/** Measures the CPU cost of the maximum number of notes with every bar drawn. */
export function measureText(): string {
  const bank = new NoteBank(RATE_HZ);
  for (let bar = 0; bar < BARS; bar++) bank.drawbars.draw(bar, 1);
  for (let key = 0; key < NOTES; key++) bank.noteOn(0, 40 + key, 100);
  const mix = new Float64Array(BLOCK_FRAMES);
  const render = (seconds: number) => {
    for (let frame = 0; frame < seconds * RATE_HZ; frame += BLOCK_FRAMES) {
      bank.render(mix.fill(0), BLOCK_FRAMES);
    }
  };
  render(1);
  const { user } = process.cpuUsage();
  render(SECONDS);
  const part = (process.cpuUsage().user - user) / 1e6 / SECONDS;
  const oscillators = NOTES * BARS;
  return (
    `${oscillators} oscillators at ${RATE_HZ} Hz take ${(100 * part).toFixed(1)} % of a core, ` +
    `${((1e9 * part) / oscillators / RATE_HZ).toFixed(2)} ns a sample each: ` +
    `a core has room for ${Math.floor(oscillators / part)}`
  );
}
