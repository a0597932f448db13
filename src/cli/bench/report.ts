import { infoFlagNames } from '../../device/abi.js';
import type { PcmParams } from '../../device/params.js';
import type { ExperimentName } from '../../measure/experiments.js';
import type { Chapter, Fact, Report, Verdict } from '../../report/report.js';
import { systemInfo } from '../system-info.js';
import type { ExperimentRun } from './experiment.js';
import { BENCH_EXPERIMENTS, evaluateLimits } from './experiments.js';
import type { BenchValues } from './options.js';

/**
 * Builds the report of all experiments; at least one.
 * @param failure message of the violated limits, or of the error that ended the run
 */
export function buildReport(
  runs: readonly ExperimentRun[],
  values: BenchValues,
  failure: string | undefined,
  date: Date,
): Report {
  const { identity } = runs[0]!.opened;
  const { version, node, kernel, arch, cpuModel, cpuCount } = systemInfo();
  const names = runs.map(({ experiment }) => experiment).join(', ');
  const limits = runs.flatMap((run) => evaluateLimits(run, values));
  const system: Fact[] = [
    ['kernel', `Linux ${kernel}, ${arch}`],
    ['processors', `${cpuCount} x ${cpuModel}`],
    ['Node.js', node],
    ['alsa-mmap', version],
  ];
  return {
    title: `${identity.name}: ${names}`,
    verdict: verdict(failure, limits.length),
    facts: [
      { title: 'Device', facts: deviceFacts(runs) },
      { title: 'System', facts: system },
    ],
    chapters: runs.map((run) => buildChapter(run, values)),
    footer: `alsa-mmap ${version} bench, ${date.toISOString()}`,
  };
}

/** Builds the chapter of one experiment. */
export function buildChapter<Name extends ExperimentName>(
  run: ExperimentRun<Name>,
  values: BenchValues,
): Chapter {
  const { experiment, opened, measured, complete } = run;
  const definition = BENCH_EXPERIMENTS[run.experiment];
  const limits = evaluateLimits(run, values);
  const violations = limits.filter(({ within }) => !within).map(({ message }) => message);
  return {
    title: experiment,
    subtitle: [
      opened.identity.name,
      opened.params.direction,
      `${measured.seconds.toFixed(1)} s`,
      ...(complete ? [] : [{ text: 'ended early', tone: 'warning' } as const]),
    ],
    // The report's own verdict says that no limits were set.
    verdict:
      limits.length === 0 ? undefined : verdict(violations.join('; ') || undefined, limits.length),
    sections: definition.sections(run),
    plots: definition.plots(run),
  };
}

function verdict(failure: string | undefined, limitCount: number): Verdict {
  if (failure !== undefined) return { outcome: 'failed', text: failure };
  return limitCount > 0
    ? { outcome: 'passed', text: 'All measurements are within the limits' }
    : { outcome: 'measured', text: 'Measured; no limits were set' };
}

function deviceFacts(runs: readonly ExperimentRun[]): Fact[] {
  const { identity, params, paths } = runs[0]!.opened;
  const varies = runs.every(({ experiment }) => BENCH_EXPERIMENTS[experiment].variesBuffer);
  return [
    ['device', `${identity.name}, ${identity.description}`],
    ['direction', params.direction],
    ['format', `${params.format.name}, ${params.channels} channels, ${params.rateHz} Hz`],
    ...(varies ? [] : bufferFacts(params)),
    ['pointers', `status page: ${paths.status}, control page: ${paths.control}`],
    ['info flags', infoFlagNames(params.infoFlags).join(' ')],
  ];
}

function bufferFacts({ periodSize, bufferSize }: PcmParams): Fact[] {
  return [
    ['period', `${periodSize} frames`],
    ['buffer', `${bufferSize} frames`],
  ];
}
