import { type Evidence, isMissing, type RingEvidence } from './evidence.js';
import { pipewireSettings, ringText } from './pipewire-rules.js';
import { type Derived, type Rule, type Setting, setting } from './setting.js';

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

/** Settings for PipeWire, JACK and bare ALSA, each with the figure it rests on. */
export function recommendations(evidence: Evidence): Setting[] {
  const { ring, clock, rateHz } = evidence;
  const rateText = isMissing(clock)
    ? `true rate unknown: ${clock.missing}`
    : `true rate ${clock.ppm < 0 ? '-' : '+'}${Math.abs(clock.ppm).toFixed(1)} ppm off`;
  const ofRing = (rule: Rule, value: (ring: RingEvidence) => number) =>
    setting(rule, ring, (smallest) => [value(smallest), ringText(smallest)]);
  return [
    ...pipewireSettings(evidence),
    ofRing(JACK_PERIOD, ({ periodSize }) => periodSize),
    ofRing(JACK_PERIODS, ({ periods }) => periods),
    setting(JACK_RATE, ring, () => [rateHz, rateText]),
    ofRing(PERIOD, ({ periodSize }) => periodSize),
    ofRing(BUFFER, ({ periodSize, periods }) => periodSize * periods),
    setting(AVAIL_MIN, ring, (smallest) => availMin(smallest, rateHz)),
  ];
}

function availMin(
  { periodSize, periods, lateP999Ns, maxLateNs, cycles }: RingEvidence,
  rateHz: number,
): Derived {
  if (maxLateNs === undefined) {
    return { missing: 'the driver gives no timestamps: the wake-up latency is unknown' };
  }
  const lateFrames = Math.ceil((maxLateNs * rateHz) / 1e9);
  const p999Frames = Math.ceil(((lateP999Ns ?? maxLateNs) * rateHz) / 1e9);
  const spare = periodSize * periods - lateFrames - periodSize / 4;
  return [
    Math.max(1, Math.floor(spare / periodSize)) * periodSize,
    `max of ${cycles} wake-ups ${lateFrames} frames late, p99.9 ${p999Frames} frames`,
  ];
}
