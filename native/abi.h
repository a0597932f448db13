#ifndef ALSA_MMAP_ABI_H_
#define ALSA_MMAP_ABI_H_

#include <napi.h>

namespace alsa_mmap {

/// `abi(): Record<string, number>`: numbers of the kernel's <sound/asound.h> as the compiler of
/// this addon saw them; a test compares the tables in TypeScript with them.
/// `<struct>.<field>` is a byte offset, `sizeof(<struct>)` a size; constants and ioctl requests
/// have their own names.
Napi::Value Abi(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ABI_H_
