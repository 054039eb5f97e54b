/* The process confines itself to some directories and files, for good (Landlock; S5).
 *
 * Where the kernel lacks it, nothing happens: what must hold does so without, this is a second
 * lock. Child processes inherit the confinement. Network connections over TCP are forbidden too
 * where the kernel can do that (S12). */
#ifndef BASE_SYSTEM_CONFINE_H
#define BASE_SYSTEM_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether this kernel has what is needed: Landlock ABI 2 (Linux 5.19), the first that lets a file
 * be moved between directories (landlock(7)). */
bool confine_is_possible(void);

struct confine_path {
    const char *path; /* a directory, with all that is in it, or a file; passed over if not there */
    bool write;       /* also change, make and remove what is in it; else only read */
};

/* From now on nothing else of the file system can be opened or changed; what is open stays open.
 * The process also gives up new privileges. false if the kernel cannot do it; then nothing has
 * changed. */
bool confine_to(const struct confine_path *paths, size_t count);

#endif
