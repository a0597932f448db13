#ifndef ALSA_MMAP_HW_PARAMS_H_
#define ALSA_MMAP_HW_PARAMS_H_

#include <napi.h>

#include <memory>

#include "hw-param-table.h"
#include "pcm-handle.h"

namespace alsa_mmap {

/// The JavaScript class `HwParams(pcm)`: a configuration space that starts with everything the
/// device can do and is narrowed parameter by parameter. Implements `ConfigSpace` of
/// src/device/config-space.ts.
///
/// Keeps the PCM open even if JavaScript has dropped it. Every method throws EBADF after the PCM
/// is closed, TypeError for an unknown parameter name, and otherwise the errno of the alsa-lib
/// function in `syscall`: EINVAL if the space does not contain the value. JavaScript thread only.
class HwParams : public Napi::ObjectWrap<HwParams> {
 public:
  static Napi::Function Define(Napi::Env env);

  /// snd_pcm_hw_params_any. TypeError unless the argument is a Pcm.
  explicit HwParams(const Napi::CallbackInfo& info);

 private:
  struct Free {
    void operator()(snd_pcm_hw_params_t* params) const;
  };

  /// test(param, value): snd_pcm_hw_params_test_*; false for EINVAL.
  Napi::Value Test(const Napi::CallbackInfo& info);
  /// set(param, value): snd_pcm_hw_params_set_*.
  Napi::Value Set(const Napi::CallbackInfo& info);
  /// setNear(param, value): snd_pcm_hw_params_set_*_near; returns the value that was set.
  Napi::Value SetNear(const Napi::CallbackInfo& info);
  /// min(param), max(param): snd_pcm_hw_params_get_*_min and _max.
  Napi::Value Min(const Napi::CallbackInfo& info);
  Napi::Value Max(const Napi::CallbackInfo& info);
  /// install(): snd_pcm_hw_params. Chooses the parameters that are still open, installs them and
  /// prepares the PCM. EBUSY; EBADFD while the stream runs or the ring is mapped.
  Napi::Value Install(const Napi::CallbackInfo& info);
  /// get(param): snd_pcm_hw_params_get_*. EINVAL while more than one value is left. periodWakeup is
  /// 1 until it is set, and stays 1 if the driver cannot disable its period interrupts.
  Napi::Value Get(const Napi::CallbackInfo& info);

  /// Runs `change` on a copy of the space and keeps the copy if `change` succeeds; returns the
  /// result of `change`.
  template <typename Change>
  int ApplyToCopy(Change change);

  using Getter = int(snd_pcm_t*, const snd_pcm_hw_params_t*, uint32_t*);
  /// The number that `getter` returns; `syscall` names it in errors.
  Napi::Value CallGetter(const Napi::CallbackInfo& info, Getter* getter,
                         const std::string& syscall) const;

  // The following return null with an exception pending.

  /// The open PCM; EBADF if it is closed.
  snd_pcm_t* RequireOpen(const Napi::CallbackInfo& info, const std::string& syscall) const;
  /// The parameter that the first argument names.
  static const HwParam* ReadParam(const Napi::CallbackInfo& info);
  /// As ReadParam; TypeError for a parameter whose values have no order.
  static const HwParam* ReadOrderedParam(const Napi::CallbackInfo& info);

  std::shared_ptr<PcmHandle> handle_;
  std::unique_ptr<snd_pcm_hw_params_t, Free> params_;
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_HW_PARAMS_H_
