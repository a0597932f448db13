import type { ChalkInstance } from 'chalk';
import { infoFlagNames } from '../../device/abi.js';
import type { ExperimentName } from '../../measure/experiments.js';
import { renderText } from '../../report/render-text.js';
import {
  type Chapter,
  type Fact,
  OUTCOME_SIGNS,
  type Report,
  type Verdict,
} from '../../report/report.js';
import { terminalColumns } from '../../report/terminal.js';
import { runContext, systemInfo } from '../document-head.js';
import type { ExperimentRun, LimitResult } from './experiment.js';
import { BENCH_EXPERIMENTS, evaluateLimits } from './experiments.js';
import type { BenchValues } from './options.js';
import { warning } from './sections.js';

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
  const { version, node, kernel, arch, cpuModel, cpuCount } = systemInfo();
  const names = runs.map(({ experiment }) => experiment).join(', ');
  const limits = runs.flatMap((run) => evaluateLimits(run, values));
  const { host, commandLine } = runContext();
  const runFacts: Fact[] = [
    ['command', commandLine.join(' ')],
    ['date', date.toISOString()],
    ['privileges', privilegesText(runs)],
  ];
  const systemFacts: Fact[] = [
    ['host', host],
    ['kernel', `Linux ${kernel}, ${arch}`],
    ['processors', `${cpuCount} x ${cpuModel}`],
    ['Node.js', node],
    ['alsa-mmap', version],
  ];
  return {
    title: `${runs[0]!.opened.identity.name}: ${names}`,
    verdict: verdict(failure, limits.length),
    facts: [
      { title: 'Run', facts: runFacts },
      ...(limits.length === 0 ? [] : [{ title: 'Limits', facts: limits.map(limitFact) }]),
      { title: 'Device', facts: deviceFacts(runs) },
      { title: 'System', facts: systemFacts },
    ],
    chapters: runs.map((run) => buildChapter(run, values)),
    footer: `alsa-mmap ${version} bench, ${date.toISOString()}`,
  };
}

/** The result of an experiment for people, or in the text format that the options request. */
export function renderExperiment<Name extends ExperimentName>(
  run: ExperimentRun<Name>,
  values: BenchValues,
  chalk: ChalkInstance,
): string {
  return (
    BENCH_EXPERIMENTS[run.experiment].textOverride?.(run, values) ??
    renderText(buildChapter(run, values), { columns: terminalColumns(), chalk })
  );
}

function buildChapter<Name extends ExperimentName>(
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
      ...(complete ? [] : [warning('ended early')]),
    ],
    // The report's own verdict says that no limits were set.
    verdict:
      limits.length === 0 ? undefined : verdict(violations.join('; ') || undefined, limits.length),
    sections: definition.sections(run),
    plots: definition.plots?.(run) ?? [],
  };
}

function verdict(failure: string | undefined, limitCount: number): Verdict {
  if (failure !== undefined) return { outcome: 'failed', text: failure };
  return limitCount > 0
    ? { outcome: 'passed', text: 'All measurements are within the limits' }
    : { outcome: 'measured', text: 'Measured; no limits were set' };
}

/** Privileges that were requested, each with its result. */
function privilegesText(runs: readonly ExperimentRun[]): string {
  const texts = runs[0]!.opened.grants.map(
    ({ kind, request, granted, reason }) =>
      `${kind} (${request}): ${granted ? 'granted' : `refused, ${reason}`}`,
  );
  return texts.join('; ') || 'none requested';
}

function limitFact({ name, within, message }: LimitResult): Fact {
  return [name, within ? `${OUTCOME_SIGNS.passed} within` : `${OUTCOME_SIGNS.failed} ${message}`];
}

function deviceFacts(runs: readonly ExperimentRun[]): Fact[] {
  const { identity, params, paths } = runs[0]!.opened;
  const variesBuffer = runs.every(({ experiment }) => BENCH_EXPERIMENTS[experiment].variesBuffer);
  const sizes: Fact[] = [
    ['period', `${params.periodSize} frames`],
    ['buffer', `${params.bufferSize} frames`],
  ];
  return [
    ['device', `${identity.name}, ${identity.description}`],
    ['direction', params.direction],
    ['format', `${params.format.name}, ${params.channels} channels, ${params.rateHz} Hz`],
    ...(variesBuffer ? [] : sizes),
    ['pointers', `status page: ${paths.status}, control page: ${paths.control}`],
    ['info flags', infoFlagNames(params.infoFlags).join(' ')],
  ];
}
