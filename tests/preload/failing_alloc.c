/* For tests: of the allocations that a program makes, one fails, or that one and all that follow.
 * Preloaded, and taken along into the programs that it executes.
 *
 * FAILING_ALLOC names a file that is shared between the processes of a run and the test: a struct
 * plan, then a struct taken for each allocation that was counted while there was room. Counting
 * begins with main: what the loader and the constructors of libraries ask for is not ours. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whose allocations: of the program that was started, of the spawner, of all workers together. */
enum role { MAIN, SPAWNER, WORKER, ROLES };

/* All of them are written and read in the machine's order. */
struct plan {
    uint64_t role;         /* in which an allocation fails */
    uint64_t at;           /* which, counted from 1; 0: none */
    uint64_t later;        /* whether all that follow fail too */
    uint64_t failed;       /* how many did */
    uint64_t count[ROLES]; /* how many there were */
    uint64_t room;         /* for how many what is known of them is noted */
};

/* Where an allocation came from. */
struct taken {
    uint64_t role;
    uint64_t place; /* a digest of the innermost calls that led there, the same in every run */
};

enum { DEPTH = 8, MODULES = 64 };

/* Where the program and its libraries lie in this run. */
static struct {
    uintptr_t start;
    uintptr_t end;
} module[MODULES];
static int modules;

static struct plan *plan;
static enum role role;
static __thread int inside; /* what this file calls is not counted */
static int begun;

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void *(*real_aligned)(size_t, size_t);
static int (*real_posix)(void **, size_t, size_t);
static void *(*real_mmap)(void *, size_t, int, int, int, off_t);

/* Before the functions are known, from a small store: dlsym itself may ask. */
static char early[65536];
static size_t early_used;

static void *take_early(size_t size)
{
    size_t start = (early_used + 15) & ~(size_t)15;
    if (size > sizeof early - start)
        _exit(98);
    early_used = start + size;
    return early + start;
}

static int is_early(const void *block)
{
    return (const char *)block >= early && (const char *)block < early + sizeof early;
}

static void find_functions(void)
{
    static int finding;
    if (real_malloc != NULL || finding)
        return;
    finding = 1;
    real_calloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "calloc");
    real_realloc = (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "realloc");
    real_aligned = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "aligned_alloc");
    real_posix = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
    real_mmap = (void *(*)(void *, size_t, int, int, int, off_t))dlsym(RTLD_NEXT, "mmap");
    real_malloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc");
}

/* ---- counting ---- */

static int note_module(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    for (int i = 0; i < info->dlpi_phnum && modules < MODULES; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type == PT_LOAD && (part->p_flags & PF_X) != 0) {
            module[modules].start = info->dlpi_addr + part->p_vaddr;
            module[modules++].end = info->dlpi_addr + part->p_vaddr + part->p_memsz;
        }
    }
    return 0;
}

/* An address as it is in every run: the number of its module, and how far into it. */
static uint64_t steady(const void *call)
{
    uintptr_t at = (uintptr_t)call;
    for (int i = 0; i < modules; i++) {
        if (at >= module[i].start && at < module[i].end)
            return (uint64_t)(i + 1) << 32 | (at - module[i].start);
    }
    return 0;
}

static void note(uint64_t number)
{
    void *calls[DEPTH];
    struct taken *taken = (struct taken *)(plan + 1) + number;
    uint64_t place = UINT64_C(14695981039346656037); /* FNV-1a */
    int depth = backtrace(calls, DEPTH);
    for (int i = 0; i < depth; i++)
        place = (place ^ steady(calls[i])) * UINT64_C(1099511628211);
    *taken = (struct taken){role, place};
}

/* Whether this one fails. */
static int fails(void)
{
    if (!begun || plan == NULL || inside)
        return 0;
    inside = 1;
    uint64_t number = __atomic_add_fetch(&plan->count[role], 1, __ATOMIC_SEQ_CST);
    uint64_t all = 0;
    for (int i = 0; i < ROLES; i++)
        all += plan->count[i];
    if (all <= plan->room)
        note(all - 1);
    int chosen = plan->at != 0 && plan->role == role &&
                 (number == plan->at || (plan->later && number > plan->at));
    if (chosen) {
        __atomic_add_fetch(&plan->failed, 1, __ATOMIC_SEQ_CST);
        errno = ENOMEM;
    }
    inside = 0;
    return chosen;
}

void *malloc(size_t size)
{
    find_functions();
    if (real_malloc == NULL)
        return take_early(size);
    return fails() ? NULL : real_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    size_t bytes;
    find_functions();
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    if (real_malloc == NULL)
        return take_early(bytes);
    return fails() ? NULL : real_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    find_functions();
    if (is_early(block)) {
        void *moved = malloc(size);
        if (moved != NULL)
            memcpy(moved, block, size);
        return moved;
    }
    return fails() ? NULL : real_realloc(block, size);
}

void free(void *block)
{
    static void (*real_free)(void *);
    if (real_free == NULL)
        real_free = (void (*)(void *))dlsym(RTLD_NEXT, "free");
    if (!is_early(block))
        real_free(block);
}

size_t malloc_usable_size(void *block)
{
    size_t (*real)(void *) = (size_t(*)(void *))dlsym(RTLD_NEXT, "malloc_usable_size");
    return is_early(block) ? 0 : real(block);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    find_functions();
    return fails() ? NULL : real_aligned(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    find_functions();
    return fails() ? ENOMEM : real_posix(block, alignment, size);
}

/* libsodium's secret memory is mapped. */
void *mmap(void *place, size_t size, int protection, int flags, int fd, off_t offset)
{
    find_functions();
    return fails() ? MAP_FAILED : real_mmap(place, size, protection, flags, fd, offset);
}

void *mmap64(void *place, size_t size, int protection, int flags, int fd, off_t offset)
{
    return mmap(place, size, protection, flags, fd, offset);
}

/* ---- the processes of a run ---- */

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("FAILING_ALLOC");
    const char *told = getenv("FAILING_ALLOC_ROLE");
    void *calls[2];
    struct stat about;
    find_functions();
    (void)backtrace(calls, 2); /* loads what it needs */
    (void)dl_iterate_phdr(note_module, NULL);
    int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0)
        return;
    plan = real_mmap(NULL, (size_t)about.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    role = told == NULL ? MAIN : SPAWNER;
    (void)close(fd);
    if (plan == MAP_FAILED)
        _exit(97);
}

static int (*program_main)(int, char **, char **);

static int counted_main(int argc, char **argv, char **environment)
{
    begun = 1;
    return program_main(argc, argv, environment);
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
    void (*fini)(void), void (*loader)(void), void *stack)
{
    int (*real)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
        void (*)(void), void *) = dlsym(RTLD_NEXT, "__libc_start_main");
    program_main = main;
    return real(counted_main, argc, argv, init, fini, loader, stack);
}

pid_t fork(void)
{
    pid_t (*real)(void) = dlsym(RTLD_NEXT, "fork");
    pid_t child = real();
    if (child == 0 && role == SPAWNER)
        role = WORKER;
    return child;
}

/* The programs start others with an empty environment. */
int execve(const char *path, char *const argv[], char *const environment[])
{
    static const char *const names[] = {"LD_PRELOAD", "FAILING_ALLOC", "FAKE_CLOCK"};
    static char words[4][4096] = {"FAILING_ALLOC_ROLE=spawner"};
    char *added[5] = {words[0]};
    int (*real)(const char *, char *const[], char *const[]) = dlsym(RTLD_NEXT, "execve");
    if (getenv("FAILING_ALLOC") == NULL)
        return real(path, argv, environment);
    for (int i = 0, count = 1; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value == NULL)
            continue;
        (void)snprintf(words[count], sizeof words[0], "%s=%s", names[i], value);
        added[count] = words[count];
        count++;
    }
    return real(path, argv, added);
}
