#ifndef ALSA_MMAP_HW_KNOB_H_
#define ALSA_MMAP_HW_KNOB_H_

#include <cstdint>
#include <string>

typedef struct _snd_pcm snd_pcm_t;
typedef struct _snd_pcm_hw_params snd_pcm_hw_params_t;

namespace alsa_mmap {

/// One parameter of a configuration space, over alsa-lib's many functions for it. All of them
/// return 0 or a negative errno, mostly EINVAL: not in the space.
struct HwKnob {
  /// Name in JavaScript (`HwParam` in src/device/config-space.ts), and in alsa-lib.
  const char* name;
  const char* alsa_name;
  /// Largest value that is passed to alsa-lib. A PCM without limits of its own, such as `null`,
  /// takes larger ones into failing assertions (access, format), or into loops in snd_pcm_hw_params
  /// that do not end (2^32 - 1 frames) or not soon (channels squared).
  uint32_t limit;

  int (*test)(snd_pcm_t*, snd_pcm_hw_params_t*, uint32_t value);
  int (*set)(snd_pcm_t*, snd_pcm_hw_params_t*, uint32_t value);
  int (*get)(snd_pcm_t*, const snd_pcm_hw_params_t*, uint32_t* value);

  /// Null for access, format and periodWakeup, which have no order.
  int (*set_near)(snd_pcm_t*, snd_pcm_hw_params_t*, uint32_t* value);
  int (*min)(snd_pcm_t*, const snd_pcm_hw_params_t*, uint32_t* value);
  int (*max)(snd_pcm_t*, const snd_pcm_hw_params_t*, uint32_t* value);

  /// Name of the alsa-lib function, for errors: `snd_pcm_hw_params_set_rate_near`.
  std::string Function(const char* verb, const char* suffix = "") const;
};

/// Parameter of that name; null if unknown.
const HwKnob* FindHwKnob(const std::string& name);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_HW_KNOB_H_
