/* Tests that do the same for each byte, or for thousands of cases. */
#ifndef FIXTURE_THINNED_H
#define FIXTURE_THINNED_H

#include <stddef.h>

/* How far such a test goes on at once: step, or step times what THINNED says, a whole number. tests/run sets it under
 * valgrind, where a test takes a hundred times as long and one case in so many takes every path that all of them take. */
size_t fixture_thinned(size_t step);

#endif
