// Methods of Pcm that change the state of the stream or transfer samples through alsa-lib.

#include <alsa/asoundlib.h>

#include <cerrno>
#include <cstdint>
#include <string>

#include "args.h"
#include "error.h"
#include "pcm.h"

namespace alsa_mmap {

Napi::Value Pcm::CallVoid(const Napi::CallbackInfo& info, const char* syscall,
                     int (*call)(snd_pcm_t*)) {
  snd_pcm_t* pcm = RequireOpen(info, syscall);
  if (pcm == nullptr) return Napi::Value();
  const int error = call(pcm);
  if (error < 0) return ThrowErrno(info.Env(), error, syscall);
  return info.Env().Undefined();
}

Napi::Value Pcm::Prepare(const Napi::CallbackInfo& info) {
  return CallVoid(info, "snd_pcm_prepare", snd_pcm_prepare);
}

Napi::Value Pcm::Drain(const Napi::CallbackInfo& info) {
  return CallVoid(info, "snd_pcm_drain", snd_pcm_drain);
}

Napi::Value Pcm::Drop(const Napi::CallbackInfo& info) {
  return CallVoid(info, "snd_pcm_drop", snd_pcm_drop);
}

Napi::Value Pcm::Pause(const Napi::CallbackInfo& info) {
  bool on;
  if (!ReadBoolean(info, 0, "on", &on)) return Napi::Value();
  const auto pause = [](snd_pcm_t* pcm) { return snd_pcm_pause(pcm, 1); };
  const auto release = [](snd_pcm_t* pcm) { return snd_pcm_pause(pcm, 0); };
  return on ? CallVoid(info, "snd_pcm_pause", pause) : CallVoid(info, "snd_pcm_pause", release);
}

Napi::Value Pcm::Resume(const Napi::CallbackInfo& info) {
  return CallVoid(info, "snd_pcm_resume", snd_pcm_resume);
}

Napi::Value Pcm::HwFree(const Napi::CallbackInfo& info) {
  return CallVoid(info, "snd_pcm_hw_free", snd_pcm_hw_free);
}

template <typename Transfer>
Napi::Value Pcm::TransferFrames(const Napi::CallbackInfo& info, const char* syscall, int stream,
                      Transfer transfer) {
  const Napi::Env env = info.Env();
  Bytes bytes;
  snd_pcm_sframes_t frames;
  if (!ReadUint8Array(info, 0, "bytes", &bytes) ||
      !ReadInteger(info, 1, "frames", 0, INT32_MAX, &frames)) {
    return Napi::Value();
  }
  snd_pcm_t* pcm = RequireOpen(info, syscall);
  if (pcm == nullptr) return Napi::Value();
  // Some plugins of alsa-lib do not check the direction.
  if (snd_pcm_stream(pcm) != stream) return ThrowErrno(env, EINVAL, syscall);

  const ssize_t size = snd_pcm_frames_to_bytes(pcm, frames);
  if (size < 0) return ThrowErrno(env, static_cast<int>(size), syscall);
  if (static_cast<size_t>(size) > bytes.length) {
    return ThrowRangeError(env, "bytes must hold " + std::to_string(frames) + " frames");
  }
  if (frames == 0) return Napi::Number::New(env, 0);
  const snd_pcm_sframes_t transferred = transfer(pcm, bytes.data, frames);
  if (transferred < 0) return ThrowErrno(env, static_cast<int>(transferred), syscall);
  return Napi::Number::New(env, static_cast<double>(transferred));
}

Napi::Value Pcm::Writei(const Napi::CallbackInfo& info) {
  return TransferFrames(info, "snd_pcm_writei", SND_PCM_STREAM_PLAYBACK, snd_pcm_writei);
}

Napi::Value Pcm::Readi(const Napi::CallbackInfo& info) {
  return TransferFrames(info, "snd_pcm_readi", SND_PCM_STREAM_CAPTURE, snd_pcm_readi);
}

}  // namespace alsa_mmap
