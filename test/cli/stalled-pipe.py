"""Runs a program that writes into a pipe of two pages that nobody reads.

python3 stalled-pipe.py FIFO|- PROGRAM WORDS...

FIFO is a named pipe that the program opens itself; with - the pipe is its standard output. Prints
"pid=NUMBER" once the pipe holds more than a header, and ends with the exit code of the program.
"""
import fcntl
import os
import struct
import subprocess
import sys
import termios
import time

F_SETPIPE_SZ = 1031

target, command = sys.argv[1], sys.argv[2:]
if target == '-':
    reading, writing = os.pipe()
else:
    reading, writing = os.open(target, os.O_RDONLY | os.O_NONBLOCK), None
fcntl.fcntl(reading, F_SETPIPE_SZ, 8192)
child = subprocess.Popen(command, stdout=writing or subprocess.DEVNULL)
held = 0
while held < 512 and child.poll() is None:
    time.sleep(0.02)
    (held,) = struct.unpack('i', fcntl.ioctl(reading, termios.FIONREAD, bytes(4)))
print(f'pid={child.pid}', flush=True)
sys.exit(child.wait())
