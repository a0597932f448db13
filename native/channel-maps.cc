// Method of Pcm that returns the channel maps of the driver.

#include <alsa/asoundlib.h>

#include "pcm.h"

namespace alsa_mmap {

namespace {

Napi::Value Name(Napi::Env env, const char* name) {
  return Napi::String::New(env, name != nullptr ? name : "UNKNOWN");
}

}  // namespace

Napi::Value Pcm::ChannelMaps(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_query_chmaps");
  if (pcm == nullptr) return Napi::Value();
  Napi::Array result = Napi::Array::New(env);
  // Null also if the driver has no maps: the control element is missing.
  snd_pcm_chmap_query_t** const maps = snd_pcm_query_chmaps(pcm);
  for (uint32_t i = 0; maps != nullptr && maps[i] != nullptr; i++) {
    const snd_pcm_chmap_t& map = maps[i]->map;
    Napi::Array positions = Napi::Array::New(env, map.channels);
    for (uint32_t channel = 0; channel < map.channels; channel++) {
      const auto position = static_cast<snd_pcm_chmap_position>(map.pos[channel] &
                                                                SND_CHMAP_POSITION_MASK);
      positions.Set(channel, Name(env, snd_pcm_chmap_name(position)));
    }
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("type", Name(env, snd_pcm_chmap_type_name(maps[i]->type)));
    entry.Set("positions", positions);
    result.Set(i, entry);
  }
  if (maps != nullptr) snd_pcm_free_chmaps(maps);
  return result;
}

}  // namespace alsa_mmap
