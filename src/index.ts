export { MmapPlayback } from './core/mmap-playback.js';
