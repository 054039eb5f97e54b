/* What tools/late makes of one library (base/late.h). */
#ifndef BASE_SYSTEM_LATE_LIBRARY_H
#define BASE_SYSTEM_LATE_LIBRARY_H

#include "base/error.h"

#include <stddef.h>

/* No page of any machine that it is built for is larger: nothing else stands on those of the
 * places. */
#define LATE_PAGE 65536

struct late_library {
    const char *name;         /* as the loader looks for it */
    const char *const *calls; /* the names of its functions that are called, count of them */
    size_t count;
    void **places; /* where each of them is; whole pages */
    size_t size;   /* of places, in bytes */
};

/* Loads the library, fills the places, and has them read only from then on. Does nothing if they
 * are filled. STATUS_FAILED, REASON_NOT_FOUND if the library or one of its functions is not there.
 */
enum status late_library_load(const struct late_library *library, struct error *err) MUST_USE;

#endif
