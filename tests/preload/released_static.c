/* For tests: the same of a program in which nothing can be preloaded, a static one. Not preloaded
 * but run in its place, it runs the program of its own name in the folder RELEASED_PROGRAMS and
 * looks into its memory from outside: where it gives memory back to the kernel, on the stack then
 * and where a file is closed, and everywhere at the end, when memory that was freed is there still,
 * since with GLIBC_TUNABLES=glibc.malloc.trim_threshold none of it is given back before. Its own
 * processes are not looked at. The lines of RELEASED_LOG have no callers. */
#include "released_markers.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* <linux/ptrace.h>, which cannot be included beside <sys/ptrace.h> everywhere */
enum { RED_ZONE = 128 };
enum { SYSCALL_STOP = SIGTRAP | 0x80, END_STOP = SIGTRAP | PTRACE_EVENT_EXIT << 8 };

static pid_t child;
static FILE *log_file;
static int memory_file = -1; /* both opened at once: later the program lets nobody look */
static FILE *maps_file;

static void fail(const char *what)
{
    perror(what);
    if (child > 0)
        (void)kill(child, SIGKILL);
    exit(93);
}

/* ---- looking ---- */

/* Page by page, for some may not be read. */
static void look_at(uint64_t start, uint64_t size, const char *where)
{
    static uint8_t copy[2 * 4096];
    for (uint64_t at = 0; at < size; at += 4096) {
        size_t wanted = size - at < sizeof copy ? (size_t)(size - at) : sizeof copy;
        ssize_t got = pread(memory_file, copy, wanted, (off_t)(start + at));
        for (int i = 0; got > 0 && i < markers; i++) {
            if (find(copy, (size_t)got, i) != NULL &&
                fprintf(log_file, "%s %s\n", marker[i].name, where) < 0)
                fail("log");
        }
    }
}

static void look_at_all(void)
{
    char line[512];
    while (fgets(line, sizeof line, maps_file) != NULL) {
        unsigned long start;
        unsigned long end;
        char rights[5];
        char place[64] = "";
        if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %63s", &start, &end, rights, place) >= 3 &&
            strncmp(rights, "rw", 2) == 0)
            look_at(start, end - start, place[0] == '[' ? place : "end");
    }
}

static void look_at_call(void)
{
    struct __ptrace_syscall_info call = {0};
    if (ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof call, &call) < 0)
        fail("a call");
    if (call.op != PTRACE_SYSCALL_INFO_ENTRY ||
        (call.entry.nr != SYS_munmap && call.entry.nr != SYS_close))
        return;
    if (call.entry.nr == SYS_munmap)
        look_at(call.entry.args[0], call.entry.args[1], "munmap");
    /* All below the red zone, in which a function that calls none may have what is its own. */
    look_at(call.stack_pointer - RED_ZONE - STACK, STACK, "stack");
}

/* ---- running ---- */

static void begin(char **arguments)
{
    char path[PATH_MAX];
    const char *name = strrchr(arguments[0], '/');
    (void)snprintf(path, sizeof path, "%s/%s", getenv("RELEASED_PROGRAMS"),
        name == NULL ? arguments[0] : name + 1);
    child = fork();
    if (child == 0) {
        (void)ptrace(PTRACE_TRACEME, 0, 0, 0);
        (void)execv(path, arguments);
        _exit(93);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, child, 0,
            PTRACE_O_TRACEEXIT | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) != 0)
        fail(path);
    (void)snprintf(path, sizeof path, "/proc/%d/mem", (int)child);
    memory_file = open(path, O_RDONLY | O_CLOEXEC);
    (void)snprintf(path, sizeof path, "/proc/%d/maps", (int)child);
    maps_file = fopen(path, "re");
    if (memory_file < 0 || maps_file == NULL)
        fail(path);
}

/* Until it ends; its status. */
static int follow(void)
{
    int status;
    int signal = 0;
    while (ptrace(PTRACE_SYSCALL, child, 0, signal) == 0 && waitpid(child, &status, 0) == child &&
           WIFSTOPPED(status)) {
        signal = 0;
        if (WSTOPSIG(status) == SYSCALL_STOP)
            look_at_call();
        else if (status >> 8 == END_STOP)
            look_at_all();
        else
            signal = WSTOPSIG(status);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int count, char **arguments)
{
    int from = open(getenv("RELEASED_MARKERS"), O_RDONLY | O_CLOEXEC);
    log_file = fopen(getenv("RELEASED_LOG"), "ae");
    markers = read_markers(from);
    if (count < 1 || log_file == NULL || markers == 0)
        fail("what is looked for");
    begin(arguments);
    int status = follow();
    if (fclose(log_file) != 0)
        fail("log");
    return status;
}
