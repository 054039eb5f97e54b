/* The memory of the libraries: malloc and its kin of the whole process, in front of the C
 * library's.
 *
 * A library that gets no memory says so in its own way, or does not say so: libxlsxwriter leaves
 * cells out, or crashes; libseccomp and libarchive have codes of their own; qsort sorts in another
 * way. Here none of them gets NULL: the process ends as it does for want of memory of its own
 * (base/memory.h), as with the option X of OpenBSD's malloc.conf(5).
 *
 * What is released is wiped first, as with that system's option F: answers in the trees of a JSON
 * library, in the buffers of stdio, zlib and SQLite, and in what any of them grew out of, are
 * nowhere else within our reach. */
#ifndef BASE_SYSTEM_ALLOCATOR_H
#define BASE_SYSTEM_ALLOCATOR_H

#include <stddef.h>

/* From now on all threads share what there is, so that a process which may have little gets by. */
void allocator_share(void);

/* Asks that a block which has not been written to yet be mapped in large pages, where the system has
 * such and it is as long as one: it changes nothing but how long that takes. Not in a confined
 * process, which may not ask for it. */
void allocator_prefer_large_pages(void *block, size_t size);

#endif
