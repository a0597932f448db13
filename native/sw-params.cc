#include "sw-params.h"

#include <alsa/asoundlib.h>

#include <cmath>
#include <limits>
#include <string>

#include "error.h"

namespace alsa_mmap {

namespace {

// The three readers return false with an exception pending.

bool Get(Napi::Object object, const char* name, Napi::Value* out) {
  *out = object.Get(name);
  return !out->IsEmpty() && !object.Env().IsExceptionPending();
}

bool ReadFrames(Napi::Object object, const char* name, std::optional<uint64_t>* out) {
  Napi::Value value;
  if (!Get(object, name, &value)) return false;
  if (value.IsUndefined()) return true;
  if (!value.IsBigInt()) {
    ThrowTypeError(object.Env(), std::string(name) + " must be a bigint");
    return false;
  }
  bool lossless = false;
  const uint64_t frames = value.As<Napi::BigInt>().Uint64Value(&lossless);
  if (!lossless || frames > std::numeric_limits<snd_pcm_uframes_t>::max()) {
    ThrowRangeError(object.Env(), std::string(name) + " must be an integer from 0 to 2^64 - 1");
    return false;
  }
  *out = frames;
  return true;
}

bool ReadTimestamps(Napi::Object object, SwParamsRequest* request) {
  Napi::Value value;
  if (!Get(object, "tstampEnable", &value)) return false;
  if (value.IsBoolean()) {
    request->tstamp_enable = value.As<Napi::Boolean>().Value();
  } else if (!value.IsUndefined()) {
    ThrowTypeError(object.Env(), "tstampEnable must be a boolean");
    return false;
  }

  if (!Get(object, "tstampType", &value)) return false;
  if (value.IsUndefined()) return true;
  if (!value.IsNumber()) {
    ThrowTypeError(object.Env(), "tstampType must be a number");
    return false;
  }
  const double type = value.As<Napi::Number>().DoubleValue();
  if (!(type >= 0 && type <= SND_PCM_TSTAMP_TYPE_LAST) || type != std::floor(type)) {
    ThrowRangeError(object.Env(), "tstampType must be 0, 1 or 2");
    return false;
  }
  request->tstamp_type = static_cast<int>(type);
  return true;
}

using SetFrames = int(snd_pcm_t*, snd_pcm_sw_params_t*, snd_pcm_uframes_t);
using GetFrames = int(const snd_pcm_sw_params_t*, snd_pcm_uframes_t*);

// The six fields in frames; the boundary is chosen by alsa-lib.
constexpr struct {
  const char* name;
  const char* setter;
  std::optional<uint64_t> SwParamsRequest::*field;
  SetFrames* set;
  GetFrames* get;
} kFrameFields[] = {
    {"boundary", nullptr, nullptr, nullptr, snd_pcm_sw_params_get_boundary},
    {"availMin", "snd_pcm_sw_params_set_avail_min", &SwParamsRequest::avail_min,
     snd_pcm_sw_params_set_avail_min, snd_pcm_sw_params_get_avail_min},
    {"startThreshold", "snd_pcm_sw_params_set_start_threshold", &SwParamsRequest::start_threshold,
     snd_pcm_sw_params_set_start_threshold, snd_pcm_sw_params_get_start_threshold},
    {"stopThreshold", "snd_pcm_sw_params_set_stop_threshold", &SwParamsRequest::stop_threshold,
     snd_pcm_sw_params_set_stop_threshold, snd_pcm_sw_params_get_stop_threshold},
    {"silenceThreshold", "snd_pcm_sw_params_set_silence_threshold",
     &SwParamsRequest::silence_threshold, snd_pcm_sw_params_set_silence_threshold,
     snd_pcm_sw_params_get_silence_threshold},
    {"silenceSize", "snd_pcm_sw_params_set_silence_size", &SwParamsRequest::silence_size,
     snd_pcm_sw_params_set_silence_size, snd_pcm_sw_params_get_silence_size},
};

// A negative errno and the function that returned it; 0 on success.
struct SetterResult {
  int error = 0;
  const char* syscall = nullptr;
};

SetterResult ApplyRequest(snd_pcm_t* pcm, snd_pcm_sw_params_t* params,
                          const SwParamsRequest& request) {
  for (const auto& field : kFrameFields) {
    if (field.set == nullptr || !(request.*field.field)) continue;
    const int error = field.set(pcm, params, *(request.*field.field));
    if (error < 0) return {error, field.setter};
  }
  if (request.tstamp_enable) {
    const auto mode = *request.tstamp_enable ? SND_PCM_TSTAMP_ENABLE : SND_PCM_TSTAMP_NONE;
    const int error = snd_pcm_sw_params_set_tstamp_mode(pcm, params, mode);
    if (error < 0) return {error, "snd_pcm_sw_params_set_tstamp_mode"};
  }
  if (request.tstamp_type) {
    const auto type = static_cast<snd_pcm_tstamp_type_t>(*request.tstamp_type);
    const int error = snd_pcm_sw_params_set_tstamp_type(pcm, params, type);
    if (error < 0) return {error, "snd_pcm_sw_params_set_tstamp_type"};
  }
  return {};
}

}  // namespace

bool SwParamsRequest::Read(const Napi::CallbackInfo& info, size_t index) {
  if (!info[index].IsObject()) {
    ThrowTypeError(info.Env(), "request must be an object");
    return false;
  }
  const Napi::Object object = info[index].As<Napi::Object>();
  for (const auto& entry : kFrameFields) {
    if (entry.set != nullptr && !ReadFrames(object, entry.name, &(this->*entry.field))) {
      return false;
    }
  }
  return ReadTimestamps(object, this);
}

Napi::Value ApplySwParams(Napi::Env env, snd_pcm_t* pcm, const SwParamsRequest& request) {
  snd_pcm_sw_params_t* params;
  snd_pcm_sw_params_alloca(&params);
  int error = snd_pcm_sw_params_current(pcm, params);
  if (error < 0) return ThrowErrno(env, error, "snd_pcm_sw_params_current");
  const SetterResult result = ApplyRequest(pcm, params, request);
  if (result.error < 0) return ThrowErrno(env, result.error, result.syscall);
  error = snd_pcm_sw_params(pcm, params);
  if (error < 0) return ThrowErrno(env, error, "snd_pcm_sw_params");
  return CurrentSwParams(env, pcm);
}

Napi::Value CurrentSwParams(Napi::Env env, snd_pcm_t* pcm) {
  snd_pcm_sw_params_t* params;
  snd_pcm_sw_params_alloca(&params);
  int error = snd_pcm_sw_params_current(pcm, params);
  if (error < 0) return ThrowErrno(env, error, "snd_pcm_sw_params_current");

  Napi::Object result = Napi::Object::New(env);
  for (const auto& field : kFrameFields) {
    snd_pcm_uframes_t frames;
    error = field.get(params, &frames);
    if (error < 0) return ThrowErrno(env, error, "snd_pcm_sw_params_current");
    result.Set(field.name, Napi::BigInt::New(env, static_cast<uint64_t>(frames)));
  }
  snd_pcm_tstamp_t mode;
  error = snd_pcm_sw_params_get_tstamp_mode(params, &mode);
  if (error < 0) return ThrowErrno(env, error, "snd_pcm_sw_params_get_tstamp_mode");
  snd_pcm_tstamp_type_t type;
  error = snd_pcm_sw_params_get_tstamp_type(params, &type);
  if (error < 0) return ThrowErrno(env, error, "snd_pcm_sw_params_get_tstamp_type");
  result.Set("tstampEnable", Napi::Boolean::New(env, mode != SND_PCM_TSTAMP_NONE));
  result.Set("tstampType", Napi::Number::New(env, static_cast<int>(type)));
  return result;
}

}  // namespace alsa_mmap
