// Definitions that newer libraries export and the headers of the compiler refer to. With its own,
// the addon loads with glibc 2.27 and the libstdc++ of GCC 9, too.

#include <cstdlib>

// glibc 2.32: libstdc++ counts references without atomic operations while a process has one thread.
// A process of Node has several.
extern "C" __attribute__((visibility("hidden"))) char __libc_single_threaded = 0;

namespace std {

// GCC 11: thrown by new for an impossible length.
[[noreturn]] __attribute__((visibility("hidden"))) void __throw_bad_array_new_length() { abort(); }

}  // namespace std
