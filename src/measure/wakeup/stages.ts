import {
  type TimestampKind,
  timestampKind,
  type WakeupParams,
  type WakeupSamples,
} from './samples.js';

/**
 * Durations of the parts of a cycle, in nanoseconds; undefined if the device does not show them.
 */
interface StageNs {
  /**
   * From the end of a period to the kernel's read of the pointer, by the frames it had passed by
   * then.
   */
  readonly interrupt: Float64Array | undefined;
  /** From the kernel's read of the pointer to the return of poll(2). */
  readonly poll: Float64Array | undefined;
  /** From there until the ring is filled, or read. */
  readonly data: Float64Array;
  /** From there until the commit. */
  readonly commit: Float64Array;
  /** From the kernel's read to the commit. */
  readonly whole: Float64Array | undefined;
}

interface WakeupStages {
  readonly timestamps: TimestampKind;
  readonly ns: StageNs;
  /** Headroom just before each commit. */
  readonly headroomFrames: Float64Array;
}

/** Computes the parts of each cycle from its times. */
export function wakeupStages(samples: WakeupSamples, params: WakeupParams): WakeupStages {
  const { stampNs, dueNs, wokenNs, readyNs, committedNs, passedFrames, headroomFrames } = samples;
  const timestamps = timestampKind(samples, params);
  const framesPerNs = params.rateHz / 1e9;
  const sinceDue = (endNs: Float64Array) =>
    timestamps === 'monotonic'
      ? endNs.map((ns, cycle) => ns - dueNs[cycle]!).filter((_, cycle) => stampNs[cycle]! > 0)
      : undefined;
  const isFine = passedFrames.some((frames) => frames > 0);
  return {
    timestamps,
    ns: {
      interrupt: isFine ? passedFrames.map((frames) => frames / framesPerNs) : undefined,
      poll: sinceDue(wokenNs),
      data: readyNs.map((ns, cycle) => ns - wokenNs[cycle]!),
      commit: committedNs.map((ns, cycle) => ns - readyNs[cycle]!),
      whole: sinceDue(committedNs),
    },
    headroomFrames:
      timestamps === 'other clock' || timestamps === 'implausible'
        ? // The time since such a timestamp is unknown; the time since the return of poll is known.
          headroomFrames.map(
            (frames, cycle) => frames + (wokenNs[cycle]! - stampNs[cycle]!) * framesPerNs,
          )
        : headroomFrames,
  };
}
