#include "base/system/sandbox_linux.h"

#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/system/range_linux.h"
#include "base/system/sealed_memory.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The filter as the kernel takes it: made once, and not by each worker. */
struct sandbox {
    struct sock_fprog program;
    struct sock_filter instruction[BPF_MAXINSNS];
};

/* Calls whose arguments can do no harm: memory that there is, and the end. */
static const int FREE_CALLS[] = {
    SCMP_SYS(munmap),
    SCMP_SYS(brk),
    SCMP_SYS(mlock),
    SCMP_SYS(munlock),
    SCMP_SYS(exit_group),
};

/* What malloc and libsodium advise; with other advice a privileged process harms the system. */
static const int ADVICE[] = {MADV_DONTNEED, MADV_DONTDUMP, MADV_DODUMP};

enum { ARGUMENTS_MAX = 4 };

/* A call that is allowed with these arguments only. */
struct rule {
    int call;
    unsigned arguments;
    struct scmp_arg_cmp argument[ARGUMENTS_MAX];
};

#define IS(place, value)                                                                           \
    {                                                                                              \
        (place), SCMP_CMP_EQ, (scmp_datum_t)(value), 0                                             \
    }
#define HAS_OF(place, mask, value)                                                                 \
    {                                                                                              \
        (place), SCMP_CMP_MASKED_EQ, (scmp_datum_t)(mask), (scmp_datum_t)(value)                   \
    }
#define IS_NO_FILE(place) HAS_OF(place, UINT32_MAX, UINT32_MAX) /* -1, of whatever width */

/* Memory that may be read and written, or neither: never executed, whatever bits are yet to come.
 */
#define IS_DATA(place) HAS_OF(place, ~(scmp_datum_t)(PROT_READ | PROT_WRITE), 0)

/* Memory is private, of no file, and where the kernel puts it. A message has no flag that looks
 * ahead, goes out of band or reports errors, and no address. The file is read at any offset. */
static const struct rule RULES[] = {
    {SCMP_SYS(mmap), 3,
        {IS_DATA(2), HAS_OF(3, UINT32_MAX, MAP_PRIVATE | MAP_ANONYMOUS), IS_NO_FILE(4)}},
    {SCMP_SYS(mprotect), 1, {IS_DATA(2)}},
    {SCMP_SYS(mremap), 1, {IS(3, MREMAP_MAYMOVE)}},
    {SCMP_SYS(getrandom), 1, {IS(2, 0)}},
    {SCMP_SYS(pread64), 1, {IS(0, SANDBOX_FILE)}},
    {SCMP_SYS(recvfrom), 4, {IS(0, SANDBOX_SOCKET), IS(3, 0), IS(4, 0), IS(5, 0)}},
    {SCMP_SYS(sendto), 4, {IS(0, SANDBOX_SOCKET), IS(3, MSG_NOSIGNAL), IS(4, 0), IS(5, 0)}},
};

static bool allow_rule(scmp_filter_ctx filter, const struct rule *rule)
{
    return seccomp_rule_add_array(
               filter, SCMP_ACT_ALLOW, rule->call, rule->arguments, rule->argument) == 0;
}

static bool allow_advice(scmp_filter_ctx filter, int advice)
{
    const struct rule rule = {SCMP_SYS(madvise), 1, {IS(2, advice)}};
    return allow_rule(filter, &rule);
}

/* What a call that is not allowed ends in. A kernel older than Linux 4.14 (below libseccomp's level
 * 3) ends the thread that made it, which is all of the process: no filter here lets it make
 * another. */
static uint32_t end_of_it(void)
{
    return seccomp_api_get() < 3 ? SCMP_ACT_KILL_THREAD : SCMP_ACT_KILL_PROCESS;
}

/* Of another architecture's calls, and of x32's, none is allowed. */
static bool fill_filter(scmp_filter_ctx filter)
{
    bool good = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, end_of_it()) == 0;
    for (size_t i = 0; good && i < sizeof FREE_CALLS / sizeof FREE_CALLS[0]; i++)
        good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, FREE_CALLS[i], 0) == 0;
    for (size_t i = 0; good && i < sizeof ADVICE / sizeof ADVICE[0]; i++)
        good = allow_advice(filter, ADVICE[i]);
    for (size_t i = 0; good && i < sizeof RULES / sizeof RULES[0]; i++)
        good = allow_rule(filter, &RULES[i]);
    return good;
}

/* libseccomp hands its instructions to a file and to nothing else. */
static bool write_program(scmp_filter_ctx filter, int memory, struct sandbox *sandbox)
{
    size_t got = 0;
    if (seccomp_export_bpf(filter, memory) != 0 ||
        !descriptor_read_at(memory, sandbox->instruction, sizeof sandbox->instruction, 0, &got) ||
        got == 0 || got % sizeof sandbox->instruction[0] != 0)
        return false;
    sandbox->program = (struct sock_fprog){
        (unsigned short)(got / sizeof sandbox->instruction[0]), sandbox->instruction};
    return true;
}

static bool make_program(struct sandbox *sandbox)
{
    int memory = sealed_memory_begin("filter");
    scmp_filter_ctx filter = seccomp_init(end_of_it());
    bool made = memory >= 0 && filter != NULL && fill_filter(filter) &&
                write_program(filter, memory, sandbox);
    if (filter != NULL)
        seccomp_release(filter);
    if (memory >= 0)
        (void)close(memory);
    return made;
}

enum status sandbox_prepare(struct sandbox **sandbox, struct error *err)
{
    *sandbox = NULL;
    if (prctl(PR_GET_SECCOMP) < 0 || seccomp_api_get() < 2) /* Linux 3.17 */
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "this system's kernel cannot confine the process that reads bundles; ask whoever runs this "
            "machine to allow seccomp");
    struct sandbox *made = memory_new(1, sizeof *made);
    if (!make_program(made)) {
        sandbox_free(made);
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "the process that reads bundles cannot be confined: its filter cannot be made");
    }
    *sandbox = made;
    return STATUS_OK;
}

void sandbox_free(struct sandbox *sandbox)
{
    free(sandbox);
}

/* The two descriptors take their places; all others, the standard ones included, are closed. Moving
 * them up first keeps one from being closed by the other's move. */
static bool arrange_descriptors(int file, int socket)
{
    enum { SPARE = 10 };
    int high_file = fcntl(file, F_DUPFD, SPARE);
    int high_socket = fcntl(socket, F_DUPFD, SPARE);
    if (high_file < 0 || high_socket < 0 || dup2(high_file, SANDBOX_FILE) < 0 ||
        dup2(high_socket, SANDBOX_SOCKET) < 0)
        return false;
    range_close(0, SANDBOX_FILE - 1);
    range_close(SANDBOX_SOCKET + 1, INT_MAX);
    return true;
}

static bool set_limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit both = {most, most};
    return setrlimit(resource, &both) == 0;
}

bool sandbox_enter(
    const struct sandbox *sandbox, int file, int socket, const struct worker_limits *limits)
{
    return arrange_descriptors(file, socket) && set_limit(RLIMIT_AS, limits->memory) &&
           set_limit(RLIMIT_CPU, limits->seconds) && set_limit(RLIMIT_FSIZE, 0) &&
           set_limit(RLIMIT_NPROC, 0) && set_limit(RLIMIT_CORE, 0) &&
           set_limit(RLIMIT_NOFILE, 0) && /* the two are open; no number is left for a third */
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &sandbox->program) == 0;
}
