import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  type Stats,
  statSync,
} from 'node:fs';
import { loadAddon } from '../device/addon.js';
import type { NativeBinding } from '../device/binding.js';
import { AlsaMmapError } from '../device/errors.js';
import { attemptOn } from './file-error.js';

const CREATE = constants.O_WRONLY | constants.O_CREAT;

/** File opened by `createFile`. */
export interface CreatedFile {
  readonly descriptor: number;
  readonly isRegular: boolean;
}

/**
 * Creates a file, or empties an existing one. A regular file is locked until its descriptor is
 * closed: a second recording into it would overwrite the first.
 * @throws {AlsaMmapError} BUSY if another process has locked the file, USAGE if this process has it
 *   open, such as the file that it plays; else see `fileError`
 */
export function createFile(path: string): CreatedFile {
  const descriptor = attemptOn('open for writing', path, () => openSync(path, CREATE));
  try {
    const stats = attemptOn('open for writing', path, () => fstatSync(descriptor));
    const isRegular = stats.isFile();
    if (isRegular) {
      assertNotOpen(stats, descriptor, path);
      lock(descriptor, path);
      attemptOn('write', path, () => ftruncateSync(descriptor, 0));
    }
    return { descriptor, isRegular };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function assertNotOpen({ dev, ino }: Stats, descriptor: number, path: string): void {
  for (const name of ownDescriptors()) {
    if (Number(name) === descriptor) continue;
    const other = statSync(`/proc/self/fd/${name}`, { throwIfNoEntry: false });
    if (other?.dev !== dev || other.ino !== ino) continue;
    throw new AlsaMmapError(
      'USAGE',
      `cannot write ${path}: this program has the file open; choose another name`,
    );
  }
}

function ownDescriptors(): readonly string[] {
  try {
    return readdirSync('/proc/self/fd');
  } catch {
    return [];
  }
}

/** Locks the file if the addon can be loaded and the file system has locks. */
function lock(descriptor: number, path: string): void {
  const addon = addonIfPresent();
  try {
    addon?.lockFile(descriptor);
  } catch (cause) {
    const { code: errno, syscall } = cause as NodeJS.ErrnoException;
    if (errno !== 'EAGAIN') return;
    throw new AlsaMmapError(
      'BUSY',
      `cannot write ${path}: another recording is being written into it; choose another name`,
      { errno, syscall, cause },
    );
  }
}

/** The addon needs libasound, which a machine that only uses the simulated card may not have. */
function addonIfPresent(): NativeBinding | undefined {
  try {
    return loadAddon();
  } catch {
    return undefined;
  }
}
