#ifndef ALSA_MMAP_PROBE_H_
#define ALSA_MMAP_PROBE_H_

#include <napi.h>

namespace alsa_mmap {

// References for the benchmarks.

/// `emptyCall(): void`. A bare Node-API callback, not one of node-addon-api: the minimum cost of a
/// call into an addon.
napi_value EmptyCall(napi_env env, napi_callback_info info);

/// `timeVolatileReads(buffer, byteOffset, count): number`.
///
/// Reads the aligned 64-bit word `count` times in a C loop that the compiler may not shorten, and
/// answers the nanoseconds by CLOCK_MONOTONIC: what reading the same memory costs without
/// JavaScript. RangeError where the word is not wholly inside the buffer or not 8-aligned.
Napi::Value TimeVolatileReads(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_PROBE_H_
