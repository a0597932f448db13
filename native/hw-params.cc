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
  const Pcm* source = Pcm::From(info[0]);
  if (source == nullptr) {
    ThrowTypeError(env, "pcm must be a Pcm");
    return;
  }
  handle_ = source->handle();
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_hw_params_any");
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

snd_pcm_t* HwParams::RequireOpen(const Napi::CallbackInfo& info, const std::string& syscall) const {
  snd_pcm_t* pcm = handle_ ? handle_->get() : nullptr;
  if (pcm == nullptr) ThrowErrno(info.Env(), EBADF, syscall);
  return pcm;
}

// A refused snd_pcm_hw_params leaves parts of the space empty. Reading an empty part fails an
// assertion in alsa-lib, which aborts the process.
template <typename Change>
int HwParams::ApplyToCopy(Change change) {
  snd_pcm_hw_params_t* copy;
  snd_pcm_hw_params_alloca(&copy);
  snd_pcm_hw_params_copy(copy, params_.get());
  const int error = change(copy);
  if (error >= 0) snd_pcm_hw_params_copy(params_.get(), copy);
  return error;
}

const HwParam* HwParams::ReadParam(const Napi::CallbackInfo& info) {
  std::string name;
  if (!ReadString(info, 0, "param", &name)) return nullptr;
  const HwParam* param = FindHwParam(name);
  if (param == nullptr) {
    ThrowTypeError(info.Env(), "param must be access, format, channels, rate, periodSize, "
                               "bufferSize or periodWakeup, not " + name);
  }
  return param;
}

const HwParam* HwParams::ReadOrderedParam(const Napi::CallbackInfo& info) {
  const HwParam* param = ReadParam(info);
  if (param == nullptr || param->set_near != nullptr) return param;
  ThrowTypeError(info.Env(), std::string(param->name) + " has no order: no nearest, min or max");
  return nullptr;
}

Napi::Value HwParams::Test(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const HwParam* param = ReadParam(info);
  uint32_t value;
  if (param == nullptr || !ReadInteger(info, 1, "value", 0, UINT32_MAX, &value)) {
    return Napi::Value();
  }
  snd_pcm_t* pcm = RequireOpen(info, param->FunctionName("test"));
  if (pcm == nullptr) return Napi::Value();
  const int error =
      value > param->max_safe_value ? -EINVAL : param->test(pcm, params_.get(), value);
  if (error < 0 && error != -EINVAL) return ThrowErrno(env, error, param->FunctionName("test"));
  return Napi::Boolean::New(env, error == 0);
}

Napi::Value HwParams::Set(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const HwParam* param = ReadParam(info);
  uint32_t value;
  if (param == nullptr || !ReadInteger(info, 1, "value", 0, UINT32_MAX, &value)) {
    return Napi::Value();
  }
  snd_pcm_t* pcm = RequireOpen(info, param->FunctionName("set"));
  if (pcm == nullptr) return Napi::Value();
  const int error = ApplyToCopy([&](snd_pcm_hw_params_t* copy) {
    return value > param->max_safe_value ? -EINVAL : param->set(pcm, copy, value);
  });
  if (error < 0) return ThrowErrno(env, error, param->FunctionName("set"));
  return env.Undefined();
}

Napi::Value HwParams::SetNear(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const HwParam* param = ReadOrderedParam(info);
  uint32_t value;
  if (param == nullptr || !ReadInteger(info, 1, "value", 0, UINT32_MAX, &value)) {
    return Napi::Value();
  }
  snd_pcm_t* pcm = RequireOpen(info, param->FunctionName("set", "_near"));
  if (pcm == nullptr) return Napi::Value();
  value = std::min(value, param->max_safe_value);
  const int error = ApplyToCopy(
      [&](snd_pcm_hw_params_t* copy) { return param->set_near(pcm, copy, &value); });
  if (error < 0) return ThrowErrno(env, error, param->FunctionName("set", "_near"));
  return Napi::Number::New(env, value);
}

Napi::Value HwParams::CallGetter(const Napi::CallbackInfo& info, Getter* getter,
                                 const std::string& syscall) const {
  snd_pcm_t* pcm = RequireOpen(info, syscall);
  if (pcm == nullptr) return Napi::Value();
  uint32_t value;
  const int error = getter(pcm, params_.get(), &value);
  if (error < 0) return ThrowErrno(info.Env(), error, syscall);
  return Napi::Number::New(info.Env(), value);
}

Napi::Value HwParams::Min(const Napi::CallbackInfo& info) {
  const HwParam* param = ReadOrderedParam(info);
  if (param == nullptr) return Napi::Value();
  return CallGetter(info, param->min, param->FunctionName("get", "_min"));
}

Napi::Value HwParams::Max(const Napi::CallbackInfo& info) {
  const HwParam* param = ReadOrderedParam(info);
  if (param == nullptr) return Napi::Value();
  return CallGetter(info, param->max, param->FunctionName("get", "_max"));
}

Napi::Value HwParams::Get(const Napi::CallbackInfo& info) {
  const HwParam* param = ReadParam(info);
  if (param == nullptr) return Napi::Value();
  return CallGetter(info, param->get, param->FunctionName("get"));
}

Napi::Value HwParams::Install(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  snd_pcm_t* pcm = RequireOpen(info, "snd_pcm_hw_params");
  if (pcm == nullptr) return Napi::Value();
  const int error =
      ApplyToCopy([pcm](snd_pcm_hw_params_t* copy) { return snd_pcm_hw_params(pcm, copy); });
  if (error < 0) return ThrowErrno(env, error, "snd_pcm_hw_params");
  return env.Undefined();
}

}  // namespace alsa_mmap
