#ifndef ALSA_MMAP_STREAM_TIMER_H_
#define ALSA_MMAP_STREAM_TIMER_H_

#include <napi.h>

namespace alsa_mmap {

// The PCM timer of a substream, which reports when the stream of any process starts and stops. It
// takes access to /dev/snd/timer, and none to the PCM. While it is open, the driver of the card
// cannot be unbound.

/// `openStreamTimer(card, device, subdevice, capture): number`: a descriptor, non-blocking, that
/// reports each start and stop of the substream from now on; close it with close(2). ENODEV without
/// such a substream; EACCES, ENOENT from open(2); `syscall` is the call, or the name of the ioctl.
Napi::Value OpenStreamTimer(const Napi::CallbackInfo& info);

/// `readStreamTimer(fd, into): number`: stores up to `into.length` events that were not read yet
/// (SNDRV_TIMER_EVENT_MSTART 12, MSTOP 13) in an Int32Array; returns their number, 0 if there are
/// none. ENODEV after an unplug: close the descriptor then.
Napi::Value ReadStreamTimer(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_STREAM_TIMER_H_
