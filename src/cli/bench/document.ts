import type { AlsaMmapError } from '../../device/errors.js';
import type { ExperimentName } from '../../measure/experiments.js';
import type { OptionValues } from '../command.js';
import { errorDocument } from '../report-error.js';
import { paramsDocument } from '../status/document.js';
import { systemInfo } from '../system-info.js';
import type { LimitVerdict } from './limit.js';
import type { Finding } from './run.js';
import { limitVerdicts, TERMS } from './terms.js';

/** The document of schema `alsa-mmap.bench/1`. Frames, nanoseconds, Hz; what is not to be had is null. */
export function benchDocument(
  findings: readonly Finding[],
  values: OptionValues,
  failure: AlsaMmapError | undefined,
): object {
  return {
    schema: 'alsa-mmap.bench/1',
    system: systemInfo(),
    experiments: findings.map((finding) => findingDocument(finding, values)),
    error: failure === undefined ? null : (errorDocument(failure) as { error: object }).error,
  };
}

function findingDocument<Name extends ExperimentName>(
  finding: Finding<Name>,
  values: OptionValues,
): object {
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
    result: TERMS[finding.experiment].document(finding),
    limits: limitVerdicts(finding, values).map(limitDocument),
    raw: values['raw'] === true ? rawDocument(measured.raw) : null,
  };
}

function limitDocument({ name, limit, measured, within }: LimitVerdict): object {
  return { name, limit, measured: Number.isFinite(measured) ? measured : null, within };
}

function rawDocument(raw: Finding['measured']['raw']): object {
  return Object.fromEntries(Object.entries(raw).map(([name, column]) => [name, [...column]]));
}
