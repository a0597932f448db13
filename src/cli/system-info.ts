import { createRequire } from 'node:module';
import { arch, cpus, release } from 'node:os';

/** The machine that something was measured on, as members of a JSON object. */
export interface SystemInfo {
  /** The version of this program. */
  readonly version: string;
  readonly node: string;
  readonly kernel: string;
  readonly arch: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
}

export function systemInfo(): SystemInfo {
  const { version } = createRequire(import.meta.url)('#package') as { version: string };
  const processors = cpus();
  return {
    version,
    node: process.versions.node,
    kernel: release(),
    arch: arch(),
    cpuModel: processors[0]?.model.trim() ?? 'not known',
    cpuCount: processors.length,
  };
}
