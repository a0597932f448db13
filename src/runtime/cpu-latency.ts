import { closeSync, constants, openSync, writeSync } from 'node:fs';

const CPU_DMA_LATENCY = '/dev/cpu_dma_latency';

/**
 * Keeps the CPUs out of idle states with an exit latency, for as long as the file is open. Kernel:
 * PM QoS (Documentation/power/pm_qos_interface.rst); the request is 0 us as a 32-bit integer.
 * @returns a function that withdraws the request
 * @throws the `Error` of node:fs: EACCES, ENOENT
 */
export function requestZeroCpuLatency(path = CPU_DMA_LATENCY): () => void {
  // Without O_CREAT and O_TRUNC: a path that is not the device stays as it is.
  const fd = openSync(path, constants.O_WRONLY);
  try {
    writeSync(fd, new Uint8Array(4));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return () => closeSync(fd);
}
