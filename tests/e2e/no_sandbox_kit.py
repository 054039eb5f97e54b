"""A system that refuses calls, for the scripts about what is not confined then, and one that is older."""
import ctypes
import errno
import os
import platform
import struct
import subprocess

from sigill_test import TIMEOUT, command_line, environment

NUMBERS = {"x86_64": {"socketpair": 53, "clone": 56, "clone3": 435, "seccomp": 317},
           "aarch64": {"socketpair": 199, "clone": 220, "clone3": 435, "seccomp": 277}}

# What a system may lack or refuse: calls, and what they say.
LACKS = [(["seccomp"], errno.ENOSYS), (["clone", "clone3"], errno.EAGAIN), (["socketpair"], errno.EMFILE)]
LAST = {"x86_64": 325, "aarch64": 284}  # mlock2, the last call that Linux 4.4 has (2016)
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2  # linux/prctl.h, linux/seccomp.h
LOAD, IF_EQUAL, IF_MORE, RETURN, ALLOW, ERRNO = 0x20, 0x15, 0x25, 0x06, 0x7FFF0000, 0x00050000  # linux/filter.h, linux/seccomp.h


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
    load(code)


def be_older():
    """For this process and those that it becomes the system is Linux 4.4: it has no newer call, and of seccomp neither actions that
    can be asked for nor a flag but the first."""
    first, second = 16, 24  # where the arguments lie in what a filter sees
    load([(LOAD, 0, 0, 0), (IF_MORE, 6, 0, LAST[platform.machine()]), (IF_EQUAL, 0, 4, NUMBERS[platform.machine()]["seccomp"]),
          (LOAD, 0, 0, first), (IF_MORE, 4, 0, 1), (LOAD, 0, 0, second), (IF_MORE, 2, 0, 1),
          (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ERRNO | errno.ENOSYS), (RETURN, 0, 0, ERRNO | errno.EINVAL)])


def load(code):
    filters = b"".join(struct.pack("HBBI", *one) for one in code)
    buffer = ctypes.create_string_buffer(filters, len(filters))
    program = struct.pack("HxxxxxxP", len(code), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program) != 0:
        raise OSError(ctypes.get_errno(), "a filter cannot be loaded")


def lacking(lacks, name, *args):
    return within(lambda: deny(*lacks), name, *args)


def within(system, name, *args):
    """Runs a program in a system that a function makes."""
    return Result(subprocess.run(command_line(name, args, "en"), env=environment(), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT, preexec_fn=system))
