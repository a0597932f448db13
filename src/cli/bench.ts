import { writeFileSync } from 'node:fs';
import { attemptOn } from '../audio/file-error.js';
import { AlsaMmapError, deviceError } from '../device/errors.js';
import { removeOwnTrace } from '../why/recording/trace-session.js';
import { BenchDisplay } from './bench/display.js';
import { benchDocument, resultsByExperiment } from './bench/document.js';
import type { ExperimentRun } from './bench/experiment.js';
import { evaluateLimits } from './bench/experiments.js';
import { BENCH_OPTIONS, BENCH_POSITIONALS, type BenchValues } from './bench/options.js';
import { planFromOptions } from './bench/plan-from-options.js';
import { runExperiment } from './bench/run.js';
import { outputMode } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { watchSignals } from './signals.js';
import { chalkFor } from './text/colors.js';
import { jsonLine, printable } from './text/printable.js';
import { writeError, writeOutput } from './text/terminal-output.js';
import { tsvMembers } from './text/tsv.js';

export const bench = defineCommand({
  name: 'bench',
  positionals: BENCH_POSITIONALS,
  options: BENCH_OPTIONS,
  examples: [
    { command: 'alsa-mmap bench hw:1', summary: 'Run the short experiments' },
    {
      command: 'alsa-mmap bench wakeup hw:1 --realtime --max-wakeup 500us',
      summary: 'Exit with 7 if the wake-up latency is too high',
    },
    {
      command: 'alsa-mmap bench clock hw:1 --both-directions -d 60',
      summary: 'Compare the rates of playback and capture',
    },
    {
      command: 'alsa-mmap bench sweep hw:1 --rates 44.1k,48k',
      summary: 'Find the smallest ring that survives',
    },
    {
      command: 'alsa-mmap bench clock,wakeup hw:1 --report report.html',
      summary: 'Run two experiments, and write one page',
    },
    { command: 'alsa-mmap bench check hw:1 --tap', summary: 'Check the driver, as TAP' },
  ],
  run,
});

async function run(parsed: BenchValues, given: ReadonlySet<string>): Promise<number> {
  const { experiments, values } = planFromOptions(parsed, given);
  const display = new BenchDisplay(values);
  const signals = watchSignals(() => {
    display.end();
    if (values.why) removeOwnTrace();
  });
  const runs: ExperimentRun[] = [];
  let error: AlsaMmapError | undefined;
  try {
    for (const { name, plan } of experiments) {
      const run = await runExperiment(name, plan, values, signals, display);
      runs.push(run);
      await printText(run, values);
      if (signals.abortSignal.aborted) break;
    }
  } catch (thrown) {
    if (!(thrown instanceof AlsaMmapError)) throw thrown;
    error = thrown;
  } finally {
    signals.close();
  }
  const isSignalled = signals.exitCode !== undefined;
  if (error !== undefined && !isSignalled && runs.length === 0) throw error;
  // A measurement that a signal ended too early to have a result is not a failure.
  const failure = (isSignalled ? undefined : error) ?? limitsError(runs, values);
  await writeResults(runs, values, failure);
  const shown = failure ?? error;
  if (shown !== undefined) writeError(`alsa-mmap: ${printable(shown.message)}\n`);
  return signals.exitCode ?? failure?.exitCode ?? 0;
}

async function printText(run: ExperimentRun, values: BenchValues): Promise<void> {
  const mode = outputMode(values);
  if (mode !== 'text' && !(mode === 'quiet' && values.tap)) return;
  const { renderExperiment } = await import('./bench/report.js');
  writeOutput(`${renderExperiment(run, values, chalkFor(values))}\n`);
}

/** Writes the JSON document and the HTML page, if requested. A failure is part of both. */
async function writeResults(
  runs: readonly ExperimentRun[],
  values: BenchValues,
  failure: AlsaMmapError | undefined,
): Promise<void> {
  if (runs.length === 0) return;
  const mode = outputMode(values);
  if (mode === 'json') writeOutput(`${jsonLine(benchDocument(runs, values, failure))}\n`);
  if (mode === 'tsv') writeOutput(`${tsvMembers(resultsByExperiment(runs, values))}\n`);
  const path = values.report;
  if (path === undefined) return;
  const { renderHtml } = await import('../report/render-html.js');
  const { buildReport } = await import('./bench/report.js');
  const html = renderHtml(buildReport(runs, values, failure?.message, new Date()));
  attemptOn('write', path, () => writeFileSync(path, html));
}

function limitsError(
  runs: readonly ExperimentRun[],
  values: BenchValues,
): AlsaMmapError | undefined {
  const violations = runs
    .flatMap((run) => evaluateLimits(run, values))
    .filter(({ within }) => !within);
  if (violations.length === 0) return undefined;
  const { name } = runs[0]!.opened.identity;
  const messages = violations.map(({ message }) => message).join('; ');
  const code = violations.find((violation) => violation.code !== undefined)?.code ?? 'LIMITS';
  return deviceError(code, name, messages);
}
