import { BufferCopier } from './buffer-copier.js';
import { ViewCopier } from './view-copier.js';

/**
 * Copies frames between an interleaved ring and interleaved bytes, bit for bit, without allocating.
 * The caller has checked that the frames are in both.
 */
export interface FrameCopier {
  copyOut(offset: number, frames: number, target: Uint8Array, targetByte: number): void;
  copyIn(offset: number, frames: number, source: Uint8Array, sourceByte: number): void;
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
/** Before Node 22.7, `Buffer.prototype.copy` creates a view for every copy. */
const Copier = major > 22 || (major === 22 && minor >= 7) ? BufferCopier : ViewCopier;

/** @param ring the ring from its first frame */
export function frameCopier(ring: ArrayBufferLike, frameBytes: number): FrameCopier {
  return new Copier(ring, frameBytes);
}
