#ifndef ALSA_MMAP_MEMORY_LOCK_H_
#define ALSA_MMAP_MEMORY_LOCK_H_

#include <napi.h>

namespace alsa_mmap {

// Holds in memory what the kernel would otherwise take away first when memory is short: the
// program and its libraries, whose pages it can read again from their files, and the calling
// thread's stack.
//
// Not mlockall(2): V8 gives pages of its heap and its code back by madvise(MADV_DONTNEED), which
// the kernel refuses on locked memory, and V8 of Node 20 then ends the process ("Check failed:
// 0 == ret"): at a collection, at the end of a worker, with MCL_FUTURE at the start of one. So
// nothing that V8 manages is locked. Without MLOCK_ONFAULT every page of the program would be
// read in at once: of Node 20, from 42 to 97 MB resident; with it, none.

/// lockableBytes(): size of the memory that lockMemory would lock, for comparison with a limit.
Napi::Value LockableBytes(const Napi::CallbackInfo& info);

/// lockMemory(): mlock2(2) with MLOCK_ONFAULT of each of those; returns the bytes. All or nothing.
/// ENOMEM (above RLIMIT_MEMLOCK), EPERM (that limit is 0); CAP_IPC_LOCK has no limit.
Napi::Value LockMemory(const Napi::CallbackInfo& info);

/// unlockMemory(): munlockall(2), for the whole process.
Napi::Value UnlockMemory(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_MEMORY_LOCK_H_
