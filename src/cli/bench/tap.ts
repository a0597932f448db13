import type { CheckVerdict } from '../../measure/check/runner.js';
import { printable } from '../text/printable.js';
import type { ExperimentRun } from './experiment.js';

/**
 * Renders check results as TAP version 13, the format of the kernel's selftests: one test point per
 * check, a SKIP directive for a skipped one, and a YAML block for a failed one. Checks that were
 * not run are reported as `Bail out!`.
 */
export function renderTap({ opened, measured, complete }: ExperimentRun<'check'>): string {
  const { verdicts, planned, gone } = measured.result;
  const { identity, params } = opened;
  const subject = `${identity.name} (${identity.description}), ${params.direction}`;
  const setting =
    `${params.format.name}, ${params.channels} channels, ${params.rateHz} Hz, ` +
    `period ${params.periodSize}, buffer ${params.bufferSize}`;
  const interruption = complete ? undefined : 'ended early';
  const bailOut = gone === undefined ? interruption : `device disconnected during ${gone}`;
  return [
    'TAP version 13',
    `1..${planned}`,
    `# ${escapeDirective(subject)}: ${setting}`,
    ...verdicts.flatMap(testPointLines),
    ...(bailOut === undefined ? [] : [`Bail out! ${escapeDirective(bailOut)}`]),
  ].join('\n');
}

function testPointLines(verdict: CheckVerdict, index: number): string[] {
  const { name, rule, outcome, evidence } = verdict;
  const ok = outcome === 'failed' ? 'not ok' : 'ok';
  const point = `${ok} ${index + 1} - ${name}: ${escapeDirective(rule)}`;
  if (outcome === 'skipped') return [`${point} # SKIP ${escapeDirective(evidence)}`];
  return outcome === 'failed' ? [point, ...diagnosticLines(verdict)] : [point];
}

/** YAML block of a failure. JSON strings are valid YAML. */
function diagnosticLines({ evidence, atFrame, seconds }: CheckVerdict): string[] {
  return [
    '  ---',
    `  message: ${JSON.stringify(printable(evidence))}`,
    '  severity: fail',
    ...(atFrame === undefined ? [] : [`  frame: ${atFrame}`]),
    `  duration_ms: ${(seconds * 1000).toFixed(1)}`,
    '  ...',
  ];
}

/** Escapes `#`, which begins a directive. */
function escapeDirective(text: string): string {
  return printable(text).replace(/[\\#]/g, '\\$&');
}
