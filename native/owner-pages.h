#ifndef ALSA_MMAP_OWNER_PAGES_H_
#define ALSA_MMAP_OWNER_PAGES_H_

#include <napi.h>

#include <cstddef>

namespace alsa_mmap {

/// Sizes of the structures, which abi.cc asserts, and layout of the copy of `readOwnerPages`.
constexpr size_t kStatusBytes = 56;
constexpr size_t kControlBytes = 16;
constexpr size_t kControlOffset = 64;
constexpr size_t kSecondStatusOffset = 128;
constexpr size_t kOwnerPagesBytes = 192;

/// `readOwnerPages(pid, statusAddress, controlAddress, into)`: copies the status page and the
/// control page of a PCM from the process that has them mapped, in one process_vm_readv(2). It
/// takes no reference on the PCM and stops nothing.
///
/// `into` (192 bytes) receives `struct snd_pcm_mmap_status` at 0, `struct snd_pcm_mmap_control` at
/// 64, and the status once more at 128, copied after the control: the copies are equal if the
/// kernel made no update meanwhile. With the control address 0 the control is left out.
/// EPERM (no right to trace the process), ESRCH (it ended), EFAULT (nothing is mapped there).
Napi::Value ReadOwnerPages(const Napi::CallbackInfo& info);

/// `readOwnerMemory(pid, address, into)`: fills a Uint8Array from a process's memory, in one
/// process_vm_readv(2). Errors as above; EFAULT also for pages without `struct page`, as many
/// drivers map their DMA memory (VM_PFNMAP).
Napi::Value ReadOwnerMemory(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_OWNER_PAGES_H_
