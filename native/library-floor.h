#ifndef ALSA_MMAP_LIBRARY_FLOOR_H_
#define ALSA_MMAP_LIBRARY_FLOOR_H_

// Binds functions that glibc 2.32 and 2.34 moved from libpthread to libc to their first version, so
// that an addon that is built with a new glibc loads with one from 2.27 on.
#ifdef __GLIBC__
#if defined(__x86_64__)
#define ALSA_MMAP_FIRST_GLIBC "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define ALSA_MMAP_FIRST_GLIBC "GLIBC_2.17"
#endif
#endif

#ifdef ALSA_MMAP_FIRST_GLIBC
__asm__(".symver pthread_getattr_np, pthread_getattr_np@" ALSA_MMAP_FIRST_GLIBC);
__asm__(".symver pthread_attr_getstack, pthread_attr_getstack@" ALSA_MMAP_FIRST_GLIBC);
#endif

#endif  // ALSA_MMAP_LIBRARY_FLOOR_H_
