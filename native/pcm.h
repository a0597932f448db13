#ifndef ALSA_MMAP_PCM_H_
#define ALSA_MMAP_PCM_H_

#include <napi.h>

#include <memory>

#include "pcm-handle.h"

namespace alsa_mmap {

/// The JavaScript class `Pcm(name, direction)`: one `snd_pcm_t`. See `NativePcm` in
/// src/device/binding.ts.
///
/// Every method throws an `Error` with the errno of alsa-lib and the alsa-lib function as
/// `syscall`; EBADF after close. The PCM is opened non-blocking, so no method waits for the device:
/// `drain` begins and throws EAGAIN. A PCM that is not closed is closed when it is collected or its
/// environment ends. JavaScript thread only.
class Pcm : public Napi::ObjectWrap<Pcm> {
 public:
  static Napi::Function Define(Napi::Env env);

  /// The PCM of a JavaScript value of any type; null if the value is not a Pcm.
  static Pcm* From(Napi::Value value);

  /// snd_pcm_open. TypeError for wrong arguments; ENOENT, ENODEV, EBUSY, EACCES, EINVAL.
  explicit Pcm(const Napi::CallbackInfo& info);

  const std::shared_ptr<PcmHandle>& handle() const { return handle_; }

 private:
  /// snd_pcm_poll_descriptors; ENOTSUP unless there is exactly one.
  Napi::Value Descriptor(const Napi::CallbackInfo& info);
  /// snd_pcm_type_name.
  Napi::Value TypeName(const Napi::CallbackInfo& info);
  /// snd_pcm_info. All three numbers are -1 if the PCM does not belong to a card.
  Napi::Value Info(const Napi::CallbackInfo& info);

  /// snd_pcm_query_chmaps: `{type, positions}` for each map; empty if the driver has none.
  Napi::Value ChannelMaps(const Napi::CallbackInfo& info);

  /// Changes the given fields of the current software parameters and returns the resulting ones.
  /// EIO before hw_params.
  Napi::Value SwParams(const Napi::CallbackInfo& info);
  /// snd_pcm_sw_params_current.
  Napi::Value SwParamsCurrent(const Napi::CallbackInfo& info);

  /// snd_pcm_state.
  Napi::Value State(const Napi::CallbackInfo& info);
  /// snd_pcm_avail_update: frames, without a pointer update. EPIPE after an xrun.
  Napi::Value AvailUpdate(const Napi::CallbackInfo& info);
  /// snd_pcm_avail: frames, after a pointer update.
  Napi::Value Avail(const Napi::CallbackInfo& info);
  /// snd_pcm_delay: frames, after a pointer update.
  Napi::Value Delay(const Napi::CallbackInfo& info);
  /// snd_pcm_htimestamp: stores seconds and nanoseconds as two doubles; returns the frames that
  /// were available at that time. RangeError if the buffer is too short.
  Napi::Value Htimestamp(const Napi::CallbackInfo& info);
  /// Calls snd_pcm_avail_update, _avail, _delay or _htimestamp, by name, `count` times in a C loop;
  /// returns the elapsed nanoseconds. RangeError for another name.
  Napi::Value TimeCalls(const Napi::CallbackInfo& info);
  /// snd_pcm_prepare, also after an xrun.
  Napi::Value Prepare(const Napi::CallbackInfo& info);
  /// snd_pcm_drain. EAGAIN after it has begun; the state shows when it is finished.
  Napi::Value Drain(const Napi::CallbackInfo& info);
  /// snd_pcm_drop: stops at once.
  Napi::Value Drop(const Napi::CallbackInfo& info);
  /// snd_pcm_pause. ENOSYS if the hardware cannot.
  Napi::Value Pause(const Napi::CallbackInfo& info);
  /// snd_pcm_resume, from SUSPENDED. EAGAIN: try again later; ENOSYS: use prepare instead.
  Napi::Value Resume(const Napi::CallbackInfo& info);
  /// snd_pcm_hw_free. EBADFD while the ring is mapped or the stream runs.
  Napi::Value HwFree(const Napi::CallbackInfo& info);

  /// snd_pcm_writei: returns the frames written. RangeError if the bytes hold fewer than `frames`;
  /// EINVAL on a capture PCM; EAGAIN if the ring is full.
  Napi::Value Writei(const Napi::CallbackInfo& info);
  /// snd_pcm_readi: returns the frames read. RangeError if the bytes hold fewer than `frames`;
  /// EINVAL on a playback PCM; EAGAIN if the ring is empty.
  Napi::Value Readi(const Napi::CallbackInfo& info);

  /// snd_pcm_close. Can be called twice; the PCM is closed even if it throws.
  Napi::Value Close(const Napi::CallbackInfo& info);

  /// The open PCM, or null with EBADF thrown.
  snd_pcm_t* RequireOpen(const Napi::CallbackInfo& info, const char* syscall) const;
  /// A call that returns 0 or a negative errno.
  Napi::Value CallVoid(const Napi::CallbackInfo& info, const char* syscall,
                       int (*call)(snd_pcm_t*));
  /// A call that returns frames or a negative errno.
  Napi::Value CallFrames(const Napi::CallbackInfo& info, const char* syscall,
                         long (*call)(snd_pcm_t*));
  /// snd_pcm_writei or snd_pcm_readi, for the direction `stream` (`SND_PCM_STREAM_*`).
  template <typename Transfer>
  Napi::Value TransferFrames(const Napi::CallbackInfo& info, const char* syscall, int stream,
                             Transfer transfer);

  std::shared_ptr<PcmHandle> handle_;
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_PCM_H_
