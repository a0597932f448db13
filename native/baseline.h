#ifndef ALSA_MMAP_BASELINE_H_
#define ALSA_MMAP_BASELINE_H_

#include <napi.h>

namespace alsa_mmap {

// References for the benchmarks.

/// `emptyCall(): void`. A bare Node-API callback, without node-addon-api: the minimum cost of a
/// call into an addon. JavaScript thread only.
napi_value EmptyCall(napi_env env, napi_callback_info info);

/// `timeVolatileReads(buffer, byteOffset, count): number`.
///
/// Reads the aligned 64-bit word at `byteOffset` `count` times in a C loop that the compiler must
/// keep, and returns the elapsed nanoseconds by CLOCK_MONOTONIC: the cost of reading the same
/// memory without JavaScript. RangeError if the word is not wholly inside the buffer or not
/// 8-aligned. JavaScript thread only.
Napi::Value TimeVolatileReads(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_BASELINE_H_
