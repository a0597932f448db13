import type { AlsaMmapError } from '../device/errors.js';
import type { Summary } from '../measure/percentiles.js';
import { type LimitVerdict, limitVerdicts } from './bench-limits.js';
import type { Finding } from './bench-run.js';
import type { Values } from './command.js';
import { errorDocument } from './report-error.js';
import { paramsDocument } from './status-document.js';
import { systemFacts } from './system-facts.js';

/** The document of schema `alsa-mmap.bench/1`. Frames, nanoseconds, Hz; what is not to be had is null. */
export function benchDocument(
  findings: readonly Finding[],
  values: Values,
  failure: AlsaMmapError | undefined,
): object {
  return {
    schema: 'alsa-mmap.bench/1',
    system: systemFacts(),
    experiments: findings.map((finding) => findingDocument(finding, values)),
    error: failure === undefined ? null : (errorDocument(failure) as { error: object }).error,
  };
}

function findingDocument(finding: Finding, values: Values): object {
  const { experiment, plan, opened, measured, complete } = finding;
  return {
    experiment,
    device: opened.identity,
    params: paramsDocument(opened.params),
    paths: opened.paths,
    grants: opened.grants,
    plan,
    seconds: measured.seconds,
    complete,
    result: resultDocument(finding),
    limits: limitVerdicts(finding, values).map(limitDocument),
    raw: values['raw'] === true ? rawDocument(measured.raw) : null,
  };
}

function resultDocument(finding: Finding): object {
  const of = <Result>(): Result => finding.measured.result as Result;
  switch (finding.experiment) {
    case 'overhead':
      return {
        costs: of<Finding<'overhead'>['measured']['result']>().costs.map((cost) => ({
          ...cost,
          ns: orNull(cost.ns),
          pageReads: cost.pageReads ?? null,
        })),
      };
    case 'clock':
      return { clock: finding.opened.params.tstampType, ...finding.measured.result };
    case 'pointer': {
      const result = of<Finding<'pointer'>['measured']['result']>();
      return {
        ...result,
        interruptSteps: orNull(result.interruptSteps),
        interruptIntervalsNs: orNull(result.interruptIntervalsNs),
        querySteps: orNull(result.querySteps),
        firstUpdateNs: result.firstUpdateNs ?? null,
      };
    }
  }
}

function orNull(found: Summary | undefined): Summary | null {
  return found ?? null;
}

function limitDocument({ name, limit, measured, within }: LimitVerdict): object {
  return { name, limit, measured: Number.isFinite(measured) ? measured : null, within };
}

function rawDocument(raw: Finding['measured']['raw']): object {
  return Object.fromEntries(Object.entries(raw).map(([name, column]) => [name, [...column]]));
}
