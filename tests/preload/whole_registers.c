/* For user-mode-linux on a processor whose registers take more room than its kernel was built for
 * (AMX): the host takes them as a whole or not at all, so what is missing is filled in with what
 * the process has. Preloaded. */
#include <dlfcn.h>
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

enum { REGISTERS_MAX = 1 << 16 };

static long (*next_ptrace)(enum __ptrace_request, ...);
static unsigned char registers[REGISTERS_MAX]; /* not on the small stacks of that kernel */

__attribute__((constructor)) static void find_next(void)
{
    *(void **)&next_ptrace = dlsym(RTLD_NEXT, "ptrace");
}

long ptrace(enum __ptrace_request request, ...)
{
    va_list words;
    va_start(words, request);
    pid_t process = va_arg(words, pid_t);
    void *address = va_arg(words, void *);
    void *data = va_arg(words, void *);
    va_end(words);
    if (request == PTRACE_SETREGSET && (unsigned long)address == NT_X86_XSTATE) {
        const struct iovec *given = data;
        struct iovec whole = {registers, sizeof registers};
        if (next_ptrace(PTRACE_GETREGSET, process, address, &whole) == 0 &&
            whole.iov_len > given->iov_len) {
            memcpy(registers, given->iov_base, given->iov_len);
            return next_ptrace(request, process, address, &whole);
        }
    }
    return next_ptrace(request, process, address, data);
}
