#ifndef ALSA_MMAP_HW_PARAMS_H_
#define ALSA_MMAP_HW_PARAMS_H_

#include <napi.h>

#include <memory>

#include "hw-knob.h"
#include "pcm-handle.h"

namespace alsa_mmap {

/// The JavaScript class `HwParams(pcm)`: a configuration space that begins with all capabilities of
/// the device and is narrowed step by step. See `ConfigSpace` in src/device/config-space.ts.
///
/// Keeps the PCM alive. Every method throws EBADF after the PCM is closed, TypeError for an unknown
/// name, and otherwise the errno of the alsa-lib function in `syscall`: EINVAL if the space has no
/// such value. JavaScript thread only.
class HwParams : public Napi::ObjectWrap<HwParams> {
 public:
  static Napi::Function Define(Napi::Env env);

  /// snd_pcm_hw_params_any. TypeError unless the argument is a Pcm.
  explicit HwParams(const Napi::CallbackInfo& info);

 private:
  struct Free {
    void operator()(snd_pcm_hw_params_t* params) const;
  };

  /// snd_pcm_hw_params_test_*: true, or false for EINVAL.
  Napi::Value Test(const Napi::CallbackInfo& info);
  /// snd_pcm_hw_params_set_*.
  Napi::Value Set(const Napi::CallbackInfo& info);
  /// snd_pcm_hw_params_set_*_near; returns the resulting value.
  Napi::Value SetNear(const Napi::CallbackInfo& info);
  /// snd_pcm_hw_params_get_*_min and _max.
  Napi::Value Min(const Napi::CallbackInfo& info);
  Napi::Value Max(const Napi::CallbackInfo& info);
  /// snd_pcm_hw_params: fixes the remaining parameters, installs them, and prepares the PCM. EBUSY;
  /// EBADFD while the stream runs or the ring is mapped.
  Napi::Value Install(const Napi::CallbackInfo& info);
  /// snd_pcm_hw_params_get_*. EINVAL while more than one value is left; periodWakeup is 1 until it
  /// is set, and stays 1 if the driver does not support it.
  Napi::Value Get(const Napi::CallbackInfo& info);

  /// Runs `change` on a copy and keeps the copy only on success; returns the result of `change`.
  template <typename Change>
  int Narrow(Change change);

  /// These return null with the exception thrown.
  snd_pcm_t* Open(const Napi::CallbackInfo& info, const std::string& syscall) const;
  static const HwKnob* Knob(const Napi::CallbackInfo& info);
  static const HwKnob* OrderedKnob(const Napi::CallbackInfo& info);

  std::shared_ptr<PcmHandle> handle_;
  std::unique_ptr<snd_pcm_hw_params_t, Free> params_;
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_HW_PARAMS_H_
