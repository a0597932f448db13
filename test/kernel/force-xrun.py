"""Forces an xrun on the stream that another process has open: the ioctl SNDRV_PCM_IOCTL_XRUN
(sound/asound.h) on its own descriptor.  force-xrun.py PID NODE"""

import ctypes
import fcntl
import os
import sys

SNDRV_PCM_IOCTL_XRUN = 0x4148
SYS_PIDFD_GETFD = 438

pid, node = int(sys.argv[1]), sys.argv[2]
folder = f"/proc/{pid}/fd"
[number] = [int(fd) for fd in os.listdir(folder) if os.readlink(f"{folder}/{fd}") == node]
libc = ctypes.CDLL(None, use_errno=True)
fd = libc.syscall(SYS_PIDFD_GETFD, os.pidfd_open(pid), number, 0)
if fd < 0:
    sys.exit(f"pidfd_getfd: {os.strerror(ctypes.get_errno())}")
fcntl.ioctl(fd, SNDRV_PCM_IOCTL_XRUN)
