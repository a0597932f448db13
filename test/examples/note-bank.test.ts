import { describe, expect, it } from 'vitest';
import { BARS, FEET, FIRST_DRAWN } from '../../examples/synth/drawbars.js';
import { BLOCK_FRAMES, NOTES, NoteBank } from '../../examples/synth/note-bank.js';
import { fitSine } from '../../src/audio/sine-fit.js';

const RATE_HZ = 48_000;
const A4 = 69;

function render(bank: NoteBank, frames: number): Float64Array {
  const heard = new Float64Array(frames);
  for (let from = 0; from < frames; from += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, frames - from);
    bank.render(heard.subarray(from, from + count), count);
  }
  return heard;
}

/** Creates a bank with one bar fully drawn. */
function bankOf(drawnBar: number): NoteBank {
  const bank = new NoteBank(RATE_HZ);
  for (let bar = 0; bar < BARS; bar++) bank.drawbars.draw(bar, bar === drawnBar ? 1 : 0);
  render(bank, RATE_HZ / 50);
  return bank;
}

/** The largest second difference: of a sine a * (2 pi f / rate)^2, of a jump the jump itself. */
function roughness(samples: Float64Array): number {
  let most = 0;
  for (let frame = 2; frame < samples.length; frame++) {
    const bend = samples[frame]! - 2 * samples[frame - 1]! + samples[frame - 2]!;
    most = Math.max(most, Math.abs(bend));
  }
  return most;
}

describe('a note', () => {
  it.each(FEET.map((feet, bar) => [feet, bar] as const))(
    "of the %f' bar alone has that pipe's pitch, at the velocity's level, with no DC",
    (feet, bar) => {
      const bank = bankOf(bar);
      bank.noteOn(0, A4, 100);
      render(bank, 480);
      const fit = fitSine(render(bank, 9600), RATE_HZ);
      expect(fit.freqHz).toBeCloseTo((440 * 8) / feet, 6);
      expect(fit.amplitude).toBeCloseTo((100 + 64) / 2048, 9);
      expect(fit.dc).toBeCloseTo(0, 9);
      expect(fit.residualRms).toBeLessThan(1e-9);
    },
  );

  it('has the pitch of its key, by equal temperament', () => {
    const bank = bankOf(2);
    bank.noteOn(0, 60, 64);
    render(bank, 480);
    expect(fitSine(render(bank, 9600), RATE_HZ).freqHz).toBeCloseTo(261.625565, 5);
  });

  it('that is too high for the rate sounds octaves lower and never aliases', () => {
    const bank = bankOf(8);
    bank.noteOn(0, 127, 64);
    render(bank, 480);
    const keyHz = 440 * 2 ** ((127 - 69) / 12);
    expect(fitSine(render(bank, 4800), RATE_HZ).freqHz).toBeCloseTo(keyHz, 5);
  });

  it('keeps its pitch and its level for ten minutes', () => {
    const bank = bankOf(2);
    bank.noteOn(0, A4, 127);
    render(bank, 600 * RATE_HZ);
    const fit = fitSine(render(bank, 9600), RATE_HZ);
    expect(fit.freqHz).toBeCloseTo(440, 6);
    expect(fit.amplitude).toBeCloseTo((127 + 64) / 2048, 9);
  });

  it('ends soon after its release and is silent then', () => {
    const bank = new NoteBank(RATE_HZ);
    bank.noteOn(0, A4, 100);
    render(bank, 4800);
    bank.noteOff(0, A4);
    render(bank, 480);
    expect(bank.sounding).toBe(0);
    expect(render(bank, 4800).every((sample) => sample === 0)).toBe(true);
  });

  it('that is fading ignores a second release', () => {
    const bank = new NoteBank(RATE_HZ);
    bank.noteOn(0, A4, 100);
    render(bank, 4800);
    bank.noteOff(0, A4);
    render(bank, 200);
    bank.noteOff(0, A4);
    bank.allOff();
    render(bank, 45);
    expect(bank.sounding).toBe(0);
  });

  it('is released by a note-on of velocity 0', () => {
    const bank = new NoteBank(RATE_HZ);
    bank.noteOn(3, A4, 100);
    bank.noteOn(3, A4, 0);
    render(bank, 480);
    expect(bank.sounding).toBe(0);
  });

  it('is released on its own channel only', () => {
    const bank = new NoteBank(RATE_HZ);
    bank.noteOn(0, A4, 100);
    bank.noteOff(1, A4);
    render(bank, 480);
    expect(bank.sounding).toBe(1);
  });
});

describe('the output', () => {
  it('begins and ends without a click', () => {
    const bank = bankOf(2);
    const steady = ((100 + 64) / 2048) * ((2 * Math.PI * 440) / RATE_HZ) ** 2;
    bank.noteOn(0, A4, 100);
    const begin = render(bank, 4837);
    bank.noteOff(0, A4);
    const end = render(bank, 480);
    const heard = Float64Array.from([0, 0, ...begin, ...end, 0, 0]);
    // A jump to the level would be 0.08; the ramp adds its slope times the sine's.
    expect(roughness(heard)).toBeLessThan(steady + 0.0005);
  });

  it('changes by at most 0.002 per frame if only the level changes', () => {
    const bank = bankOf(0);
    bank.noteOn(0, 0, 127);
    const heard = render(bank, 4800);
    const slope = (2 * Math.PI * 4.09) / RATE_HZ;
    for (let frame = 1; frame < heard.length; frame++) {
      const change = Math.abs(heard[frame]! - heard[frame - 1]!);
      expect(change).toBeLessThan(0.002 + slope);
    }
  });

  it('has no click when a bar moves', () => {
    const bank = bankOf(2);
    bank.noteOn(0, A4, 100);
    render(bank, 480);
    bank.drawbars.draw(2, 0);
    const pushed = render(bank, 960);
    bank.drawbars.draw(2, 1);
    const drawn = render(bank, 960);
    const heard = Float64Array.from([...pushed, ...drawn]);
    expect(pushed.at(-1)).toBe(0);
    expect(roughness(heard)).toBeLessThan(0.0006);
    expect(fitSine(render(bank, 4800), RATE_HZ).amplitude).toBeCloseTo((100 + 64) / 2048, 9);
  });
});

describe('more notes than there are oscillators for', () => {
  it('replace the oldest, and the newest are heard', () => {
    const bank = bankOf(2);
    for (let key = 20; key < 20 + NOTES + 5; key++) bank.noteOn(0, key, 64);
    expect(bank.sounding).toBe(NOTES);
    for (let key = 20; key < 20 + NOTES + 4; key++) bank.noteOff(0, key);
    render(bank, 960);
    expect(bank.sounding).toBe(1);
    const newest = 20 + NOTES + 4;
    const fit = fitSine(render(bank, 9600), RATE_HZ);
    expect(fit.freqHz).toBeCloseTo(440 * 2 ** ((newest - A4) / 12), 5);
  });

  it('keep the second oldest', () => {
    const bank = bankOf(2);
    for (let key = 20; key <= 20 + NOTES; key++) bank.noteOn(0, key, 64);
    for (let key = 22; key <= 20 + NOTES; key++) bank.noteOff(0, key);
    render(bank, 960);
    expect(bank.sounding).toBe(1);
    const fit = fitSine(render(bank, 48_000), RATE_HZ);
    expect(fit.freqHz).toBeCloseTo(440 * 2 ** ((21 - A4) / 12), 5);
  });

  it('replace a fading note before a held one', () => {
    const bank = bankOf(2);
    for (let key = 20; key < 20 + NOTES; key++) bank.noteOn(0, key, 64);
    bank.noteOff(0, 25);
    bank.noteOn(0, 100, 64);
    for (let key = 20; key < 20 + NOTES; key++) bank.noteOff(0, key);
    expect(bank.sounding).toBe(NOTES);
    bank.noteOff(0, 100);
    render(bank, 960);
    expect(bank.sounding).toBe(0);
  });

  it('replace it without a click', () => {
    const bank = bankOf(2);
    for (let key = 20; key < 20 + NOTES; key++) bank.noteOn(0, key, key === 20 ? 127 : 1);
    const before = render(bank, 1000);
    bank.noteOn(0, 48, 127);
    const after = render(bank, 1000);
    const joint = Float64Array.from([...before.slice(-50), ...after.slice(0, 50)]);
    // 28 quiet sines, the highest of 250 Hz.
    expect(roughness(joint)).toBeLessThan(0.002);
  });

  it('never exceed the limits for any notes', () => {
    const bank = new NoteBank(RATE_HZ);
    let random = 1;
    for (let turn = 0; turn < 5000; turn++) {
      random = (random * 48_271) % 2_147_483_647;
      bank.noteOn(random % 16, (random >> 4) % 128, (random >> 11) % 128);
      const heard = render(bank, 16);
      expect(bank.sounding).toBeLessThanOrEqual(NOTES);
      expect(heard.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('the controllers', () => {
  it.each([
    [1, 0],
    [74, 1],
    [71, 2],
    [73, 3],
    [75, 4],
    [72, 5],
    [91, 6],
    [93, 7],
    [10, 8],
  ])('%i draws bar %i by value / 255', (controller, bar) => {
    const { drawbars } = new NoteBank(RATE_HZ);
    expect(drawbars.drawn[bar]).toBe(FIRST_DRAWN[bar]);
    expect(drawbars.control(controller, 127)).toBe(true);
    for (let block = 0; block < 8; block++) drawbars.move(BLOCK_FRAMES);
    expect(drawbars.drawn[bar]).toBeCloseTo(127 / 255, 12);
    const others = [...drawbars.drawn].filter((_, other) => other !== bar);
    expect(others).toEqual(FIRST_DRAWN.filter((_, other) => other !== bar));
  });

  it('without a bar have no effect', () => {
    const { drawbars } = new NoteBank(RATE_HZ);
    expect(drawbars.control(7, 127)).toBe(false);
    drawbars.move(4800);
    expect([...drawbars.drawn]).toEqual([...FIRST_DRAWN]);
  });
});
