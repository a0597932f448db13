import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('#package') as { readonly version: string };

/** Version of this program. The build replaces the expression by its value. */
export const VERSION = manifest.version;

/** Command lines that print the version. */
export const VERSION_WORDS: ReadonlySet<string> = new Set(['--version', '-V', 'version']);
