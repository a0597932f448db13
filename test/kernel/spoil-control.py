"""Writes garbage into the control page (appl_ptr, avail_min) of a stream that another process has
open, through its own descriptor, for a while.  spoil-control.py PID NODE SECONDS"""

import ctypes
import mmap
import os
import random
import struct
import sys
import time

SYS_PIDFD_GETFD = 438
OFFSET_CONTROL = 0x83000000

pid, node, seconds = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
folder = f"/proc/{pid}/fd"
[number] = [int(fd) for fd in os.listdir(folder) if os.readlink(f"{folder}/{fd}") == node]
libc = ctypes.CDLL(None, use_errno=True)
fd = libc.syscall(SYS_PIDFD_GETFD, os.pidfd_open(pid), number, 0)
if fd < 0:
    sys.exit(f"pidfd_getfd: {os.strerror(ctypes.get_errno())}")
page = mmap.mmap(fd, mmap.PAGESIZE, offset=OFFSET_CONTROL)
os.close(fd)
near = [0, 1, 1024, 2**32, 2**53, 2**53 + 1, 2**62, 2**63 - 1, 2**63, 2**64 - 1]
written = 0
end = time.monotonic() + seconds
while time.monotonic() < end:
    for _ in range(100):
        word = lambda: random.choice(near) if random.random() < 0.5 else random.getrandbits(64)
        page[0:16] = struct.pack("=QQ", word(), word())
        written += 1
print(written)
