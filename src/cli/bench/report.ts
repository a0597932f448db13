import { infoFlagNames } from '../../device/abi.js';
import type { PcmParams } from '../../device/params.js';
import type { ExperimentName } from '../../measure/experiments.js';
import { renderReport } from '../../report/render-report.js';
import type { Fact, ReportSection, Verdict } from '../../report/report.js';
import type { OptionValues } from '../command.js';
import { systemInfo } from '../system-info.js';
import type { Finding } from './run.js';
import { limitVerdicts } from './terms.js';
import { VIEWS } from './views.js';

/**
 * What was measured as a page of HTML.
 * @param failure what was outside of the limits
 */
export function benchReport(
  findings: readonly Finding[],
  values: OptionValues,
  failure: string | undefined,
  date: Date,
): string {
  const { identity } = findings[0]!.opened;
  const { version, node, kernel, arch, cpuModel, cpuCount } = systemInfo();
  const names = findings.map(({ experiment }) => experiment).join(', ');
  const limits = findings.flatMap((finding) => limitVerdicts(finding, values));
  return renderReport({
    title: `${identity.name}: ${names}`,
    verdict: verdictOf(failure, limits.length),
    system: [
      ['kernel', `Linux ${kernel}, ${arch}`],
      ['processors', `${cpuCount} x ${cpuModel}`],
      ['Node', node],
      ['alsa-mmap', version],
    ],
    device: deviceFacts(findings),
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

function deviceFacts(findings: readonly Finding[]): Fact[] {
  const { identity, params, paths } = findings[0]!.opened;
  const varied = findings.every(({ experiment }) => VIEWS[experiment].variesRings);
  return [
    ['device', `${identity.name}, ${identity.description}`],
    ['side', params.direction],
    ['format', `${params.format.name}, ${params.channels} channels, ${params.rateHz} Hz`],
    ...(varied ? [] : ringFacts(params)),
    ['pointers', `status by ${paths.status}, control by ${paths.control}`],
    ['claims', infoFlagNames(params.infoFlags).join(' ')],
  ];
}

function ringFacts({ periodSize, bufferSize }: PcmParams): Fact[] {
  return [
    ['period', `${periodSize} frames`],
    ['buffer', `${bufferSize} frames`],
  ];
}

function sectionOf<Name extends ExperimentName>(
  finding: Finding<Name>,
  values: OptionValues,
): ReportSection {
  const { experiment, measured, complete } = finding;
  const limits = limitVerdicts(finding, values);
  const broken = limits.filter(({ within }) => !within).map(({ text }) => text);
  const { notes, table, plots } = VIEWS[experiment];
  const seconds = `Measured for ${measured.seconds.toFixed(1)} s${complete ? '' : ', ended early'}.`;
  return {
    title: experiment,
    // That nothing was asked is said once, above all sections.
    verdict:
      limits.length === 0
        ? undefined
        : verdictOf(broken.length === 0 ? undefined : broken.join('; '), limits.length),
    text: [seconds, ...(notes?.(finding) ?? [])].join('\n\n'),
    table: table(finding),
    plots: plots(finding),
  };
}
