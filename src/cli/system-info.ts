import { arch, cpus, release } from 'node:os';
import { VERSION } from './version.js';

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
  const processors = cpus();
  return {
    version: VERSION,
    node: process.versions.node,
    kernel: release(),
    arch: arch(),
    cpuModel: processors[0]?.model.trim() ?? 'not known',
    cpuCount: processors.length,
  };
}
