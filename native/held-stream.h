#ifndef ALSA_MMAP_HELD_STREAM_H_
#define ALSA_MMAP_HELD_STREAM_H_

#include <napi.h>

namespace alsa_mmap {

// Reads of a PCM stream that another process has open, through a descriptor of it. The descriptor,
// and a mapping of the ring, exist during the call only: while they do, the kernel refuses the
// owner's hw_params and hw_free, and the stream outlives its owner's close.
//
// Both functions begin with `(card, device, subdevice, capture, pid, fd, ...)`. With pid 0 they
// open the PCM's node with O_APPEND, which attaches to a stream that is open, else they take
// descriptor `fd` of process `pid` (pidfd_getfd(2)). INFO must then name that substream.
//
// EACCES, ENOENT, EBADFD (nobody has the substream open) from open(2); EPERM (no right to trace the
// process), ESRCH (it ended) from pidfd_open(2) and pidfd_getfd(2); EBADF if the descriptor is
// another file. `syscall` is the call, or the name of an ioctl.

/// `readHeldPages(..., into)`: the status record and the control record by SYNC_PTR, without a
/// pointer update, in the layout of `readOwnerPages`. The kernel copies both under the stream lock.
Napi::Value ReadHeldPages(const Napi::CallbackInfo& info);

/// `readHeldRing(..., byteOffset, into)`: copies bytes of the ring, which is mapped for the call.
/// EBADFD unless the stream is in a state in which the kernel refuses hw_params to its owner anyway
/// (RUNNING, XRUN, DRAINING, PAUSED, SUSPENDED). EINVAL beyond the ring, or for an owner that uses
/// read and write calls.
Napi::Value ReadHeldRing(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_HELD_STREAM_H_
