// Methods of Pcm that return the position of the stream according to alsa-lib.

#include <alsa/asoundlib.h>

#include "args.h"
#include "error.h"
#include "pcm.h"

namespace alsa_mmap {

Napi::Value Pcm::CallFrames(const Napi::CallbackInfo& info, const char* syscall,
                     long (*call)(snd_pcm_t*)) {
  snd_pcm_t* pcm = RequireOpen(info, syscall);
  if (pcm == nullptr) return Napi::Value();
  const long frames = call(pcm);
  if (frames < 0) return ThrowErrno(info.Env(), static_cast<int>(frames), syscall);
  return Napi::Number::New(info.Env(), static_cast<double>(frames));
}

Napi::Value Pcm::AvailUpdate(const Napi::CallbackInfo& info) {
  return CallFrames(info, "snd_pcm_avail_update", snd_pcm_avail_update);
}

Napi::Value Pcm::Avail(const Napi::CallbackInfo& info) {
  return CallFrames(info, "snd_pcm_avail", snd_pcm_avail);
}

Napi::Value Pcm::Delay(const Napi::CallbackInfo& info) {
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_delay");
  if (pcm == nullptr) return Napi::Value();
  snd_pcm_sframes_t delay = 0;
  const int error = snd_pcm_delay(pcm, &delay);
  if (error < 0) return ThrowErrno(info.Env(), error, "snd_pcm_delay");
  return Napi::Number::New(info.Env(), static_cast<double>(delay));
}

Napi::Value Pcm::Htimestamp(const Napi::CallbackInfo& info) {
  Bytes into;
  if (!ReadArrayBuffer(info, 0, "into", 2 * sizeof(double), &into)) return Napi::Value();
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_htimestamp");
  if (pcm == nullptr) return Napi::Value();
  snd_pcm_uframes_t avail = 0;
  snd_htimestamp_t timestamp = {};
  const int error = snd_pcm_htimestamp(pcm, &avail, &timestamp);
  if (error < 0) return ThrowErrno(info.Env(), error, "snd_pcm_htimestamp");
  auto* out = reinterpret_cast<double*>(into.data);
  out[0] = static_cast<double>(timestamp.tv_sec);
  out[1] = static_cast<double>(timestamp.tv_nsec);
  return Napi::Number::New(info.Env(), static_cast<double>(avail));
}

}  // namespace alsa_mmap
