/* What the system says of a failure, as the C library's errno. */
#ifndef BASE_SYSTEM_FAILURE_WINDOWS_H
#define BASE_SYSTEM_FAILURE_WINDOWS_H

#include <stdbool.h>

/* Sets errno to what says the same as the number of a failed call, as GetLastError has it. Always
 * false, to be returned. */
bool failure_of(unsigned long number);

/* The same of the call that failed last. */
bool failure_last(void);

#endif
