#include "abi.h"

#include <sound/asound.h>
#include <sys/ioctl.h>

#include <cstddef>

namespace alsa_mmap {

namespace {

struct Entry {
  const char* name;
  double value;
};

#define ABI_SIZE(type) {"sizeof(" #type ")", sizeof(struct type)}
#define ABI_FIELD(type, field) {#type "." #field, offsetof(struct type, field)}
#define ABI_NUMBER(name) {#name, static_cast<double>(name)}

constexpr Entry kEntries[] = {
    ABI_SIZE(snd_pcm_mmap_status),
    ABI_FIELD(snd_pcm_mmap_status, state),
    ABI_FIELD(snd_pcm_mmap_status, hw_ptr),
    ABI_FIELD(snd_pcm_mmap_status, tstamp),
    ABI_FIELD(snd_pcm_mmap_status, tstamp.tv_sec),
    ABI_FIELD(snd_pcm_mmap_status, tstamp.tv_nsec),
    ABI_FIELD(snd_pcm_mmap_status, suspended_state),
    ABI_FIELD(snd_pcm_mmap_status, audio_tstamp),
    ABI_FIELD(snd_pcm_mmap_status, audio_tstamp.tv_sec),
    ABI_FIELD(snd_pcm_mmap_status, audio_tstamp.tv_nsec),

    ABI_SIZE(snd_pcm_mmap_control),
    ABI_FIELD(snd_pcm_mmap_control, appl_ptr),
    ABI_FIELD(snd_pcm_mmap_control, avail_min),

    ABI_SIZE(snd_pcm_sync_ptr),
    ABI_FIELD(snd_pcm_sync_ptr, flags),
    ABI_FIELD(snd_pcm_sync_ptr, s),
    ABI_FIELD(snd_pcm_sync_ptr, c),

    ABI_SIZE(snd_pcm_channel_info),
    ABI_FIELD(snd_pcm_channel_info, channel),
    ABI_FIELD(snd_pcm_channel_info, offset),
    ABI_FIELD(snd_pcm_channel_info, first),
    ABI_FIELD(snd_pcm_channel_info, step),

    ABI_SIZE(snd_pcm_hw_params),
    ABI_FIELD(snd_pcm_hw_params, flags),
    ABI_FIELD(snd_pcm_hw_params, masks),
    ABI_FIELD(snd_pcm_hw_params, intervals),
    ABI_FIELD(snd_pcm_hw_params, rmask),
    ABI_FIELD(snd_pcm_hw_params, cmask),
    ABI_FIELD(snd_pcm_hw_params, info),
    ABI_FIELD(snd_pcm_hw_params, msbits),
    ABI_FIELD(snd_pcm_hw_params, rate_num),
    ABI_FIELD(snd_pcm_hw_params, rate_den),
    ABI_FIELD(snd_pcm_hw_params, fifo_size),
    ABI_SIZE(snd_mask),
    ABI_SIZE(snd_interval),

    ABI_SIZE(snd_pcm_sw_params),
    ABI_SIZE(snd_pcm_status),
    ABI_FIELD(snd_pcm_status, state),
    ABI_FIELD(snd_pcm_status, trigger_tstamp.tv_sec),
    ABI_FIELD(snd_pcm_status, trigger_tstamp.tv_nsec),
    ABI_FIELD(snd_pcm_status, tstamp.tv_sec),
    ABI_FIELD(snd_pcm_status, tstamp.tv_nsec),
    ABI_FIELD(snd_pcm_status, appl_ptr),
    ABI_FIELD(snd_pcm_status, hw_ptr),
    ABI_FIELD(snd_pcm_status, delay),
    ABI_FIELD(snd_pcm_status, avail),
    ABI_SIZE(snd_pcm_info),

    ABI_NUMBER(SNDRV_PCM_MMAP_OFFSET_DATA),
    ABI_NUMBER(SNDRV_PCM_MMAP_OFFSET_STATUS_OLD),
    ABI_NUMBER(SNDRV_PCM_MMAP_OFFSET_CONTROL_OLD),
    ABI_NUMBER(SNDRV_PCM_MMAP_OFFSET_STATUS_NEW),
    ABI_NUMBER(SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW),

    ABI_NUMBER(SNDRV_PCM_SYNC_PTR_HWSYNC),
    ABI_NUMBER(SNDRV_PCM_SYNC_PTR_APPL),
    ABI_NUMBER(SNDRV_PCM_SYNC_PTR_AVAIL_MIN),

    ABI_NUMBER(SNDRV_PCM_STATE_OPEN),
    ABI_NUMBER(SNDRV_PCM_STATE_SETUP),
    ABI_NUMBER(SNDRV_PCM_STATE_PREPARED),
    ABI_NUMBER(SNDRV_PCM_STATE_RUNNING),
    ABI_NUMBER(SNDRV_PCM_STATE_XRUN),
    ABI_NUMBER(SNDRV_PCM_STATE_DRAINING),
    ABI_NUMBER(SNDRV_PCM_STATE_PAUSED),
    ABI_NUMBER(SNDRV_PCM_STATE_SUSPENDED),
    ABI_NUMBER(SNDRV_PCM_STATE_DISCONNECTED),

    ABI_NUMBER(SNDRV_PCM_INFO_MMAP),
    ABI_NUMBER(SNDRV_PCM_INFO_MMAP_VALID),
    ABI_NUMBER(SNDRV_PCM_INFO_DOUBLE),
    ABI_NUMBER(SNDRV_PCM_INFO_BATCH),
    ABI_NUMBER(SNDRV_PCM_INFO_SYNC_APPLPTR),
    ABI_NUMBER(SNDRV_PCM_INFO_INTERLEAVED),
    ABI_NUMBER(SNDRV_PCM_INFO_NONINTERLEAVED),
    ABI_NUMBER(SNDRV_PCM_INFO_COMPLEX),
    ABI_NUMBER(SNDRV_PCM_INFO_BLOCK_TRANSFER),
    ABI_NUMBER(SNDRV_PCM_INFO_OVERRANGE),
    ABI_NUMBER(SNDRV_PCM_INFO_RESUME),
    ABI_NUMBER(SNDRV_PCM_INFO_PAUSE),
    ABI_NUMBER(SNDRV_PCM_INFO_HALF_DUPLEX),
    ABI_NUMBER(SNDRV_PCM_INFO_JOINT_DUPLEX),
    ABI_NUMBER(SNDRV_PCM_INFO_SYNC_START),
    ABI_NUMBER(SNDRV_PCM_INFO_NO_PERIOD_WAKEUP),
// Newer than the oldest headers this builds with.
#ifdef SNDRV_PCM_INFO_PERFECT_DRAIN
    ABI_NUMBER(SNDRV_PCM_INFO_PERFECT_DRAIN),
#endif
#ifdef SNDRV_PCM_INFO_EXPLICIT_SYNC
    ABI_NUMBER(SNDRV_PCM_INFO_EXPLICIT_SYNC),
#endif
#ifdef SNDRV_PCM_INFO_NO_REWINDS
    ABI_NUMBER(SNDRV_PCM_INFO_NO_REWINDS),
#endif

    ABI_NUMBER(SNDRV_PCM_IOCTL_PVERSION),
    ABI_NUMBER(SNDRV_PCM_IOCTL_INFO),
    ABI_NUMBER(SNDRV_PCM_IOCTL_USER_PVERSION),
    ABI_NUMBER(SNDRV_PCM_IOCTL_HW_REFINE),
    ABI_NUMBER(SNDRV_PCM_IOCTL_HW_PARAMS),
    ABI_NUMBER(SNDRV_PCM_IOCTL_HW_FREE),
    ABI_NUMBER(SNDRV_PCM_IOCTL_SW_PARAMS),
    ABI_NUMBER(SNDRV_PCM_IOCTL_STATUS),
    ABI_NUMBER(SNDRV_PCM_IOCTL_DELAY),
    ABI_NUMBER(SNDRV_PCM_IOCTL_HWSYNC),
    ABI_NUMBER(SNDRV_PCM_IOCTL_SYNC_PTR),
    ABI_NUMBER(SNDRV_PCM_IOCTL_CHANNEL_INFO),
    ABI_NUMBER(SNDRV_PCM_IOCTL_PREPARE),
    ABI_NUMBER(SNDRV_PCM_IOCTL_RESET),
    ABI_NUMBER(SNDRV_PCM_IOCTL_START),
    ABI_NUMBER(SNDRV_PCM_IOCTL_DROP),
    ABI_NUMBER(SNDRV_PCM_IOCTL_DRAIN),
    ABI_NUMBER(SNDRV_PCM_IOCTL_PAUSE),
    ABI_NUMBER(SNDRV_PCM_IOCTL_REWIND),
    ABI_NUMBER(SNDRV_PCM_IOCTL_RESUME),
    ABI_NUMBER(SNDRV_PCM_IOCTL_XRUN),
    ABI_NUMBER(SNDRV_PCM_IOCTL_FORWARD),
};

#undef ABI_SIZE
#undef ABI_FIELD
#undef ABI_NUMBER

}  // namespace

Napi::Value Abi(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Napi::Object table = Napi::Object::New(env);
  for (const Entry& entry : kEntries) {
    // In a thread that is being terminated every call fails: the first failure ends the loop.
    napi_value value = nullptr;
    if (napi_create_double(env, entry.value, &value) != napi_ok ||
        napi_set_named_property(env, table, entry.name, value) != napi_ok) {
      return Napi::Value();
    }
  }
  return table;
}

}  // namespace alsa_mmap
