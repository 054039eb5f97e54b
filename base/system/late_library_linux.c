#include "base/system/late_library.h"

#include <dlfcn.h>
#include <sys/mman.h>

static enum status refuse_library(const struct late_library *library, struct error *err)
{
    const char *why = dlerror();
    return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
        "%s, which this needs, cannot be loaded (%s); install the package that has it again",
        library->name, why == NULL ? "?" : why);
}

/* The first place is filled last: it says that all are. */
enum status late_library_load(const struct late_library *library, struct error *err)
{
    if (library->places[0] != NULL)
        return STATUS_OK;
    void *handle = dlopen(library->name, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL)
        return refuse_library(library, err);
    for (size_t i = library->count; i-- > 0;) {
        void *place = dlsym(handle, library->calls[i]);
        if (place == NULL)
            return refuse_library(library, err);
        library->places[i] = place;
    }
    bool sealed = mprotect(library->places, library->size, PROT_READ) == 0;
    if (!sealed)
        library->places[0] = NULL;
    return sealed ? STATUS_OK : error_system(err, "%s", library->name);
}
