"""A system that refuses calls, for the scripts about what is not confined then."""
import ctypes
import errno
import os
import platform
import struct
import subprocess

from sigill_test import TIMEOUT, command_line, environment

NUMBERS = {"x86_64": {"socketpair": 53, "clone": 56, "clone3": 435, "pidfd_open": 434, "seccomp": 317},
           "aarch64": {"socketpair": 199, "clone": 220, "clone3": 435, "pidfd_open": 434, "seccomp": 277}}

# What a system may lack or refuse: calls, and what they say.
LACKS = [(["seccomp"], errno.ENOSYS), (["clone", "clone3"], errno.EAGAIN), (["socketpair"], errno.EMFILE),
         (["pidfd_open"], errno.ENOSYS)]
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2  # linux/prctl.h, linux/seccomp.h
LOAD, IF_EQUAL, RETURN, ALLOW, ERRNO = 0x20, 0x15, 0x06, 0x7FFF0000, 0x00050000  # linux/filter.h, linux/seccomp.h


class Result:
    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()

    def __repr__(self):
        return f"status {self.status}\n--- out\n{self.out}\n--- err\n{self.err}"


def deny(names, number):
    """Takes calls from this process and those that it becomes: each fails with that error number."""
    calls = [NUMBERS[platform.machine()][name] for name in names]
    code = [(LOAD, 0, 0, 0)]
    code += [(IF_EQUAL, len(calls) - i, 0, call) for i, call in enumerate(calls)]
    code += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ERRNO | number)]
    filters = b"".join(struct.pack("HBBI", *one) for one in code)
    buffer = ctypes.create_string_buffer(filters, len(filters))
    program = struct.pack("HxxxxxxP", len(code), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program) != 0:
        raise OSError(ctypes.get_errno(), "a filter cannot be loaded")


def lacking(lacks, name, *args):
    return Result(subprocess.run(command_line(name, args, "en"), env=environment(), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT,
                                 preexec_fn=lambda: deny(*lacks)))
