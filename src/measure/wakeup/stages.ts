import {
  type TimestampKind,
  timestampKind,
  type WakeupParams,
  type WakeupSamples,
} from './samples.js';

/**
 * Durations of the parts of a cycle, in nanoseconds; undefined if the device does not show them.
 */
export interface StageNs {
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

export interface WakeupStages {
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
      ? endNs.map((ns, turn) => ns - dueNs[turn]!).filter((_, turn) => stampNs[turn]! > 0)
      : undefined;
  const isFine = passedFrames.some((frames) => frames > 0);
  return {
    timestamps,
    ns: {
      interrupt: isFine ? passedFrames.map((frames) => frames / framesPerNs) : undefined,
      poll: sinceDue(wokenNs),
      data: readyNs.map((ns, turn) => ns - wokenNs[turn]!),
      commit: committedNs.map((ns, turn) => ns - readyNs[turn]!),
      whole: sinceDue(committedNs),
    },
    headroomFrames:
      timestamps === 'other clock'
        ? // The time since such a timestamp is unknown; the time since the return of poll is known.
          headroomFrames.map(
            (frames, turn) => frames + (wokenNs[turn]! - stampNs[turn]!) * framesPerNs,
          )
        : headroomFrames,
  };
}
