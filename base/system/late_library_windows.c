#include "base/system/late_library.h"

#include <windows.h>

/* The programs have all libraries in them; a note of one is a mistake of the build. */
enum status late_library_load(const struct late_library *library, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
        "%s, which this needs, cannot be loaded (%s); install the package that has it again",
        library->name, "?");
}
