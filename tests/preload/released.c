/* For tests: whether a secret is left in memory that is released, in what the calls that have
 * returned left on the stack, or in anything at the end of the process. Preloaded.
 *
 * RELEASED_MARKERS names a file of lines "NAME HEX": what is looked for. For each that is found a
 * line "NAME WHERE CALLER..." is added to the file RELEASED_LOG; the callers are addresses within
 * their modules. */
#include "released_markers.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CALLERS = 14 };

static int log_file = -1;
static int maps_file = -1; /* opened at once: later the program may have confined itself */
static __thread int inside;

#define NEXT(name) dlsym(RTLD_NEXT, name)

/* ---- looking ---- */

static void tell(int which, const char *where)
{
    char line[4096];
    void *call[CALLERS];
    int depth = backtrace(call, CALLERS);
    int used = snprintf(line, sizeof line, "%s %s", marker[which].name, where);
    for (int i = 2; i < depth; i++) {
        Dl_info about = {0};
        (void)dladdr(call[i], &about);
        const char *name = about.dli_fname == NULL ? "?" : strrchr(about.dli_fname, '/');
        used += snprintf(line + used, sizeof line - (size_t)used, " %s+%lx",
            name == NULL ? "?" : name + 1,
            (unsigned long)((char *)call[i] - (char *)about.dli_fbase));
    }
    line[used++] = '\n';
    ssize_t (*real)(int, const void *, size_t) = NEXT("write");
    if (real(log_file, line, (size_t)used) != used)
        abort();
}

static void look(const void *bytes, size_t size, const char *where)
{
    for (int i = 0; i < markers; i++) {
        if (find(bytes, size, i) != NULL)
            tell(i, where);
    }
}

/* Page by page, for some may not be read. */
static void look_at_pages(const char *start, size_t size, const char *where)
{
    static uint8_t copy[2 * 4096];
    for (size_t at = 0; at < size; at += 4096) {
        struct iovec into = {copy, sizeof copy};
        struct iovec from = {
            (char *)(uintptr_t)start + at, size - at < sizeof copy ? size - at : sizeof copy};
        ssize_t got = process_vm_readv(getpid(), &into, 1, &from, 1, 0);
        if (got > 0)
            look(copy, (size_t)got, where);
    }
    explicit_bzero(copy, sizeof copy);
}

static void look_at_stack(const char *where)
{
    volatile char here;
    uintptr_t top = (uintptr_t)&here;
    look_at_pages((const char *)(top - STACK), STACK - 1024, where);
}

static void look_everywhere(void)
{
    char line[512];
    while (read_line(maps_file, line, sizeof line)) {
        unsigned long start;
        unsigned long end;
        char rights[5];
        char place[64] = "";
        if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %63s", &start, &end, rights, place) >= 3 &&
            strncmp(rights, "rw", 2) == 0)
            look_at_pages((const char *)start, end - start, place[0] == '[' ? place : "end");
    }
}

/* ---- what releases ---- */

void free(void *block)
{
    static void (*real)(void *);
    if (real == NULL)
        real = (void (*)(void *))NEXT("free");
    if (block != NULL && markers > 0 && !inside) {
        inside = 1;
        look(block, malloc_usable_size(block), "free");
        inside = 0;
    }
    real(block);
}

int munmap(void *place, size_t size)
{
    int (*real)(void *, size_t) = NEXT("munmap");
    if (markers > 0 && !inside) {
        inside = 1;
        look_at_pages(place, size, "munmap");
        look_at_stack("stack");
        inside = 0;
    }
    return real(place, size);
}

int close(int fd)
{
    int (*real)(int) = NEXT("close");
    if (markers > 0 && !inside) {
        inside = 1;
        look_at_stack("stack");
        inside = 0;
    }
    return real(fd);
}

__attribute__((destructor)) static void at_end(void)
{
    inside = 1;
    if (markers > 0)
        look_everywhere();
}

/* ---- what to look for ---- */

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("RELEASED_MARKERS");
    const char *log = getenv("RELEASED_LOG");
    void *calls[2];
    (void)backtrace(calls, 2); /* loads what it needs */
    if (path == NULL || log == NULL)
        return;
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int fd = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    log_file = fcntl(fd, F_DUPFD_CLOEXEC, 200);
    maps_file = fcntl(open("/proc/self/maps", O_RDONLY), F_DUPFD_CLOEXEC, 201);
    int count = read_markers(from);
    if (log_file < 0 || maps_file < 0 || count == 0)
        _exit(93);
    markers = count;
}
