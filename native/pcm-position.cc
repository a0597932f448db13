// Methods of Pcm that return the position of the stream according to alsa-lib.

#include <alsa/asoundlib.h>

#include <cstdint>
#include <string>

#include "args.h"
#include "error.h"
#include "pcm.h"
#include "system.h"

namespace alsa_mmap {

namespace {

struct PositionCall {
  const char* name;
  long (*call)(snd_pcm_t*);
};

constexpr PositionCall kPositionCalls[] = {
    {"snd_pcm_avail_update", snd_pcm_avail_update},
    {"snd_pcm_avail", snd_pcm_avail},
    {"snd_pcm_delay",
     [](snd_pcm_t* pcm) -> long {
       snd_pcm_sframes_t delay;
       return snd_pcm_delay(pcm, &delay);
     }},
    {"snd_pcm_htimestamp",
     [](snd_pcm_t* pcm) -> long {
       snd_pcm_uframes_t avail;
       snd_htimestamp_t timestamp;
       return snd_pcm_htimestamp(pcm, &avail, &timestamp);
     }},
};

}  // namespace

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

Napi::Value Pcm::TimeCalls(const Napi::CallbackInfo& info) {
  std::string name;
  uint32_t count;
  if (!ReadString(info, 0, "name", &name) ||
      !ReadInteger(info, 1, "count", 0, UINT32_MAX, &count)) {
    return Napi::Value();
  }
  for (const PositionCall& one : kPositionCalls) {
    if (name != one.name) continue;
    snd_pcm_t* pcm = RequireOpen(info, one.name);
    if (pcm == nullptr) return Napi::Value();
    const int64_t begin_ns = MonotonicNs();
    for (uint32_t i = 0; i < count; i++) {
      const long result = one.call(pcm);
      if (result < 0) return ThrowErrno(info.Env(), static_cast<int>(result), one.name);
    }
    return Napi::Number::New(info.Env(), static_cast<double>(MonotonicNs() - begin_ns));
  }
  return ThrowRangeError(info.Env(), "unknown call " + name);
}

}  // namespace alsa_mmap
