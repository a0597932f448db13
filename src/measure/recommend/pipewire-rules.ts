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
  'the frames by which hw_ptr may be behind the hardware: its block, or the most that a step is off the ' +
    'time, in steps of 32, and 0 below 32; 0 too where it is exact at interrupts and these are waited for',
);
const TSCHED = pipewire(
  'api.alsa.disable-tsched',
  'true where hw_ptr moves only at interrupts: a timer in between learns nothing',
);
const BATCH = pipewire(
  'api.alsa.disable-batch',
  'true where the driver claims BATCH and hw_ptr moves finer than by periods: the extra period is not needed',
);
const HTIMESTAMP = pipewire(
  'api.alsa.htimestamp',
  'true where no timestamp was 0, went back or was ahead of its time, and at most 1 % were old',
);
const START_DELAY = pipewire(
  'api.alsa.start-delay',
  'the frames from START until hw_ptr moves as it does later, in steps of 32, and 0 below 32',
);
const PERIOD_SIZE = pipewire(
  'api.alsa.period-size',
  'the period of the smallest ring on which a client survived',
);
const PERIOD_NUM = pipewire(
  'api.alsa.period-num',
  'as many as that ring has, where interrupts are waited for; with a timer 0, which is as many as there are',
);

/** Settings for PipeWire's ALSA nodes. */
export function pipewireSettings(evidence: Evidence): Setting[] {
  const { pointer, timestamps, startUp, ring } = evidence;
  const known = isMissing(pointer)
    ? pointer
    : pointer.granularity === 'unknown'
      ? { missing: 'hw_ptr hardly moved' }
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
          `hw_ptr lagged ${startUp.delayFrames.toFixed(0)} frames behind an even rate from START on`,
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
    `${movesText(pointer)}; off the time by ${offFrames.toFixed(1)} at most${faulty}`,
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
    `of ${count} timestamps ${zero} were 0, ${backward} went back, ${ahead} were ahead, ${old} old`,
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
  if (granularity === 'period') return `hw_ptr moves by whole periods, in ${answers} answers too`;
  const by = granularity === 'frame' ? 'by single frames' : `in blocks of ${blockFrames} frames`;
  return `hw_ptr moves ${by}, in ${answers} answers`;
}

function claimText(pointer: PointerEvidence): string {
  return `the driver ${pointer.batch ? 'claims' : 'does not claim'} BATCH; ${movesText(pointer)}`;
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
