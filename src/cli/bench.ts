import { writeFileSync } from 'node:fs';
import { fileError } from '../audio/file-error.js';
import { AlsaMmapError } from '../device/errors.js';
import { EXPERIMENT_NAMES } from '../measure/experiments.js';
import { benchAsked } from './bench/asked.js';
import { BenchDisplay } from './bench/display.js';
import { benchDocument } from './bench/document.js';
import { type Finding, runExperiment } from './bench/run.js';
import { EXPERIMENT_OPTIONS, limitVerdicts } from './bench/terms.js';
import type { CommandSpec, OptionValues } from './command.js';
import { adaptCommand, typedValues } from './legacy-command.js';
import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  DIRECTION_OPTIONS,
  numberBetween,
  OUTPUT_OPTIONS,
  STREAM_OPTIONS,
} from './options.js';
import { watchSignals } from './signals.js';
import { chalkFor } from './text/colors.js';
import { jsonLine, printable } from './text/printable.js';

const { realtime, cpu, mlock } = STREAM_OPTIONS;

const spec: CommandSpec = {
  name: 'bench',
  summary: 'Measure a device: what a read costs, its true rate, how its pointer moves',
  positionals: [
    {
      name: 'EXPERIMENT',
      summary: `${EXPERIMENT_NAMES.join(', ')}; without one those that are brief`,
      required: false,
    },
    DEVICE_POSITIONAL,
  ],
  options: {
    ...DEVICE_OPTIONS,
    ...DIRECTION_OPTIONS,
    duration: {
      ...STREAM_OPTIONS.duration,
      summary: 'measure for so many seconds (default: by experiment)',
      expects: 'seconds above 0, up to 86400',
      parse: numberBetween(1e-6, 86_400),
    },
    warmup: {
      placeholder: 'SECONDS',
      summary: 'run for so many seconds first, which do not count (default: by experiment)',
      expects: 'seconds from 0 to 3600',
      parse: numberBetween(0, 3600),
    },
    ...EXPERIMENT_OPTIONS,
    report: {
      placeholder: 'FILE',
      summary: 'write a page of HTML too, with tables and plots, whole in itself',
      expects: "a file's path",
      parse: (text: string) => text || undefined,
    },
    raw: { summary: 'put the raw samples into the JSON document' },
    realtime,
    cpu,
    mlock,
    ...OUTPUT_OPTIONS,
  },
  run,
};

export const bench = adaptCommand(spec, [
  { command: 'alsa-mmap bench wakeup hw:1', summary: 'Measure the wake-up latency' },
]);

async function run(given: OptionValues): Promise<number> {
  const { experiments, values } = benchAsked(given);
  const display = new BenchDisplay(values);
  const signals = watchSignals(() => display.end());
  const findings: Finding[] = [];
  let broke: AlsaMmapError | undefined;
  try {
    for (const { name, plan } of experiments) {
      const finding = await runExperiment(name, plan, values, signals.abortSignal, display);
      findings.push(finding);
      await printText(finding, values);
      if (signals.abortSignal.aborted) break;
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

async function printText(finding: Finding, values: OptionValues): Promise<void> {
  if (values['json'] === true || (values['quiet'] === true && values['tap'] !== true)) return;
  const { benchText } = await import('./bench/text.js');
  process.stdout.write(`${benchText(finding, values, chalkFor(typedValues(values)))}\n`);
}

async function writeReport(
  findings: readonly Finding[],
  values: OptionValues,
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

function limitsError(
  findings: readonly Finding[],
  values: OptionValues,
): AlsaMmapError | undefined {
  const broken = findings
    .flatMap((finding) => limitVerdicts(finding, values))
    .filter(({ within }) => !within);
  if (broken.length === 0) return undefined;
  const { name } = findings[0]!.opened.identity;
  const what = broken.map(({ text }) => text).join('; ');
  const code = broken.find(({ code }) => code !== undefined)?.code ?? 'LIMITS';
  return new AlsaMmapError(code, `${name}: ${what}`, { device: name });
}
