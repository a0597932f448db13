#include "thread-scheduling.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "args.h"
#include "error.h"

namespace alsa_mmap {

namespace {

// Above the NR_CPUS of any kernel build.
constexpr uint32_t kMaxCpus = 16384;

struct CpuSet {
  CpuSet() : set(CPU_ALLOC(kMaxCpus)), size(CPU_ALLOC_SIZE(kMaxCpus)) {
    if (set != nullptr) CPU_ZERO_S(size, set);
  }
  ~CpuSet() { CPU_FREE(set); }
  CpuSet(const CpuSet&) = delete;
  CpuSet& operator=(const CpuSet&) = delete;

  /// Null if there is no memory for it.
  cpu_set_t* set;
  size_t size;
};

}  // namespace

// Direct system calls: musl's functions of the same names only return ENOSYS, because POSIX means
// the process by pid 0 and Linux the calling thread.

Napi::Value SetScheduler(const Napi::CallbackInfo& info) {
  int policy;
  sched_param param = {};
  if (!ReadInteger(info, 0, "policy", 0, INT16_MAX, &policy) ||
      !ReadInteger(info, 1, "priority", 0, INT16_MAX, &param.sched_priority)) {
    return Napi::Value();
  }
  if (syscall(SYS_sched_setscheduler, 0, policy | SCHED_RESET_ON_FORK, &param) < 0) {
    return ThrowErrno(info.Env(), errno, "sched_setscheduler");
  }
  return info.Env().Undefined();
}

Napi::Value Scheduler(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const long policy = syscall(SYS_sched_getscheduler, 0);
  if (policy < 0) return ThrowErrno(env, errno, "sched_getscheduler");
  sched_param param = {};
  if (syscall(SYS_sched_getparam, 0, &param) < 0) return ThrowErrno(env, errno, "sched_getparam");
  Napi::Object result = Napi::Object::New(env);
  result.Set("policy", Napi::Number::New(env, policy & ~SCHED_RESET_ON_FORK));
  result.Set("priority", Napi::Number::New(env, param.sched_priority));
  result.Set("resetOnFork", Napi::Boolean::New(env, (policy & SCHED_RESET_ON_FORK) != 0));
  return result;
}

Napi::Value SetAffinity(const Napi::CallbackInfo& info) {
  Bytes mask;
  if (!ReadUint8Array(info, 0, "mask", &mask)) return Napi::Value();
  if (mask.length > kMaxCpus / 8) return ThrowErrno(info.Env(), EINVAL, "sched_setaffinity");
  CpuSet cpus;
  if (cpus.set == nullptr) return ThrowErrno(info.Env(), ENOMEM, "sched_setaffinity");
  for (size_t cpu = 0; cpu < mask.length * 8; cpu++) {
    if ((mask.data[cpu / 8] >> (cpu % 8) & 1) != 0) CPU_SET_S(cpu, cpus.size, cpus.set);
  }
  if (sched_setaffinity(0, cpus.size, cpus.set) < 0) {
    return ThrowErrno(info.Env(), errno, "sched_setaffinity");
  }
  return info.Env().Undefined();
}

Napi::Value Affinity(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  CpuSet cpus;
  if (cpus.set == nullptr) return ThrowErrno(env, ENOMEM, "sched_getaffinity");
  if (sched_getaffinity(0, cpus.size, cpus.set) < 0) {
    return ThrowErrno(env, errno, "sched_getaffinity");
  }
  Napi::Uint8Array mask = Napi::Uint8Array::New(env, kMaxCpus / 8);
  // In a thread that is being terminated the allocation can fail.
  if (mask.Data() == nullptr) return Napi::Value();
  for (size_t cpu = 0; cpu < kMaxCpus; cpu++) {
    if (CPU_ISSET_S(cpu, cpus.size, cpus.set)) mask[cpu / 8] |= 1 << (cpu % 8);
  }
  return mask;
}

}  // namespace alsa_mmap
