#ifndef ALSA_MMAP_SW_PARAMS_H_
#define ALSA_MMAP_SW_PARAMS_H_

#include <napi.h>

#include <cstdint>
#include <optional>

#include "pcm-handle.h"

namespace alsa_mmap {

/// Software parameters to change (`NativeSwParamsRequest` in src/device/binding.ts). All integers
/// except tstamp_type (`SND_PCM_TSTAMP_TYPE_*`) are frames.
struct SwParamsRequest {
  std::optional<uint64_t> avail_min;
  std::optional<uint64_t> start_threshold;
  std::optional<uint64_t> stop_threshold;
  std::optional<uint64_t> silence_threshold;
  std::optional<uint64_t> silence_size;
  std::optional<bool> tstamp_enable;
  std::optional<int> tstamp_type;

  /// Reads an object argument, whose fields may be missing or undefined. False with an exception
  /// pending: TypeError, RangeError, or the exception of a getter. May run JavaScript.
  bool Read(const Napi::CallbackInfo& info, size_t index);
};

/// Applies the request to the current parameters (snd_pcm_sw_params_current, snd_pcm_sw_params) and
/// returns the resulting ones. alsa-lib raises avail_min to one period. EIO before hw_params;
/// EINVAL. JavaScript thread only.
Napi::Value ApplySwParams(Napi::Env env, snd_pcm_t* pcm, const SwParamsRequest& request);

/// Current parameters (snd_pcm_sw_params_current). EIO before hw_params. JavaScript thread only.
Napi::Value CurrentSwParams(Napi::Env env, snd_pcm_t* pcm);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_SW_PARAMS_H_
