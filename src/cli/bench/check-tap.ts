import type { CheckVerdict } from '../../measure/check/runner.js';
import { printable } from '../text/printable.js';
import type { Finding } from './run.js';

/**
 * What was found as TAP, version 13, as the kernel's selftests print it: one test point a check, a skip
 * as a directive, and of a failure a block of YAML. What was not made any more is a bail-out.
 */
export function checkTap({ opened, measured, complete }: Finding<'check'>): string {
  const { verdicts, planned, gone } = measured.result;
  const { identity, params } = opened;
  const subject = `${identity.name} (${identity.description}), ${params.direction}`;
  const setting = `${params.format.name}, ${params.channels} channels, ${params.rateHz} Hz, period ${params.periodSize}, buffer ${params.bufferSize}`;
  const cut = complete ? undefined : 'it was ended early';
  const end = gone === undefined ? cut : `the device went away during ${gone}`;
  return [
    'TAP version 13',
    `1..${planned}`,
    `# ${escaped(subject)}: ${setting}`,
    ...verdicts.flatMap(pointLines),
    ...(end === undefined ? [] : [`Bail out! ${escaped(end)}`]),
  ].join('\n');
}

function pointLines(verdict: CheckVerdict, index: number): string[] {
  const { name, rule, outcome, evidence } = verdict;
  const ok = outcome === 'failed' ? 'not ok' : 'ok';
  const point = `${ok} ${index + 1} - ${name}: ${escaped(rule)}`;
  if (outcome === 'skipped') return [`${point} # SKIP ${escaped(evidence)}`];
  return outcome === 'failed' ? [point, ...failureLines(verdict)] : [point];
}

/** JSON's strings are YAML's. */
function failureLines({ evidence, atFrame, seconds }: CheckVerdict): string[] {
  return [
    '  ---',
    `  message: ${JSON.stringify(printable(evidence))}`,
    '  severity: fail',
    ...(atFrame === undefined ? [] : [`  frame: ${atFrame}`]),
    `  duration_ms: ${(seconds * 1000).toFixed(1)}`,
    '  ...',
  ];
}

/** A `#` would begin a directive. */
function escaped(text: string): string {
  return printable(text).replace(/[\\#]/g, '\\$&');
}
