#ifndef ALSA_MMAP_MEMORY_LOCK_H_
#define ALSA_MMAP_MEMORY_LOCK_H_

#include <napi.h>

namespace alsa_mmap {

// Locks the memory that the kernel reclaims first when memory is short: the program and its
// libraries, whose pages it can read again from their files, and the calling thread's stack.
//
// mlockall(2) cannot be used: V8 returns pages of its heap and its code by madvise(MADV_DONTNEED),
// which fails on locked memory, and V8 of Node 20 then aborts the process ("Check failed: 0 ==
// ret"): in a collection, at the end of a worker, and with MCL_FUTURE at the start of one. So
// memory that V8 manages is never locked. Without MLOCK_ONFAULT, mlock2(2) would read in every page
// of the program: for Node 20, 97 MB resident instead of 42 MB.

/// `lockableBytes(): number`: size of the memory that `lockMemory` would lock, in bytes, for
/// comparison with RLIMIT_MEMLOCK.
Napi::Value LockableBytes(const Napi::CallbackInfo& info);

/// `lockMemory(): number`: mlock2(2) with MLOCK_ONFAULT of that memory; returns its size in bytes.
/// All or nothing. ENOMEM (above RLIMIT_MEMLOCK), EPERM (that limit is 0); with CAP_IPC_LOCK there
/// is no limit.
Napi::Value LockMemory(const Napi::CallbackInfo& info);

/// `unlockMemory()`: munlockall(2), for the whole process.
Napi::Value UnlockMemory(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_MEMORY_LOCK_H_
