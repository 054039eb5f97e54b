/* System calls that a worker has no right to, and the wearing out of what it has. A call that comes
 * back is no harm done: the worker then goes on honestly, and its bundle is imported. */
#include "base/system/sandbox_linux.h"
#include "fixture_hostile_plan.h"
#include "isolate/task.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static void try_open(struct served *served)
{
    (void)served;
    (void)open("/etc/passwd", O_RDONLY);
}

static void try_create(struct served *served)
{
    (void)served;
    (void)open("/tmp/sigill-hostile", O_WRONLY | O_CREAT, 0600);
}

static void try_unlink(struct served *served)
{
    (void)served;
    (void)unlink("/tmp/sigill-hostile");
}

static void try_memory_file(struct served *served)
{
    (void)served;
    (void)memfd_create("hostile", 0);
}

static void try_socket(struct served *served)
{
    (void)served;
    (void)socket(AF_INET, SOCK_STREAM, 0);
}

static void try_socketpair(struct served *served)
{
    int pair[2];
    (void)served;
    (void)socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

static void try_fork(struct served *served)
{
    (void)served;
    if (fork() == 0)
        _exit(0);
}

/* The thread uses this one's stack, while this one waits for it. */
static void try_thread(struct served *served)
{
    (void)served;
    if (syscall(SYS_clone, CLONE_VM | CLONE_FILES | CLONE_VFORK, NULL, NULL, NULL, NULL) == 0)
        (void)syscall(SYS_exit, 0);
}

/* It has no loader to be refused, and it says a worker's verdict. */
static void try_execute(struct served *served)
{
    char *const arguments[] = {served->program, NULL};
    (void)execve(served->program, arguments, NULL);
}

static void try_trace(struct served *served)
{
    (void)served;
    (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static void try_parents_memory(struct served *served)
{
    struct iovec here = {&served->verdict, 16};
    struct iovec there = {(void *)served, 16};
    (void)process_vm_readv(1, &here, 1, &there, 1, 0);
}

static void try_kill(struct served *served)
{
    (void)served;
    (void)kill(1, 0);
}

static void try_parent(struct served *served)
{
    (void)served;
    (void)getppid();
}

static void try_code(struct served *served)
{
    (void)served;
    (void)mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void try_make_code(struct served *served)
{
    (void)mprotect(
        (void *)((uintptr_t)served & ~(uintptr_t)4095), 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
}

static void try_map_bundle(struct served *served)
{
    (void)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, served->bundle, 0);
}

static void try_write_bundle(struct served *served)
{
    (void)syscall(SYS_pwrite64, served->bundle, "x", 1, 0);
}

static void try_read_bundle(struct served *served)
{
    (void)syscall(SYS_read, served->bundle, &served->verdict, 1);
}

static void try_other_descriptor(struct served *served)
{
    (void)syscall(SYS_pread64, SANDBOX_SOCKET + 1, &served->verdict, 1, 0);
}

static void try_spawners_socket(struct served *served)
{
    (void)recv(SANDBOX_FILE, &served->verdict, 1, 0);
}

static void try_print(struct served *served)
{
    (void)served;
    (void)syscall(SYS_write, STDERR_FILENO, "hostile\n", 8);
}

static void try_send_descriptor(struct served *served)
{
    struct msghdr message = {0};
    (void)sendmsg(served->socket, &message, 0);
}

/* The one that it was made for is the last. */
static void try_receive_descriptor(struct served *served)
{
    struct msghdr message = {0};
    (void)recvmsg(served->socket, &message, MSG_DONTWAIT);
}

static void try_duplicate(struct served *served)
{
    (void)syscall(SYS_dup, served->bundle);
}

static void try_limits(struct served *served)
{
    struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
    (void)served;
    (void)setrlimit(RLIMIT_AS, &all);
}

static void try_dumpable(struct served *served)
{
    (void)served;
    (void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static void try_filter(struct served *served)
{
    (void)served;
    (void)syscall(SYS_seccomp, 0, 0, NULL);
}

static void try_advice(struct served *served)
{
    (void)madvise((void *)((uintptr_t)served & ~(uintptr_t)4095), 4096, MADV_RANDOM);
}

static void try_clock(struct served *served)
{
    struct timespec now;
    (void)served;
    (void)syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
}

static void try_ring(struct served *served)
{
    (void)syscall(SYS_io_uring_setup, 1, &served->verdict);
}

static void try_handle(struct served *served)
{
    (void)served;
    (void)signal(SIGXCPU, SIG_IGN);
}

#ifdef __x86_64__
/* The same calls have other numbers here: a filter that does not ask for the architecture is blind.
 */
static void try_x32(struct served *served)
{
    (void)served;
    (void)syscall(0x40000000 | SYS_getpid);
}

static void try_i386(struct served *served)
{
    long number = 20; /* getpid, arch/x86/entry/syscalls/syscall_32.tbl */
    (void)served;
    __asm__ volatile("int $0x80" : "+a"(number) : : "memory");
}
#endif

/* ---- wearing out ---- */

static void loop_for_ever(struct served *served)
{
    for (volatile bool on = true; on;)
        served->verdict.status++;
}

static void wait_for_ever(struct served *served)
{
    char byte;
    while (recv(served->socket, &byte, 1, 0) > 0)
        continue;
}

/* Where it could get more than its due it goes on with its work, and the bundle would be imported.
 */
static void take_all_memory(struct served *served)
{
    enum { STEP = 1 << 20 };
    uint64_t taken = 0;
    for (uint8_t *place = malloc(STEP); place != NULL; place = malloc(STEP)) {
        memset(place, 1, STEP);
        taken += STEP;
    }
    served->verdict.status = (uint32_t)(taken >> 20);
    if (taken < TASK_BUNDLE_MEMORY)
        _exit(0);
}

static unsigned deeper(unsigned depth)
{
    volatile uint8_t place[4096] = {(uint8_t)depth};
    if (depth == UINT_MAX)
        return 0;
    return deeper(depth + 1) + place[depth % sizeof place];
}

static void use_up_stack(struct served *served)
{
    served->verdict.status = deeper(0);
}

static void crash(struct served *served)
{
    (void)served;
    __builtin_trap();
}

static void end(struct served *served)
{
    (void)served;
    _exit(0);
}

const struct hostile_plan HOSTILE_CALLS[] = {
    {.name = "open", .at_once = try_open},
    {.name = "create", .at_once = try_create},
    {.name = "unlink", .at_once = try_unlink},
    {.name = "memory-file", .at_once = try_memory_file},
    {.name = "socket", .at_once = try_socket},
    {.name = "socketpair", .at_once = try_socketpair},
    {.name = "fork", .at_once = try_fork},
    {.name = "thread", .at_once = try_thread},
    {.name = "execute", .at_once = try_execute},
    {.name = "trace", .at_once = try_trace},
    {.name = "parents-memory", .at_once = try_parents_memory},
    {.name = "kill", .at_once = try_kill},
    {.name = "parent", .at_once = try_parent},
    {.name = "code", .at_once = try_code},
    {.name = "make-code", .at_once = try_make_code},
    {.name = "map-bundle", .at_once = try_map_bundle},
    {.name = "write-bundle", .at_once = try_write_bundle},
    {.name = "read-bundle", .at_once = try_read_bundle},
    {.name = "other-descriptor", .at_once = try_other_descriptor},
    {.name = "spawners-socket", .at_once = try_spawners_socket},
    {.name = "print", .at_once = try_print},
    {.name = "send-descriptor", .at_once = try_send_descriptor},
    {.name = "receive-descriptor", .at_once = try_receive_descriptor},
    {.name = "duplicate", .at_once = try_duplicate},
    {.name = "limits", .at_once = try_limits},
    {.name = "dumpable", .at_once = try_dumpable},
    {.name = "filter", .at_once = try_filter},
    {.name = "advice", .at_once = try_advice},
    {.name = "clock", .at_once = try_clock},
    {.name = "ring", .at_once = try_ring},
    {.name = "handle", .at_once = try_handle},
#ifdef __x86_64__
    {.name = "x32", .at_once = try_x32},
    {.name = "i386", .at_once = try_i386},
#endif
    {.name = "loop", .at_once = loop_for_ever},
    {.name = "wait", .at_once = wait_for_ever},
    {.name = "memory", .at_once = take_all_memory},
    {.name = "stack", .at_once = use_up_stack},
    {.name = "crash", .at_once = crash},
    {.name = "end", .at_once = end},
    {0},
};
