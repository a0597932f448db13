#include "hw-params.h"

#include <alsa/asoundlib.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "args.h"
#include "error.h"
#include "pcm.h"

namespace alsa_mmap {

void HwParams::Free::operator()(snd_pcm_hw_params_t* params) const {
  snd_pcm_hw_params_free(params);
}

Napi::Function HwParams::Define(Napi::Env env) {
  return DefineClass(env, "HwParams",
                     {InstanceMethod<&HwParams::Test>("test"),
                      InstanceMethod<&HwParams::Set>("set"),
                      InstanceMethod<&HwParams::SetNear>("setNear"),
                      InstanceMethod<&HwParams::Min>("min"),
                      InstanceMethod<&HwParams::Max>("max"),
                      InstanceMethod<&HwParams::Install>("install"),
                      InstanceMethod<&HwParams::Get>("get")});
}

HwParams::HwParams(const Napi::CallbackInfo& info) : Napi::ObjectWrap<HwParams>(info) {
  const Napi::Env env = info.Env();
  const Pcm* of = Pcm::From(info[0]);
  if (of == nullptr) {
    ThrowTypeError(env, "pcm must be a Pcm");
    return;
  }
  handle_ = of->handle();
  snd_pcm_t* pcm = Open(info, "snd_pcm_hw_params_any");
  if (pcm == nullptr) return;

  snd_pcm_hw_params_t* params = nullptr;
  int error = snd_pcm_hw_params_malloc(&params);
  if (error < 0) {
    ThrowErrno(env, error, "snd_pcm_hw_params_malloc");
    return;
  }
  params_.reset(params);
  error = snd_pcm_hw_params_any(pcm, params);
  if (error < 0) ThrowErrno(env, error, "snd_pcm_hw_params_any");
}

snd_pcm_t* HwParams::Open(const Napi::CallbackInfo& info, const std::string& syscall) const {
  snd_pcm_t* pcm = handle_ ? handle_->get() : nullptr;
  if (pcm == nullptr) ThrowErrno(info.Env(), EBADF, syscall);
  return pcm;
}

// A refused snd_pcm_hw_params leaves parts of the space empty, and reading an empty part is a
// failing assertion in alsa-lib, which ends the process.
template <typename Change>
int HwParams::Narrow(Change change) {
  snd_pcm_hw_params_t* trial;
  snd_pcm_hw_params_alloca(&trial);
  snd_pcm_hw_params_copy(trial, params_.get());
  const int error = change(trial);
  if (error >= 0) snd_pcm_hw_params_copy(params_.get(), trial);
  return error;
}

const HwKnob* HwParams::Knob(const Napi::CallbackInfo& info) {
  std::string name;
  if (!ReadString(info, 0, "knob", &name)) return nullptr;
  const HwKnob* knob = FindHwKnob(name);
  if (knob == nullptr) {
    ThrowTypeError(info.Env(), "knob must be access, format, channels, rate, periodSize, "
                               "bufferSize or periodWakeup, not " + name);
  }
  return knob;
}

const HwKnob* HwParams::OrderedKnob(const Napi::CallbackInfo& info) {
  const HwKnob* knob = Knob(info);
  if (knob == nullptr || knob->set_near != nullptr) return knob;
  ThrowTypeError(info.Env(), std::string(knob->name) + " has no order: no nearest, min or max");
  return nullptr;
}

Napi::Value HwParams::Test(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const HwKnob* knob = Knob(info);
  uint32_t value;
  if (knob == nullptr || !ReadInteger(info, 1, "value", 0, UINT32_MAX, &value)) {
    return Napi::Value();
  }
  snd_pcm_t* pcm = Open(info, knob->Function("test"));
  if (pcm == nullptr) return Napi::Value();
  const int error = value > knob->limit ? -EINVAL : knob->test(pcm, params_.get(), value);
  if (error < 0 && error != -EINVAL) return ThrowErrno(env, error, knob->Function("test"));
  return Napi::Boolean::New(env, error == 0);
}

Napi::Value HwParams::Set(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const HwKnob* knob = Knob(info);
  uint32_t value;
  if (knob == nullptr || !ReadInteger(info, 1, "value", 0, UINT32_MAX, &value)) {
    return Napi::Value();
  }
  snd_pcm_t* pcm = Open(info, knob->Function("set"));
  if (pcm == nullptr) return Napi::Value();
  const int error = Narrow([&](snd_pcm_hw_params_t* trial) {
    return value > knob->limit ? -EINVAL : knob->set(pcm, trial, value);
  });
  if (error < 0) return ThrowErrno(env, error, knob->Function("set"));
  return env.Undefined();
}

Napi::Value HwParams::SetNear(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const HwKnob* knob = OrderedKnob(info);
  uint32_t value;
  if (knob == nullptr || !ReadInteger(info, 1, "value", 0, UINT32_MAX, &value)) {
    return Napi::Value();
  }
  snd_pcm_t* pcm = Open(info, knob->Function("set", "_near"));
  if (pcm == nullptr) return Napi::Value();
  value = std::min(value, knob->limit);
  const int error = Narrow(
      [&](snd_pcm_hw_params_t* trial) { return knob->set_near(pcm, trial, &value); });
  if (error < 0) return ThrowErrno(env, error, knob->Function("set", "_near"));
  return Napi::Number::New(env, value);
}

Napi::Value HwParams::Min(const Napi::CallbackInfo& info) {
  const HwKnob* knob = OrderedKnob(info);
  if (knob == nullptr) return Napi::Value();
  snd_pcm_t* pcm = Open(info, knob->Function("get", "_min"));
  if (pcm == nullptr) return Napi::Value();
  uint32_t value;
  const int error = knob->min(pcm, params_.get(), &value);
  if (error < 0) return ThrowErrno(info.Env(), error, knob->Function("get", "_min"));
  return Napi::Number::New(info.Env(), value);
}

Napi::Value HwParams::Max(const Napi::CallbackInfo& info) {
  const HwKnob* knob = OrderedKnob(info);
  if (knob == nullptr) return Napi::Value();
  snd_pcm_t* pcm = Open(info, knob->Function("get", "_max"));
  if (pcm == nullptr) return Napi::Value();
  uint32_t value;
  const int error = knob->max(pcm, params_.get(), &value);
  if (error < 0) return ThrowErrno(info.Env(), error, knob->Function("get", "_max"));
  return Napi::Number::New(info.Env(), value);
}

Napi::Value HwParams::Install(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  snd_pcm_t* pcm = Open(info, "snd_pcm_hw_params");
  if (pcm == nullptr) return Napi::Value();
  const int error =
      Narrow([pcm](snd_pcm_hw_params_t* trial) { return snd_pcm_hw_params(pcm, trial); });
  if (error < 0) return ThrowErrno(env, error, "snd_pcm_hw_params");
  return env.Undefined();
}

Napi::Value HwParams::Get(const Napi::CallbackInfo& info) {
  const HwKnob* knob = Knob(info);
  if (knob == nullptr) return Napi::Value();
  snd_pcm_t* pcm = Open(info, knob->Function("get"));
  if (pcm == nullptr) return Napi::Value();
  uint32_t value;
  const int error = knob->get(pcm, params_.get(), &value);
  if (error < 0) return ThrowErrno(info.Env(), error, knob->Function("get"));
  return Napi::Number::New(info.Env(), value);
}

}  // namespace alsa_mmap
