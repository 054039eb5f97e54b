/* Descriptors that a process is not to have. No memory is asked for: for use after a fork. */
#ifndef BASE_SYSTEM_RANGE_LINUX_H
#define BASE_SYSTEM_RANGE_LINUX_H

#include <stdbool.h>

/* The highest number that a descriptor has where the kernel cannot close a range (close_range(2),
 * Linux 5.9): what fs.nr_open is unless somebody raised it. */
enum { RANGE_HIGHEST = (1 << 20) - 1 };

/* Closes those from first to last, INT_MAX for all; false if some may be open still. */
bool range_close(int first, int last);

#endif
