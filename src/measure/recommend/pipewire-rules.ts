import {
  type Evidence,
  isMissing,
  type PointerEvidence,
  type TimestampQuality,
} from './evidence.js';
import { missingSetting, type Rule, type Setting, setting } from './setting.js';

const FEWEST_STAMPS = 20;
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
export function pipewireSettings(evidence: Evidence): Setting[] {
  const { pointer, timestamps, startUp, ring } = evidence;
  const known = isMissing(pointer)
    ? pointer
    : pointer.granularity === 'unknown'
      ? { missing: 'hw_ptr moved too seldom' }
      : pointer;
  const byPointer = (rule: Rule, of: (pointer: PointerEvidence) => Setting) =>
    isMissing(known) ? missingSetting(rule, known.missing) : of(known);
  return [
    byPointer(HEADROOM, headroom),
    byPointer(TSCHED, (found) => setting(TSCHED, atInterrupts(found), movesText(found))),
    byPointer(BATCH, (found) =>
      setting(BATCH, found.batch && !atInterrupts(found), claimText(found)),
    ),
    isMissing(timestamps) ? missingSetting(HTIMESTAMP, timestamps.missing) : htimestamp(timestamps),
    isMissing(startUp)
      ? missingSetting(START_DELAY, startUp.missing)
      : setting(
          START_DELAY,
          wholeFrames(startUp.delayFrames),
          `hw_ptr lagged ${startUp.delayFrames.toFixed(0)} frames behind an even rate after START`,
        ),
    ...(isMissing(ring)
      ? [PERIOD_SIZE, PERIOD_NUM].map((rule) => missingSetting(rule, ring.missing))
      : [
          setting(PERIOD_SIZE, ring.periodSize, ringText(ring)),
          byPointer(PERIOD_NUM, (found) =>
            setting(PERIOD_NUM, atInterrupts(found) ? ring.periods : 0, movesText(found)),
          ),
        ]),
  ];
}

function headroom(pointer: PointerEvidence): Setting {
  const { granularity, blockFrames, offFrames, faults } = pointer;
  if (atInterrupts(pointer)) return setting(HEADROOM, 0, movesText(pointer));
  const block = granularity === 'block' ? blockFrames : 0;
  const faulty = faults === 0 ? '' : `; ${faults} faults: see bench pointer`;
  return setting(
    HEADROOM,
    wholeFrames(Math.max(block, offFrames)),
    `${movesText(pointer)}; at most ${offFrames.toFixed(1)} frames off the elapsed time${faulty}`,
  );
}

function htimestamp(stamps: TimestampQuality): Setting {
  const { count, zero, backward, ahead, old } = stamps;
  if (count < FEWEST_STAMPS)
    return missingSetting(HTIMESTAMP, `only ${count} timestamps were seen`);
  const good = zero + backward + ahead === 0 && old <= MAX_OLD_SHARE * count;
  return setting(
    HTIMESTAMP,
    good,
    `of ${count} timestamps ${zero} were 0, ${backward} backward, ${ahead} in the future, ` +
      `${old} old`,
  );
}

function wholeFrames(frames: number): number {
  if (frames < EXACT_FRAMES) return 0;
  return Math.min(MAX_FRAMES, Math.ceil(frames / EXACT_FRAMES) * EXACT_FRAMES);
}

function atInterrupts({ granularity }: PointerEvidence): boolean {
  return granularity === 'period';
}

function movesText({ granularity, blockFrames, answers }: PointerEvidence): string {
  if (granularity === 'period') return `hw_ptr moves by whole periods, also in ${answers} queries`;
  const by = granularity === 'frame' ? 'by single frames' : `in blocks of ${blockFrames} frames`;
  return `hw_ptr moves ${by}, in ${answers} queries`;
}

function claimText(pointer: PointerEvidence): string {
  return `the driver ${pointer.batch ? 'sets' : 'does not set'} BATCH; ${movesText(pointer)}`;
}

/** Outcome and duration of a run on a ring. */
export function ringText({
  periodSize,
  periods,
  seconds,
  cycles,
}: {
  readonly periodSize: number;
  readonly periods: number;
  readonly seconds: number;
  readonly cycles: number;
}): string {
  return `${periodSize} x ${periods}: ${seconds.toFixed(1)} s, ${cycles} wake-ups, without an xrun`;
}
