/* How many mappings this process has. Secret memory is mappings of its own: as many more as before
 * are secrets that were not released. */
#ifndef FIXTURE_MAPPINGS_H
#define FIXTURE_MAPPINGS_H

#include <stddef.h>

size_t fixture_mappings(void);

#endif
