import { type Evidence, isMissing, type RingEvidence } from './evidence.js';
import { ringText } from './pipewire-rules.js';
import { missingSetting, type Rule, type Setting, setting } from './setting.js';

const JACK_PERIOD: Rule = {
  target: 'JACK',
  name: '-p',
  rule: 'period of the smallest ring without an xrun',
};
const JACK_PERIODS: Rule = { target: 'JACK', name: '-n', rule: 'periods of that ring' };
const JACK_RATE: Rule = { target: 'JACK', name: '-r', rule: 'rate of that run' };
const PERIOD: Rule = { ...JACK_PERIOD, target: 'ALSA', name: 'period_size' };
const BUFFER: Rule = { target: 'ALSA', name: 'buffer_size', rule: 'size of that ring' };
const AVAIL_MIN: Rule = {
  target: 'ALSA',
  name: 'avail_min',
  rule:
    'whole periods that leave room for the latest wake-up and a quarter of a period; ' +
    'at least one',
};

/** Options for JACK. */
export function jackSettings({ ring, clock, rateHz }: Evidence): Setting[] {
  const rate = isMissing(clock)
    ? `true rate unknown: ${clock.missing}`
    : `true rate ${clock.ppm < 0 ? '-' : '+'}${Math.abs(clock.ppm).toFixed(1)} ppm off`;
  return [
    ...bySmallest(ring, [JACK_PERIOD, ({ periodSize }) => periodSize]),
    ...bySmallest(ring, [JACK_PERIODS, ({ periods }) => periods]),
    isMissing(ring) ? missingSetting(JACK_RATE, ring.missing) : setting(JACK_RATE, rateHz, rate),
  ];
}

/** Parameters for a program on bare ALSA. */
export function alsaSettings({ ring, rateHz }: Evidence): Setting[] {
  return [
    ...bySmallest(ring, [PERIOD, ({ periodSize }) => periodSize]),
    ...bySmallest(ring, [BUFFER, ({ periodSize, periods }) => periodSize * periods]),
    isMissing(ring) ? missingSetting(AVAIL_MIN, ring.missing) : availMin(ring, rateHz),
  ];
}

function availMin(
  { periodSize, periods, lateP999Ns, maxLateNs, cycles }: RingEvidence,
  rateHz: number,
): Setting {
  if (maxLateNs === undefined) {
    return missingSetting(
      AVAIL_MIN,
      'the driver gives no timestamps: the wake-up latency is unknown',
    );
  }
  const lateFrames = Math.ceil((maxLateNs * rateHz) / 1e9);
  const p999Frames = Math.ceil(((lateP999Ns ?? maxLateNs) * rateHz) / 1e9);
  const spare = periodSize * periods - lateFrames - periodSize / 4;
  const whole = Math.max(1, Math.floor(spare / periodSize));
  return setting(
    AVAIL_MIN,
    whole * periodSize,
    `max of ${cycles} wake-ups ${lateFrames} frames late, p99.9 ${p999Frames} frames`,
  );
}

function bySmallest(
  ring: Evidence['ring'],
  [rule, value]: readonly [Rule, (ring: RingEvidence) => number],
): Setting[] {
  return [
    isMissing(ring)
      ? missingSetting(rule, ring.missing)
      : setting(rule, value(ring), ringText(ring)),
  ];
}
