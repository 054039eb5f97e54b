/* Descriptors that a process is not to have. No memory is asked for: for use after a fork. */
#ifndef BASE_SYSTEM_RANGE_LINUX_H
#define BASE_SYSTEM_RANGE_LINUX_H

/* The highest number that is looked at where the kernel cannot close a range (close_range(2), Linux
 * 5.9) or is not let to: what fs.nr_open is unless somebody raised it. A worker can use none but
 * its two (base/system/sandbox_linux.h), whatever its number. */
enum { RANGE_HIGHEST = (1 << 20) - 1 };

/* Closes those from first to last, INT_MAX for all. */
void range_close(int first, int last);

#endif
