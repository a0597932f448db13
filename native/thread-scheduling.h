#ifndef ALSA_MMAP_THREAD_SCHEDULING_H_
#define ALSA_MMAP_THREAD_SCHEDULING_H_

#include <napi.h>

namespace alsa_mmap {

// Scheduling of the calling thread; no other thread of the process is affected. `syscall` in an
// error is the name of the system call.

/// `setScheduler(policy, priority)`: sched_setscheduler(2) with SCHED_RESET_ON_FORK, so that
/// threads it starts have the default policy. Priority is 1 to 99 for SCHED_FIFO, 0 for
/// SCHED_OTHER. EPERM (RLIMIT_RTPRIO, CAP_SYS_NICE), EINVAL.
Napi::Value SetScheduler(const Napi::CallbackInfo& info);

/// `scheduler(): {policy, priority, resetOnFork}`: sched_getscheduler(2) and sched_getparam(2).
Napi::Value Scheduler(const Napi::CallbackInfo& info);

/// `setAffinity(mask: Uint8Array)`: sched_setaffinity(2); CPU n is bit n % 8 of byte n / 8. EINVAL
/// if none of them exists in the machine or in the process's cpuset, or if the mask is longer than
/// 2048 bytes. Threads that it starts later
/// inherit the mask.
Napi::Value SetAffinity(const Napi::CallbackInfo& info);

/// `affinity(): Uint8Array`: sched_getaffinity(2), the CPUs that the thread may run on, in the same
/// layout.
Napi::Value Affinity(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_THREAD_SCHEDULING_H_
