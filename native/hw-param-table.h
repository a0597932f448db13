#ifndef ALSA_MMAP_HW_PARAM_TABLE_H_
#define ALSA_MMAP_HW_PARAM_TABLE_H_

#include <cstdint>
#include <string>

// alsa-lib's own declarations, so that this header does not need <alsa/asoundlib.h>.
typedef struct _snd_pcm snd_pcm_t;
typedef struct _snd_pcm_hw_params snd_pcm_hw_params_t;

namespace alsa_mmap {

/// One parameter of a configuration space, with the alsa-lib functions that handle it. Each
/// function returns 0 or a negative errno, mostly EINVAL: the space does not contain the value.
/// Sizes are in frames, the rate is in Hz, access and format are kernel numbers, and
/// periodWakeup is 0 or 1.
struct HwParam {
  /// Names in JavaScript (`HwParam` in src/device/config-space.ts) and in alsa-lib.
  const char* name;
  const char* alsa_name;
  /// Largest value that alsa-lib can handle. A PCM without limits of its own, such as `null`,
  /// passes larger ones to failing assertions (access, format), or to loops in snd_pcm_hw_params
  /// that never end (2^32 - 1 frames) or take very long (channels squared).
  uint32_t max_safe_value;

  int (*test)(snd_pcm_t*, snd_pcm_hw_params_t*, uint32_t value);
  int (*set)(snd_pcm_t*, snd_pcm_hw_params_t*, uint32_t value);
  int (*get)(snd_pcm_t*, const snd_pcm_hw_params_t*, uint32_t* value);

  /// Null for access, format and periodWakeup, whose values have no order.
  int (*set_near)(snd_pcm_t*, snd_pcm_hw_params_t*, uint32_t* value);
  int (*min)(snd_pcm_t*, const snd_pcm_hw_params_t*, uint32_t* value);
  int (*max)(snd_pcm_t*, const snd_pcm_hw_params_t*, uint32_t* value);

  /// Name of an alsa-lib function of this parameter, for errors:
  /// `FunctionName("set", "_near")` is `snd_pcm_hw_params_set_rate_near` for the rate.
  std::string FunctionName(const char* verb, const char* suffix = "") const;
};

/// Parameter by its JavaScript name; null for an unknown name. Any thread.
const HwParam* FindHwParam(const std::string& name);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_HW_PARAM_TABLE_H_
