import {
  type Evidence,
  isMissing,
  type PointerEvidence,
  type RingEvidence,
  type TimestampQuality,
} from './evidence.js';
import { type Derived, type Rule, type Setting, setting } from './setting.js';

const MIN_TIMESTAMPS = 20;
/** Share of old timestamps that a busy machine explains. */
const MAX_OLD_SHARE = 0.01;
/** Errors below this are not significant; PipeWire keeps as many frames for capture anyway. */
const EXACT_FRAMES = 32;
/** Max value that PipeWire accepts. */
const MAX_FRAMES = 8192;

const pipewire = (name: string, rule: string): Rule => ({ target: 'PipeWire', name, rule });

const HEADROOM = pipewire(
  'api.alsa.headroom',
  'max frames by which hw_ptr lags behind the hardware: its block, or the largest deviation of a ' +
    'step from the elapsed time, in steps of 32, and 0 below 32; ' +
    '0 if hw_ptr moves at interrupts only',
);
const TSCHED = pipewire(
  'api.alsa.disable-tsched',
  'true if hw_ptr moves only at interrupts, so that a timer in between reads nothing new',
);
const BATCH = pipewire(
  'api.alsa.disable-batch',
  'true if the driver sets BATCH but hw_ptr moves within a period: no extra period is needed',
);
const HTIMESTAMP = pipewire(
  'api.alsa.htimestamp',
  'true if no timestamp was 0, earlier than the one before or in the future, and at most 1 % old',
);
const START_DELAY = pipewire(
  'api.alsa.start-delay',
  'frames from START until hw_ptr moves at its normal rate, in steps of 32, and 0 below 32',
);
const PERIOD_SIZE = pipewire('api.alsa.period-size', 'period of the smallest ring without an xrun');
const PERIOD_NUM = pipewire(
  'api.alsa.period-num',
  'periods of that ring if hw_ptr moves at interrupts only; else 0, the maximum',
);

/** Settings for PipeWire's ALSA nodes. */
export function pipewireSettings({ pointer, timestamps, startUp, ring }: Evidence): Setting[] {
  const movement =
    !isMissing(pointer) && pointer.granularity === 'unknown'
      ? { missing: 'hw_ptr moved too seldom' }
      : pointer;
  return [
    setting(HEADROOM, movement, headroom),
    setting(TSCHED, movement, (known) => [atInterrupts(known), movementText(known)]),
    setting(BATCH, movement, (known) => [known.batch && !atInterrupts(known), claimText(known)]),
    setting(HTIMESTAMP, timestamps, htimestamp),
    setting(START_DELAY, startUp, ({ delayFrames }) => [
      wholeFrames(delayFrames),
      `hw_ptr lagged ${delayFrames.toFixed(0)} frames behind an even rate after START`,
    ]),
    setting(PERIOD_SIZE, ring, (smallest) => [smallest.periodSize, ringText(smallest)]),
    setting(PERIOD_NUM, isMissing(ring) ? ring : movement, (known) => [
      atInterrupts(known) && !isMissing(ring) ? ring.periods : 0,
      movementText(known),
    ]),
  ];
}

function headroom(pointer: PointerEvidence): Derived {
  const { granularity, blockFrames, offFrames, faults } = pointer;
  if (atInterrupts(pointer)) return [0, movementText(pointer)];
  const block = granularity === 'block' ? blockFrames : 0;
  const faulty = faults === 0 ? '' : `; ${faults} faults: see bench pointer`;
  return [
    wholeFrames(Math.max(block, offFrames)),
    `${movementText(pointer)}; up to ${offFrames.toFixed(1)} frames off the elapsed time${faulty}`,
  ];
}

function htimestamp({ count, zero, backward, ahead, old }: TimestampQuality): Derived {
  if (count < MIN_TIMESTAMPS) return { missing: `only ${count} timestamps were seen` };
  return [
    zero + backward + ahead === 0 && old <= MAX_OLD_SHARE * count,
    `of ${count} timestamps ${zero} were 0, ${backward} backward, ${ahead} in the future, ` +
      `${old} old`,
  ];
}

function wholeFrames(frames: number): number {
  if (frames < EXACT_FRAMES) return 0;
  return Math.min(MAX_FRAMES, Math.ceil(frames / EXACT_FRAMES) * EXACT_FRAMES);
}

function atInterrupts({ granularity }: PointerEvidence): boolean {
  return granularity === 'period';
}

function movementText(pointer: PointerEvidence): string {
  const { granularity, blockFrames, exactBlocks, answers } = pointer;
  if (granularity === 'period') return `hw_ptr moves by whole periods, also in ${answers} queries`;
  const block = `in blocks of ${exactBlocks ? '' : 'up to '}${blockFrames} frames`;
  const by = granularity === 'frame' ? 'by single frames' : block;
  return `hw_ptr moves ${by}, in ${answers} queries`;
}

function claimText(pointer: PointerEvidence): string {
  return `the driver ${pointer.batch ? 'sets' : 'does not set'} BATCH; ${movementText(pointer)}`;
}

/** Outcome and duration of a run on a ring. */
export function ringText({ periodSize, periods, seconds, cycles }: RingEvidence): string {
  return `${periodSize} x ${periods}: ${seconds.toFixed(1)} s, ${cycles} wake-ups, without an xrun`;
}
