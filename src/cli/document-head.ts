import { arch, cpus, hostname, release } from 'node:os';
import { VERSION } from './version.js';

/** Circumstances of a run, as every JSON document has them. */
export interface RunContext {
  /** Time at which the document was made, ISO 8601. */
  readonly date: string;
  readonly host: string;
  /** Release of the Linux kernel. */
  readonly kernel: string;
  readonly commandLine: readonly string[];
}

export function runContext(): RunContext {
  return {
    date: new Date().toISOString(),
    host: hostname(),
    kernel: release(),
    commandLine: ['alsa-mmap', ...process.argv.slice(2)],
  };
}

/** First members of a document: the schema `alsa-mmap.NAME/1`, and the circumstances. */
export function documentHead(name: string): RunContext & { readonly schema: string } {
  return { schema: `alsa-mmap.${name}/1`, ...runContext() };
}

/** The machine that something was measured on, as members of a JSON object. */
interface SystemInfo {
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
