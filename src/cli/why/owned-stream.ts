import type { StreamOwner } from '../../device/pcm-owners.js';
import type { OpenStream } from '../../observe/sound-tree.js';

/** An open stream whose owner this process can see. */
export interface OwnedStream extends OpenStream {
  readonly owner: StreamOwner;
}
