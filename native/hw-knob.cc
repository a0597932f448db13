#include "hw-knob.h"

#include <alsa/asoundlib.h>

#include <cerrno>

namespace alsa_mmap {

namespace {

using Params = snd_pcm_hw_params_t;

// Adapters that give the alsa-lib functions one shape: with or without the trailing `dir` (always
// 0: exactly this value), for unsigned int, unsigned long or an enum.

template <typename T, int (*Call)(snd_pcm_t*, Params*, T)>
int Put(snd_pcm_t* pcm, Params* params, uint32_t value) {
  return Call(pcm, params, static_cast<T>(value));
}

template <typename T, int (*Call)(snd_pcm_t*, Params*, T, int)>
int PutExactly(snd_pcm_t* pcm, Params* params, uint32_t value) {
  return Call(pcm, params, static_cast<T>(value), 0);
}

template <typename T, int (*Call)(snd_pcm_t*, Params*, T*)>
int Near(snd_pcm_t* pcm, Params* params, uint32_t* value) {
  T wide = *value;
  const int error = Call(pcm, params, &wide);
  *value = static_cast<uint32_t>(wide);
  return error;
}

template <typename T, int (*Call)(snd_pcm_t*, Params*, T*, int*)>
int NearWithDir(snd_pcm_t* pcm, Params* params, uint32_t* value) {
  T wide = *value;
  int dir = 0;
  const int error = Call(pcm, params, &wide, &dir);
  *value = static_cast<uint32_t>(wide);
  return error;
}

template <typename T, int (*Call)(const Params*, T*)>
int Take(snd_pcm_t* /* pcm */, const Params* params, uint32_t* value) {
  T wide = {};
  const int error = Call(params, &wide);
  *value = static_cast<uint32_t>(wide);
  return error;
}

template <typename T, int (*Call)(const Params*, T*, int*)>
int TakeWithDir(snd_pcm_t* /* pcm */, const Params* params, uint32_t* value) {
  T wide = {};
  int dir = 0;
  const int error = Call(params, &wide, &dir);
  *value = static_cast<uint32_t>(wide);
  return error;
}

// Period wake-up is a flag of the request. The kernel ignores it unless the driver supports it
// (sound/core/pcm_native.c, `no_period_wakeup`).

int TestPeriodWakeup(snd_pcm_t* /* pcm */, Params* params, uint32_t value) {
  return value == 1 || snd_pcm_hw_params_can_disable_period_wakeup(params) == 1 ? 0 : -EINVAL;
}

int SetPeriodWakeup(snd_pcm_t* pcm, Params* params, uint32_t value) {
  const int error = TestPeriodWakeup(pcm, params, value);
  return error < 0 ? error : snd_pcm_hw_params_set_period_wakeup(pcm, params, value);
}

int GetPeriodWakeup(snd_pcm_t* pcm, const Params* params, uint32_t* value) {
  // Reads only, although the parameter is not const.
  const int error =
      snd_pcm_hw_params_get_period_wakeup(pcm, const_cast<Params*>(params), value);
  if (snd_pcm_hw_params_can_disable_period_wakeup(params) != 1) *value = 1;
  return error;
}

using Uint = unsigned int;
using Frames = snd_pcm_uframes_t;

// alsa-lib's own SND_PCM_PLUGIN_CHANNELS_MAX.
constexpr uint32_t kMaxChannels = 10000;

constexpr HwKnob kKnobs[] = {
    {"access", "access", SND_PCM_ACCESS_LAST,
     Put<snd_pcm_access_t, snd_pcm_hw_params_test_access>,
     Put<snd_pcm_access_t, snd_pcm_hw_params_set_access>,
     Take<snd_pcm_access_t, snd_pcm_hw_params_get_access>, nullptr, nullptr, nullptr},
    {"format", "format", SND_PCM_FORMAT_LAST,
     Put<snd_pcm_format_t, snd_pcm_hw_params_test_format>,
     Put<snd_pcm_format_t, snd_pcm_hw_params_set_format>,
     Take<snd_pcm_format_t, snd_pcm_hw_params_get_format>, nullptr, nullptr, nullptr},
    {"channels", "channels", kMaxChannels,
     Put<Uint, snd_pcm_hw_params_test_channels>,
     Put<Uint, snd_pcm_hw_params_set_channels>,
     Take<Uint, snd_pcm_hw_params_get_channels>,
     Near<Uint, snd_pcm_hw_params_set_channels_near>,
     Take<Uint, snd_pcm_hw_params_get_channels_min>,
     Take<Uint, snd_pcm_hw_params_get_channels_max>},
    {"rate", "rate", INT32_MAX,
     PutExactly<Uint, snd_pcm_hw_params_test_rate>,
     PutExactly<Uint, snd_pcm_hw_params_set_rate>,
     TakeWithDir<Uint, snd_pcm_hw_params_get_rate>,
     NearWithDir<Uint, snd_pcm_hw_params_set_rate_near>,
     TakeWithDir<Uint, snd_pcm_hw_params_get_rate_min>,
     TakeWithDir<Uint, snd_pcm_hw_params_get_rate_max>},
    {"periodSize", "period_size", INT32_MAX,
     PutExactly<Frames, snd_pcm_hw_params_test_period_size>,
     PutExactly<Frames, snd_pcm_hw_params_set_period_size>,
     TakeWithDir<Frames, snd_pcm_hw_params_get_period_size>,
     NearWithDir<Frames, snd_pcm_hw_params_set_period_size_near>,
     TakeWithDir<Frames, snd_pcm_hw_params_get_period_size_min>,
     TakeWithDir<Frames, snd_pcm_hw_params_get_period_size_max>},
    {"bufferSize", "buffer_size", INT32_MAX,
     Put<Frames, snd_pcm_hw_params_test_buffer_size>,
     Put<Frames, snd_pcm_hw_params_set_buffer_size>,
     Take<Frames, snd_pcm_hw_params_get_buffer_size>,
     Near<Frames, snd_pcm_hw_params_set_buffer_size_near>,
     Take<Frames, snd_pcm_hw_params_get_buffer_size_min>,
     Take<Frames, snd_pcm_hw_params_get_buffer_size_max>},
    {"periodWakeup", "period_wakeup", 1, TestPeriodWakeup, SetPeriodWakeup, GetPeriodWakeup,
     nullptr, nullptr, nullptr},
};

}  // namespace

std::string HwKnob::Function(const char* verb, const char* suffix) const {
  return std::string("snd_pcm_hw_params_") + verb + "_" + alsa_name + suffix;
}

const HwKnob* FindHwKnob(const std::string& name) {
  for (const HwKnob& knob : kKnobs) {
    if (name == knob.name) return &knob;
  }
  return nullptr;
}

}  // namespace alsa_mmap
