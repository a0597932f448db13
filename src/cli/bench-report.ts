import { Chalk } from 'chalk';
import { infoFlagNames } from '../device/abi.js';
import { renderReport } from '../report/render-report.js';
import type { Fact, ReportSection, ReportTable, Verdict } from '../report/report.js';
import { limitVerdicts } from './bench-limits.js';
import { plotsOf } from './bench-plots.js';
import type { Finding } from './bench-run.js';
import { clockRows } from './clock-rows.js';
import type { Values } from './command.js';
import { missingCosts, OVERHEAD_HEAD, overheadCells } from './overhead-text.js';
import { pointerRows } from './pointer-rows.js';
import type { Row } from './rows.js';
import { systemFacts } from './system-facts.js';

/**
 * What was measured as a page of HTML.
 * @param failure what was outside of the limits
 */
export function benchReport(
  findings: readonly Finding[],
  values: Values,
  failure: string | undefined,
  date: Date,
): string {
  const { identity } = findings[0]!.opened;
  const { version, node, kernel, machine, cpu, cpus } = systemFacts();
  const names = findings.map(({ experiment }) => experiment).join(', ');
  const limits = findings.flatMap((finding) => limitVerdicts(finding, values));
  return renderReport({
    title: `${identity.name}: ${names}`,
    verdict: verdictOf(failure, limits.length),
    system: [
      ['kernel', `Linux ${kernel}, ${machine}`],
      ['processors', `${cpus} x ${cpu}`],
      ['Node', node],
      ['alsa-mmap', version],
    ],
    device: deviceFacts(findings[0]!),
    sections: findings.map((finding) => sectionOf(finding, values)),
    footer: `alsa-mmap ${version} bench, ${date.toISOString()}`,
  });
}

function verdictOf(failure: string | undefined, limits: number): Verdict {
  if (failure !== undefined) return { outcome: 'failed', text: failure };
  return limits > 0
    ? { outcome: 'passed', text: 'All that was measured is within the limits' }
    : { outcome: 'measured', text: 'Measured; no limit was asked for' };
}

function deviceFacts({ opened: { identity, params, paths } }: Finding): Fact[] {
  return [
    ['device', `${identity.name}, ${identity.description}`],
    ['side', params.direction],
    ['format', `${params.format.name}, ${params.channels} channels, ${params.rateHz} Hz`],
    ['period', `${params.periodSize} frames`],
    ['buffer', `${params.bufferSize} frames`],
    ['pointers', `status by ${paths.status}, control by ${paths.control}`],
    ['claims', infoFlagNames(params.infoFlags).join(' ')],
  ];
}

function sectionOf(finding: Finding, values: Values): ReportSection {
  const { experiment, measured, complete } = finding;
  const limits = limitVerdicts(finding, values);
  const broken = limits.filter(({ within }) => !within).map(({ text }) => text);
  const missing = experiment === 'overhead' ? missingCosts(resultOf<'overhead'>(finding)) : [];
  const seconds = `Measured for ${measured.seconds.toFixed(1)} s${complete ? '' : ', ended early'}.`;
  return {
    title: experiment,
    verdict: verdictOf(broken.length === 0 ? undefined : broken.join('; '), limits.length),
    text: [seconds, ...missing].join('\n\n'),
    table: tableOf(finding),
    plots: plotsOf(finding),
  };
}

function tableOf(finding: Finding): ReportTable {
  const { params } = finding.opened;
  switch (finding.experiment) {
    case 'overhead':
      return { head: OVERHEAD_HEAD, rows: overheadCells(resultOf<'overhead'>(finding)) };
    case 'clock':
      return asTable(clockRows(resultOf<'clock'>(finding), params));
    case 'pointer':
      return asTable(pointerRows(resultOf<'pointer'>(finding), params, new Chalk({ level: 0 })));
  }
}

function resultOf<Name extends Finding['experiment']>(finding: Finding) {
  return finding.measured.result as Finding<Name>['measured']['result'];
}

function asTable(rows: readonly Row[]): ReportTable {
  return {
    head: ['', 'found', ''],
    rows: rows.map(([name, value, ...more]) => [name, value, more.join(' ')]),
  };
}
