import { closeSync, constants, openSync, writeSync } from 'node:fs';

const CPU_DMA_LATENCY = '/dev/cpu_dma_latency';

/**
 * Keeps the processors out of idle states that take time to leave, for as long as it is held: the
 * kernel's PM QoS (Documentation/power/pm_qos_interface.rst), asked for 0 us as a 32-bit number.
 * @returns what ends it
 * @throws the `Error` of node:fs: EACCES, ENOENT
 */
export function requestZeroCpuLatency(path = CPU_DMA_LATENCY): () => void {
  // Neither created nor cut off where it is not that device.
  const fd = openSync(path, constants.O_WRONLY);
  try {
    writeSync(fd, new Uint8Array(4));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return () => closeSync(fd);
}
