import { writeFileSync } from 'node:fs';
import { fileError } from '../audio/file-error.js';
import { AlsaMmapError } from '../device/errors.js';
import { EXPERIMENT_NAMES } from '../measure/experiments.js';
import { benchAsked } from './bench/asked.js';
import { BenchDisplay } from './bench/display.js';
import { benchDocument } from './bench/document.js';
import { type Finding, runExperiment } from './bench/run.js';
import { EXPERIMENT_OPTIONS, limitVerdicts } from './bench/terms.js';
import type { CommandSpec, Values } from './command.js';
import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  DIRECTION_OPTIONS,
  number,
  OUTPUT_OPTIONS,
  STREAM_OPTIONS,
} from './options.js';
import { watchSignals } from './signals.js';
import { painter } from './text/paint.js';
import { jsonLine, printable } from './text/printable.js';

const { realtime, cpu, mlock } = STREAM_OPTIONS;

export const bench: CommandSpec = {
  name: 'bench',
  summary: 'Measure a device: what a read costs, its true rate, how its pointer moves',
  positionals: [
    {
      name: 'EXPERIMENT',
      describe: `${EXPERIMENT_NAMES.join(', ')}; without one those that are brief`,
      required: false,
    },
    DEVICE_POSITIONAL,
  ],
  options: {
    ...DEVICE_OPTIONS,
    ...DIRECTION_OPTIONS,
    duration: {
      ...STREAM_OPTIONS.duration,
      describe: 'measure for so many seconds (default: by experiment)',
      takes: 'seconds above 0, up to 86400',
      read: number(1e-6, 86_400),
    },
    warmup: {
      value: 'SECONDS',
      describe: 'run for so many seconds first, which do not count (default: by experiment)',
      takes: 'seconds from 0 to 3600',
      read: number(0, 3600),
    },
    ...EXPERIMENT_OPTIONS,
    report: {
      value: 'FILE',
      describe: 'write a page of HTML too, with tables and plots, whole in itself',
      takes: "a file's path",
      read: (text: string) => text || undefined,
    },
    raw: { describe: 'put the raw samples into the JSON document' },
    realtime,
    cpu,
    mlock,
    ...OUTPUT_OPTIONS,
  },
  run,
};

async function run(given: Values): Promise<number> {
  const { experiments, values } = benchAsked(given);
  const display = new BenchDisplay(values);
  const signals = watchSignals(() => display.end());
  const findings: Finding[] = [];
  let broke: AlsaMmapError | undefined;
  try {
    for (const { name, plan } of experiments) {
      const finding = await runExperiment(name, plan, values, signals.aborted, display);
      findings.push(finding);
      await printText(finding, values);
      if (signals.aborted.aborted) break;
    }
  } catch (error) {
    if (!(error instanceof AlsaMmapError)) throw error;
    broke = error;
  } finally {
    signals.close();
  }
  const signalled = signals.exitCode !== undefined;
  if (broke !== undefined && !signalled && findings.length === 0) throw broke;
  // What a signal has cut too short to tell of is no failure.
  const failure = (signalled ? undefined : broke) ?? limitsError(findings, values);
  // Not thrown: with --json there is one document, and the failure is in it.
  if (values['json'] === true && findings.length > 0) {
    process.stdout.write(`${jsonLine(benchDocument(findings, values, failure))}\n`);
  }
  await writeReport(findings, values, failure);
  const said = failure ?? broke;
  if (said !== undefined) process.stderr.write(`alsa-mmap: ${printable(said.message)}\n`);
  return signals.exitCode ?? failure?.exitCode ?? 0;
}

async function printText(finding: Finding, values: Values): Promise<void> {
  if (values['json'] === true || (values['quiet'] === true && values['tap'] !== true)) return;
  const { benchText } = await import('./bench/text.js');
  process.stdout.write(`${benchText(finding, values, painter(values))}\n`);
}

async function writeReport(
  findings: readonly Finding[],
  values: Values,
  failure: AlsaMmapError | undefined,
): Promise<void> {
  const path = values['report'] as string | undefined;
  if (path === undefined || findings.length === 0) return;
  const { benchReport } = await import('./bench/report.js');
  try {
    writeFileSync(path, benchReport(findings, values, failure?.message, new Date()));
  } catch (error) {
    throw fileError('write', path, error);
  }
}

function limitsError(findings: readonly Finding[], values: Values): AlsaMmapError | undefined {
  const broken = findings
    .flatMap((finding) => limitVerdicts(finding, values))
    .filter(({ within }) => !within);
  if (broken.length === 0) return undefined;
  const { name } = findings[0]!.opened.identity;
  const what = broken.map(({ text }) => text).join('; ');
  const code = broken.find(({ code }) => code !== undefined)?.code ?? 'LIMITS';
  return new AlsaMmapError(code, `${name}: ${what}`, { device: name });
}
