/* The day of this version. A clock that is before it is wrong: no program runs before it was made.
 * It is kept here, and not taken from the machine that builds, so that a build gives the same bytes
 * whenever it is repeated. Whoever gives the program another version gives it another day. */
#ifndef BASE_RELEASE_H
#define BASE_RELEASE_H

#include <stdint.h>

#define RELEASE_DAY INT64_C(1795305600) /* 2026-11-22T00:00:00Z */

#endif
