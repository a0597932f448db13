import { createRequire } from 'node:module';
import { arch, cpus, release } from 'node:os';

/** The machine that something was measured on, as members of a JSON object. */
export interface SystemFacts {
  /** The version of this program. */
  readonly version: string;
  readonly node: string;
  readonly kernel: string;
  readonly machine: string;
  readonly cpu: string;
  readonly cpus: number;
}

export function systemFacts(): SystemFacts {
  const { version } = createRequire(import.meta.url)('#package') as { version: string };
  const processors = cpus();
  return {
    version,
    node: process.versions.node,
    kernel: release(),
    machine: arch(),
    cpu: processors[0]?.model.trim() ?? 'not known',
    cpus: processors.length,
  };
}
