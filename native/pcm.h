#ifndef ALSA_MMAP_PCM_H_
#define ALSA_MMAP_PCM_H_

#include <napi.h>

#include <memory>

#include "pcm-handle.h"

namespace alsa_mmap {

/// The JavaScript class `Pcm(name, direction)`: one `snd_pcm_t`. See `NativePcm` in
/// src/device/binding.ts for what JavaScript sees.
///
/// Every method throws an `Error` with the errno that alsa-lib answered and the alsa-lib function
/// as `syscall`; EBADF once the PCM is closed. They run on the JavaScript thread and, as the PCM
/// is opened non-blocking, do not wait for the device: `drain` begins and answers EAGAIN. A PCM
/// that is not closed is closed when it is collected or its environment ends.
class Pcm : public Napi::ObjectWrap<Pcm> {
 public:
  static Napi::Function Define(Napi::Env env);

  /// The PCM inside a JavaScript value, or null for any other value.
  static Pcm* From(Napi::Value value);

  /// snd_pcm_open. TypeError for wrong arguments; ENOENT, ENODEV, EBUSY, EACCES, EINVAL.
  explicit Pcm(const Napi::CallbackInfo& info);

  const std::shared_ptr<PcmHandle>& handle() const { return handle_; }

 private:
  /// snd_pcm_poll_descriptors; ENOTSUP unless there is exactly one.
  Napi::Value Descriptor(const Napi::CallbackInfo& info);
  /// snd_pcm_type_name.
  Napi::Value TypeName(const Napi::CallbackInfo& info);
  /// snd_pcm_info. All three numbers are -1 if the PCM is not a card's.
  Napi::Value Info(const Napi::CallbackInfo& info);

  /// Changes the given fields of the software parameters and returns all of them. EIO before
  /// hw_params.
  Napi::Value SwParams(const Napi::CallbackInfo& info);
  /// snd_pcm_sw_params_current.
  Napi::Value SwParamsCurrent(const Napi::CallbackInfo& info);

  /// snd_pcm_state.
  Napi::Value State(const Napi::CallbackInfo& info);
  /// snd_pcm_avail_update, in frames, without a pointer update. EPIPE after an xrun.
  Napi::Value AvailUpdate(const Napi::CallbackInfo& info);
  /// snd_pcm_avail, in frames, after a pointer update.
  Napi::Value Avail(const Napi::CallbackInfo& info);
  /// snd_pcm_delay, in frames, after a pointer update.
  Napi::Value Delay(const Napi::CallbackInfo& info);
  /// snd_pcm_htimestamp into two doubles, seconds and nanoseconds; returns the frames available
  /// then. RangeError if the buffer is too short.
  Napi::Value Htimestamp(const Napi::CallbackInfo& info);
  /// snd_pcm_prepare; also leaves XRUN.
  Napi::Value Prepare(const Napi::CallbackInfo& info);
  /// snd_pcm_drain. EAGAIN if the drain has begun; the state shows its end.
  Napi::Value Drain(const Napi::CallbackInfo& info);
  /// snd_pcm_drop: stops at once.
  Napi::Value Drop(const Napi::CallbackInfo& info);
  /// snd_pcm_pause. ENOSYS if the hardware cannot.
  Napi::Value Pause(const Napi::CallbackInfo& info);
  /// snd_pcm_resume, from SUSPENDED. EAGAIN: try again later; ENOSYS: prepare instead.
  Napi::Value Resume(const Napi::CallbackInfo& info);
  /// snd_pcm_hw_free. EBADFD while the ring is mapped or the stream runs.
  Napi::Value HwFree(const Napi::CallbackInfo& info);

  /// snd_pcm_writei; returns the frames written. RangeError if the bytes hold fewer than `frames`;
  /// EINVAL on a capture PCM; EAGAIN if the ring is full.
  Napi::Value Writei(const Napi::CallbackInfo& info);
  /// snd_pcm_readi; returns the frames read. Errors as for writei.
  Napi::Value Readi(const Napi::CallbackInfo& info);

  /// snd_pcm_close. Can be called twice; closed even if it throws.
  Napi::Value Close(const Napi::CallbackInfo& info);

  /// The open PCM, or null with EBADF thrown.
  snd_pcm_t* Open(const Napi::CallbackInfo& info, const char* syscall) const;
  Napi::Value Run(const Napi::CallbackInfo& info, const char* syscall, int (*call)(snd_pcm_t*));
  Napi::Value Ask(const Napi::CallbackInfo& info, const char* syscall,
                  long (*call)(snd_pcm_t*));
  template <typename Transfer>
  Napi::Value Move(const Napi::CallbackInfo& info, const char* syscall, int stream,
                   Transfer transfer);

  std::shared_ptr<PcmHandle> handle_;
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_PCM_H_
