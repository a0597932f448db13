// Definitions in place of those of the C++ library.

#include <cstddef>
#include <cstdlib>

#ifdef __GLIBCXX__

// The headers of the compiler refer to them, and newer libraries export them. With its own, the
// addon loads with glibc 2.27 and the libstdc++ of GCC 9, too.

// glibc 2.32: libstdc++ counts references without atomic operations while a process has one thread.
// A process of Node has several.
extern "C" __attribute__((visibility("hidden"))) char __libc_single_threaded = 0;

namespace std {

// GCC 11: thrown by new for an impossible length.
[[noreturn]] __attribute__((visibility("hidden"))) void __throw_bad_array_new_length() { abort(); }

}  // namespace std

#else

// The addon for musl contains the library of LLVM, whose last words about an uncaught exception
// would bring a demangler: a third of the file. Without it they show the mangled name.
extern "C" __attribute__((visibility("hidden"))) char* __cxa_demangle(const char* /* name */,
                                                                      char* /* buffer */,
                                                                      size_t* /* length */,
                                                                      int* status) {
  if (status != nullptr) *status = -1;
  return nullptr;
}

#endif
