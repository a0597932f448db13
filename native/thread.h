#ifndef ALSA_MMAP_THREAD_H_
#define ALSA_MMAP_THREAD_H_

#include <napi.h>

namespace alsa_mmap {

// Scheduling of the calling thread, and no other of the process. `syscall` in an error is the name
// of the call.

/// setScheduler(policy: number, priority: number): sched_setscheduler(2) with SCHED_RESET_ON_FORK,
/// so that child threads start with the default policy. Priority 1 to 99 for SCHED_FIFO, 0 for
/// SCHED_OTHER. EPERM (RLIMIT_RTPRIO, CAP_SYS_NICE), EINVAL.
Napi::Value SetScheduler(const Napi::CallbackInfo& info);

/// scheduler(): `{policy, priority, resetOnFork}`, by sched_getscheduler(2) and
/// sched_getparam(2).
Napi::Value Scheduler(const Napi::CallbackInfo& info);

/// setAffinity(mask: Uint8Array): sched_setaffinity(2); CPU n is bit n % 8 of byte n / 8. EINVAL if
/// the machine, or the cpuset of the process, has none of them. Child threads inherit it.
Napi::Value SetAffinity(const Napi::CallbackInfo& info);

/// affinity(): mask of the CPUs the thread can run on, by sched_getaffinity(2).
Napi::Value Affinity(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_THREAD_H_
