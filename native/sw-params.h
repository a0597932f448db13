#ifndef ALSA_MMAP_SW_PARAMS_H_
#define ALSA_MMAP_SW_PARAMS_H_

#include <napi.h>

#include <cstdint>
#include <optional>

#include "pcm-handle.h"

namespace alsa_mmap {

/// Changes of the software parameters: `NativeSwParamsRequest` in src/device/binding.ts.
struct SwRequest {
  std::optional<uint64_t> avail_min;
  std::optional<uint64_t> start_threshold;
  std::optional<uint64_t> stop_threshold;
  std::optional<uint64_t> silence_threshold;
  std::optional<uint64_t> silence_size;
  std::optional<bool> tstamp_enable;
  std::optional<int> tstamp_type;

  /// Reads the argument, an object whose fields can be missing or undefined. Returns false with an
  /// exception pending: TypeError, RangeError, or one thrown by a getter. Can run JavaScript.
  bool Read(const Napi::CallbackInfo& info, size_t index);
};

/// snd_pcm_sw_params_current, the changes, snd_pcm_sw_params; returns the result. alsa-lib raises
/// avail_min to one period. EIO before hw_params; EINVAL.
Napi::Value ApplySwParams(Napi::Env env, snd_pcm_t* pcm, const SwRequest& request);

/// snd_pcm_sw_params_current. EIO before hw_params.
Napi::Value CurrentSwParams(Napi::Env env, snd_pcm_t* pcm);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_SW_PARAMS_H_
