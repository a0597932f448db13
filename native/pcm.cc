#include "pcm.h"

#include <alsa/asoundlib.h>

#include <cerrno>
#include <string>
#include <utility>

#include "addon-data.h"
#include "args.h"
#include "error.h"
#include "sw-params.h"

namespace alsa_mmap {

namespace {

// Unlike `instanceof`, a type tag is not affected by Object.setPrototypeOf.
constexpr napi_type_tag kPcmTag = {0x2c94ab6e51f74d07ULL, 0x8a3be0d4719f5c62ULL};

}  // namespace

Napi::Function Pcm::Define(Napi::Env env) {
  return DefineClass(env, "Pcm",
                     {InstanceMethod<&Pcm::Descriptor>("descriptor"),
                      InstanceMethod<&Pcm::TypeName>("typeName"),
                      InstanceMethod<&Pcm::Info>("info"),
                      InstanceMethod<&Pcm::ChannelMaps>("channelMaps"),
                      InstanceMethod<&Pcm::SwParams>("swParams"),
                      InstanceMethod<&Pcm::SwParamsCurrent>("swParamsCurrent"),
                      InstanceMethod<&Pcm::State>("state"),
                      InstanceMethod<&Pcm::AvailUpdate>("availUpdate"),
                      InstanceMethod<&Pcm::Avail>("avail"),
                      InstanceMethod<&Pcm::Delay>("delay"),
                      InstanceMethod<&Pcm::Htimestamp>("htimestamp"),
                      InstanceMethod<&Pcm::TimeCalls>("timeCalls"),
                      InstanceMethod<&Pcm::Prepare>("prepare"),
                      InstanceMethod<&Pcm::Drain>("drain"),
                      InstanceMethod<&Pcm::Drop>("drop"),
                      InstanceMethod<&Pcm::Pause>("pause"),
                      InstanceMethod<&Pcm::Resume>("resume"),
                      InstanceMethod<&Pcm::HwFree>("hwFree"),
                      InstanceMethod<&Pcm::Writei>("writei"),
                      InstanceMethod<&Pcm::Readi>("readi"),
                      InstanceMethod<&Pcm::Close>("close")});
}

Pcm* Pcm::From(Napi::Value value) {
  if (!value.IsObject()) return nullptr;
  bool tagged = false;
  if (napi_check_object_type_tag(value.Env(), value, &kPcmTag, &tagged) != napi_ok || !tagged) {
    return nullptr;
  }
  return Unwrap(value.As<Napi::Object>());
}

Pcm::Pcm(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Pcm>(info) {
  const Napi::Env env = info.Env();
  std::string name;
  int stream;
  if (!ReadString(info, 0, "name", &name) ||
      !ReadInteger(info, 1, "direction", SND_PCM_STREAM_PLAYBACK, SND_PCM_STREAM_CAPTURE,
                   &stream)) {
    return;
  }
  auto open_pcms = env.GetInstanceData<AddonData>()->pcms;
  const int error = PcmHandle::Open(name, stream, std::move(open_pcms), &handle_);
  if (error < 0) {
    ThrowErrno(env, error, "snd_pcm_open");
    return;
  }
  napi_type_tag_object(env, info.This(), &kPcmTag);
}

snd_pcm_t* Pcm::RequireOpen(const Napi::CallbackInfo& info, const char* syscall) const {
  snd_pcm_t* pcm = handle_ ? handle_->get() : nullptr;
  if (pcm == nullptr) ThrowErrno(info.Env(), EBADF, syscall);
  return pcm;
}

Napi::Value Pcm::Descriptor(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_poll_descriptors");
  if (pcm == nullptr) return Napi::Value();
  const int count = snd_pcm_poll_descriptors_count(pcm);
  if (count < 0) return ThrowErrno(env, count, "snd_pcm_poll_descriptors_count");
  if (count != 1) return ThrowErrno(env, ENOTSUP, "snd_pcm_poll_descriptors_count");

  pollfd descriptor = {};
  const int filled = snd_pcm_poll_descriptors(pcm, &descriptor, 1);
  if (filled < 0) return ThrowErrno(env, filled, "snd_pcm_poll_descriptors");
  if (filled != 1) return ThrowErrno(env, ENOTSUP, "snd_pcm_poll_descriptors");
  return Napi::Number::New(env, descriptor.fd);
}

Napi::Value Pcm::TypeName(const Napi::CallbackInfo& info) {
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_type");
  if (pcm == nullptr) return Napi::Value();
  const char* name = snd_pcm_type_name(snd_pcm_type(pcm));
  return Napi::String::New(info.Env(), name != nullptr ? name : "UNKNOWN");
}

Napi::Value Pcm::Info(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_info");
  if (pcm == nullptr) return Napi::Value();
  snd_pcm_info_t* pcm_info;
  snd_pcm_info_alloca(&pcm_info);
  const int error = snd_pcm_info(pcm, pcm_info);
  if (error < 0) return ThrowErrno(env, error, "snd_pcm_info");

  const int card = snd_pcm_info_get_card(pcm_info);
  const int device = card < 0 ? -1 : static_cast<int>(snd_pcm_info_get_device(pcm_info));
  const int subdevice = card < 0 ? -1 : static_cast<int>(snd_pcm_info_get_subdevice(pcm_info));
  Napi::Object result = Napi::Object::New(env);
  result.Set("card", Napi::Number::New(env, card < 0 ? -1 : card));
  result.Set("device", Napi::Number::New(env, device));
  result.Set("subdevice", Napi::Number::New(env, subdevice));
  result.Set("id", Napi::String::New(env, snd_pcm_info_get_id(pcm_info)));
  result.Set("name", Napi::String::New(env, snd_pcm_info_get_name(pcm_info)));
  return result;
}

Napi::Value Pcm::SwParams(const Napi::CallbackInfo& info) {
  // Read before RequireOpen: getters of the request run JavaScript, which can close this PCM.
  SwParamsRequest request;
  if (!request.Read(info, 0)) return Napi::Value();
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_sw_params");
  if (pcm == nullptr) return Napi::Value();
  return ApplySwParams(info.Env(), pcm, request);
}

Napi::Value Pcm::SwParamsCurrent(const Napi::CallbackInfo& info) {
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_sw_params_current");
  if (pcm == nullptr) return Napi::Value();
  return CurrentSwParams(info.Env(), pcm);
}

Napi::Value Pcm::State(const Napi::CallbackInfo& info) {
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_state");
  if (pcm == nullptr) return Napi::Value();
  return Napi::Number::New(info.Env(), static_cast<int>(snd_pcm_state(pcm)));
}

Napi::Value Pcm::Close(const Napi::CallbackInfo& info) {
  const int error = handle_ ? handle_->Close() : 0;
  if (error < 0) return ThrowErrno(info.Env(), error, "snd_pcm_close");
  return info.Env().Undefined();
}

}  // namespace alsa_mmap
