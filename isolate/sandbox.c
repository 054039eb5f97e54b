#include "isolate/sandbox.h"

#include "base/memory.h"

#include <fcntl.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

struct sandbox {
    scmp_filter_ctx filter;
};

/* Calls that need no look at their arguments: memory, and the end. */
static const int FREE_CALLS[] = {
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(brk),
    SCMP_SYS(mlock),
    SCMP_SYS(munlock),
    SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* What malloc and libsodium advise; with other advice a privileged process harms the system. */
static const int ADVICE[] = {MADV_DONTNEED, MADV_DONTDUMP, MADV_DODUMP};

static struct scmp_arg_cmp when(
    unsigned argument, enum scmp_compare how, scmp_datum_t first, scmp_datum_t second)
{
    return (struct scmp_arg_cmp){.arg = argument, .op = how, .datum_a = first, .datum_b = second};
}

static bool allow_free(scmp_filter_ctx filter, int call)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
}

static bool allow_on(scmp_filter_ctx filter, int call, int fd)
{
    return seccomp_rule_add(
               filter, SCMP_ACT_ALLOW, call, 1, when(0, SCMP_CMP_EQ, (scmp_datum_t)fd, 0)) == 0;
}

static bool allow_advice(scmp_filter_ctx filter, int advice)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(madvise), 1,
               when(2, SCMP_CMP_EQ, (scmp_datum_t)advice, 0)) == 0;
}

/* Memory may never be made executable, and comes from no file. */
static bool allow_memory(scmp_filter_ctx filter)
{
    struct scmp_arg_cmp no_code = when(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    struct scmp_arg_cmp no_file = when(3, SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS);
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, no_code, no_file) == 0;
}

static bool fill_filter(scmp_filter_ctx filter)
{
    bool good = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
                allow_memory(filter) && allow_on(filter, SCMP_SYS(pread64), SANDBOX_BUNDLE) &&
                allow_on(filter, SCMP_SYS(recvfrom), SANDBOX_SOCKET) &&
                allow_on(filter, SCMP_SYS(sendto), SANDBOX_SOCKET);
    for (size_t i = 0; good && i < sizeof FREE_CALLS / sizeof FREE_CALLS[0]; i++)
        good = allow_free(filter, FREE_CALLS[i]);
    for (size_t i = 0; good && i < sizeof ADVICE / sizeof ADVICE[0]; i++)
        good = allow_advice(filter, ADVICE[i]);
    return good;
}

enum status sandbox_prepare(struct sandbox **sandbox, struct error *err)
{
    *sandbox = NULL;
    if (prctl(PR_GET_SECCOMP) < 0 || seccomp_api_get() < 3)
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "this system's kernel cannot confine the process that reads bundles; ask whoever runs this "
            "machine to allow seccomp");
    struct sandbox *made = memory_new(1, sizeof *made);
    made->filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (made->filter == NULL || !fill_filter(made->filter)) {
        sandbox_free(made);
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "the process that reads bundles cannot be confined: its filter cannot be made");
    }
    *sandbox = made;
    return STATUS_OK;
}

void sandbox_free(struct sandbox *sandbox)
{
    if (sandbox == NULL)
        return;
    if (sandbox->filter != NULL)
        seccomp_release(sandbox->filter);
    free(sandbox);
}

/* The two descriptors take their places; all others, the standard ones included, are closed. Moving
 * them up first keeps one from being closed by the other's move. */
static bool arrange_descriptors(int bundle, int socket)
{
    enum { SPARE = 10 };
    int high_bundle = fcntl(bundle, F_DUPFD, SPARE);
    int high_socket = fcntl(socket, F_DUPFD, SPARE);
    return high_bundle >= 0 && high_socket >= 0 && dup2(high_bundle, SANDBOX_BUNDLE) >= 0 &&
           dup2(high_socket, SANDBOX_SOCKET) >= 0 && close_range(0, SANDBOX_BUNDLE - 1, 0) == 0 &&
           close_range(SANDBOX_SOCKET + 1, ~0U, 0) == 0;
}

static bool set_limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit both = {most, most};
    return setrlimit(resource, &both) == 0;
}

bool sandbox_enter(const struct sandbox *sandbox, int bundle, int socket)
{
    return arrange_descriptors(bundle, socket) && set_limit(RLIMIT_AS, SANDBOX_MEMORY) &&
           set_limit(RLIMIT_CPU, SANDBOX_SECONDS) && set_limit(RLIMIT_FSIZE, 0) &&
           set_limit(RLIMIT_NPROC, 0) && set_limit(RLIMIT_CORE, 0) &&
           set_limit(RLIMIT_NOFILE, SANDBOX_SOCKET + 1) &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && seccomp_load(sandbox->filter) == 0;
}
