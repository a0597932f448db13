import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CAUSES_FOLDER,
  type LastCause,
  type PublishedCauses,
  publisherOf,
} from '../../observe/published-causes.js';
import type { Account } from '../account/account.js';
import { causeSentence } from '../account/describe-cause.js';
import type { StreamKey } from '../model/pcm-streams.js';
import { attempt, list } from '../trace/process-notes.js';
import { describeLikely, type LikelyAccount } from '../without-trace/likely-cause.js';

/** A stream, and the process that has it open. */
export interface PublishedStream extends StreamKey {
  readonly ownerPid: number;
}

/** Publishes the causes of xruns for `top` and `exporter`, in a file of this process. */
export class CausePublisher {
  /** Reason for which nothing is published, such as a user who may not write there. */
  readonly refusal: string | undefined;
  readonly #folder: string;
  readonly #streams = new Map<string, PublishedCauses>();

  /** Removes what processes have left that ended without doing so. */
  constructor(folder = CAUSES_FOLDER) {
    this.#folder = folder;
    for (const file of list(folder)) {
      const pid = publisherOf(file);
      if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
      attempt(() => rmSync(join(folder, file)));
    }
    try {
      this.#write();
    } catch (error) {
      this.refusal = `cannot write ${folder}: ${(error as NodeJS.ErrnoException).code}`;
    }
  }

  /** Publishes the cause that a trace shows. */
  publish(stream: PublishedStream, { cause }: Pick<Account, 'cause'>): void {
    const description = causeSentence(cause);
    this.#add(stream, { kind: cause.kind, description, isLikely: false });
  }

  /** Publishes a cause that is known without a trace. */
  publishLikely(stream: PublishedStream, account: LikelyAccount): void {
    const description = describeLikely(account);
    this.#add(stream, { kind: account.kind, description, isLikely: true });
  }

  /** Removes the file. */
  close(): void {
    attempt(() => rmSync(this.#file));
  }

  /** Counts an xrun of a stream, and makes its cause the last one. */
  #add(stream: PublishedStream, cause: Omit<LastCause, 'date'>): void {
    const { card, device, subdevice, direction, ownerPid } = stream;
    const key = `${card},${device},${subdevice},${direction},${ownerPid}`;
    const counts = { ...this.#streams.get(key)?.counts };
    counts[cause.kind] = (counts[cause.kind] ?? 0) + 1;
    const last = { ...cause, date: new Date().toISOString() };
    this.#streams.set(key, { card, device, subdevice, direction, ownerPid, last, counts });
    attempt(() => this.#write());
  }

  get #file(): string {
    return join(this.#folder, `${process.pid}.json`);
  }

  /** A reader sees the old file or the new one. */
  #write(): void {
    if (!existsSync(this.#folder) && existsSync(dirname(this.#folder))) mkdirSync(this.#folder);
    const unfinished = join(this.#folder, `${process.pid}.new`);
    writeFileSync(unfinished, JSON.stringify([...this.#streams.values()]), { mode: 0o644 });
    renameSync(unfinished, this.#file);
  }
}
