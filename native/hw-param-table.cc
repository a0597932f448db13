#include "hw-param-table.h"

#include <alsa/asoundlib.h>

#include <cerrno>

namespace alsa_mmap {

namespace {

using Params = snd_pcm_hw_params_t;

// Adapters from the alsa-lib functions to the signatures of HwParam. alsa-lib's have a trailing
// `dir` (0: exactly this value) or none, and take unsigned int, unsigned long or an enum.

template <typename T, int (*Call)(snd_pcm_t*, Params*, T)>
int CallSet(snd_pcm_t* pcm, Params* params, uint32_t value) {
  return Call(pcm, params, static_cast<T>(value));
}

template <typename T, int (*Call)(snd_pcm_t*, Params*, T, int)>
int CallSetWithDir(snd_pcm_t* pcm, Params* params, uint32_t value) {
  return Call(pcm, params, static_cast<T>(value), 0);
}

template <typename T, int (*Call)(snd_pcm_t*, Params*, T*)>
int CallSetNear(snd_pcm_t* pcm, Params* params, uint32_t* value) {
  T wide = *value;
  const int error = Call(pcm, params, &wide);
  *value = static_cast<uint32_t>(wide);
  return error;
}

template <typename T, int (*Call)(snd_pcm_t*, Params*, T*, int*)>
int CallSetNearWithDir(snd_pcm_t* pcm, Params* params, uint32_t* value) {
  T wide = *value;
  int dir = 0;
  const int error = Call(pcm, params, &wide, &dir);
  *value = static_cast<uint32_t>(wide);
  return error;
}

template <typename T, int (*Call)(const Params*, T*)>
int CallGet(snd_pcm_t* /* pcm */, const Params* params, uint32_t* value) {
  T wide = {};
  const int error = Call(params, &wide);
  *value = static_cast<uint32_t>(wide);
  return error;
}

template <typename T, int (*Call)(const Params*, T*, int*)>
int CallGetWithDir(snd_pcm_t* /* pcm */, const Params* params, uint32_t* value) {
  T wide = {};
  int dir = 0;
  const int error = Call(params, &wide, &dir);
  *value = static_cast<uint32_t>(wide);
  return error;
}

// The wake-up at each period is a flag of the request. The kernel ignores it if the driver cannot
// disable its period interrupts (sound/core/pcm_native.c, `no_period_wakeup`).

int TestPeriodWakeup(snd_pcm_t* /* pcm */, Params* params, uint32_t value) {
  return value == 1 || snd_pcm_hw_params_can_disable_period_wakeup(params) == 1 ? 0 : -EINVAL;
}

int SetPeriodWakeup(snd_pcm_t* pcm, Params* params, uint32_t value) {
  const int error = TestPeriodWakeup(pcm, params, value);
  return error < 0 ? error : snd_pcm_hw_params_set_period_wakeup(pcm, params, value);
}

int GetPeriodWakeup(snd_pcm_t* pcm, const Params* params, uint32_t* value) {
  // Does not modify `params`, although the argument is not const.
  const int error =
      snd_pcm_hw_params_get_period_wakeup(pcm, const_cast<Params*>(params), value);
  if (snd_pcm_hw_params_can_disable_period_wakeup(params) != 1) *value = 1;
  return error;
}

using Uint = unsigned int;
using Frames = snd_pcm_uframes_t;

// alsa-lib's own SND_PCM_PLUGIN_CHANNELS_MAX.
constexpr uint32_t kMaxChannels = 10000;

constexpr HwParam kHwParams[] = {
    {"access", "access", SND_PCM_ACCESS_LAST,
     CallSet<snd_pcm_access_t, snd_pcm_hw_params_test_access>,
     CallSet<snd_pcm_access_t, snd_pcm_hw_params_set_access>,
     CallGet<snd_pcm_access_t, snd_pcm_hw_params_get_access>, nullptr, nullptr, nullptr},
    {"format", "format", SND_PCM_FORMAT_LAST,
     CallSet<snd_pcm_format_t, snd_pcm_hw_params_test_format>,
     CallSet<snd_pcm_format_t, snd_pcm_hw_params_set_format>,
     CallGet<snd_pcm_format_t, snd_pcm_hw_params_get_format>, nullptr, nullptr, nullptr},
    {"channels", "channels", kMaxChannels,
     CallSet<Uint, snd_pcm_hw_params_test_channels>,
     CallSet<Uint, snd_pcm_hw_params_set_channels>,
     CallGet<Uint, snd_pcm_hw_params_get_channels>,
     CallSetNear<Uint, snd_pcm_hw_params_set_channels_near>,
     CallGet<Uint, snd_pcm_hw_params_get_channels_min>,
     CallGet<Uint, snd_pcm_hw_params_get_channels_max>},
    {"rate", "rate", INT32_MAX,
     CallSetWithDir<Uint, snd_pcm_hw_params_test_rate>,
     CallSetWithDir<Uint, snd_pcm_hw_params_set_rate>,
     CallGetWithDir<Uint, snd_pcm_hw_params_get_rate>,
     CallSetNearWithDir<Uint, snd_pcm_hw_params_set_rate_near>,
     CallGetWithDir<Uint, snd_pcm_hw_params_get_rate_min>,
     CallGetWithDir<Uint, snd_pcm_hw_params_get_rate_max>},
    {"periodSize", "period_size", INT32_MAX,
     CallSetWithDir<Frames, snd_pcm_hw_params_test_period_size>,
     CallSetWithDir<Frames, snd_pcm_hw_params_set_period_size>,
     CallGetWithDir<Frames, snd_pcm_hw_params_get_period_size>,
     CallSetNearWithDir<Frames, snd_pcm_hw_params_set_period_size_near>,
     CallGetWithDir<Frames, snd_pcm_hw_params_get_period_size_min>,
     CallGetWithDir<Frames, snd_pcm_hw_params_get_period_size_max>},
    {"bufferSize", "buffer_size", INT32_MAX,
     CallSet<Frames, snd_pcm_hw_params_test_buffer_size>,
     CallSet<Frames, snd_pcm_hw_params_set_buffer_size>,
     CallGet<Frames, snd_pcm_hw_params_get_buffer_size>,
     CallSetNear<Frames, snd_pcm_hw_params_set_buffer_size_near>,
     CallGet<Frames, snd_pcm_hw_params_get_buffer_size_min>,
     CallGet<Frames, snd_pcm_hw_params_get_buffer_size_max>},
    {"periodWakeup", "period_wakeup", 1, TestPeriodWakeup, SetPeriodWakeup, GetPeriodWakeup,
     nullptr, nullptr, nullptr},
};

}  // namespace

std::string HwParam::FunctionName(const char* verb, const char* suffix) const {
  return std::string("snd_pcm_hw_params_") + verb + "_" + alsa_name + suffix;
}

const HwParam* FindHwParam(const std::string& name) {
  for (const HwParam& param : kHwParams) {
    if (name == param.name) return &param;
  }
  return nullptr;
}

}  // namespace alsa_mmap
