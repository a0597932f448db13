import type { WavFileEvent } from '../../audio/wav-series.js';
import { AlsaMmapError } from '../../device/errors.js';
import { printable } from '../text/printable.js';
import type { Notice } from './stream-client.js';

/** Events about the files of a recording, as notices and as the error at the end. */
export class FileNotices {
  #pending: WavFileEvent[] = [];
  #firstChange: WavFileEvent | undefined;

  add(events: readonly WavFileEvent[]): void {
    this.#pending.push(...events);
    this.#firstChange ??= events.find(({ kind }) => kind === 'changed');
  }

  /** Returns the notices since the last call; of finished files only those of a series. */
  take(isSeries: boolean, rateHz: number): readonly Notice[] {
    const shown = this.#pending.filter(({ kind }) => isSeries || kind === 'changed');
    this.#pending = [];
    return shown.map((event) => fileNotice(event, rateHz));
  }

  /** The error that ends the program if another program changed a file. */
  get error(): AlsaMmapError | undefined {
    if (this.#firstChange === undefined) return undefined;
    const { path, change } = this.#firstChange;
    const problem = `${fileName(path)} ${change} during the recording; check the file`;
    return new AlsaMmapError('FAILED', problem);
  }
}

/** The event `file` or `file-changed`, with its line of text. */
function fileNotice(event: WavFileEvent, rateHz: number): Notice {
  const { kind, path, number, startFrame, frames, bytes, change } = event;
  const name = printable(fileName(path));
  if (kind === 'finished') {
    return {
      event: 'file',
      fields: { file: path, number, startFrame, fileFrames: frames, bytes },
      text: `finished ${name}: ${frames} frames (${(frames / rateHz).toFixed(3)} s)`,
      isProblem: false,
    };
  }
  return {
    event: 'file-changed',
    fields: { file: path, number, atFrame: startFrame + frames, fileFrame: frames, change },
    text: `${name} ${change}; noticed at frame ${startFrame + frames}, the recording continues`,
    isProblem: true,
  };
}

function fileName(path: string): string {
  return path === '-' ? 'stdout' : path;
}
