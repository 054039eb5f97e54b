#include "cmd/authority/unsealed.h"

#include "base/file.h"
#include "base/memory.h"
#include "cmd/ui/form_found.h"

#include <stdlib.h>
#include <unistd.h>

/* Longer than a page that nothing was written into. */
enum { UNSEALED_LOOKED_AT = 1 << 18 };

static bool begins_as_form(const char *path)
{
    uint64_t size;
    int fd = -1;
    if (file_open(path, false, &fd, &size, NULL) != STATUS_OK)
        return false;
    uint8_t *bytes = memory_allocate(UNSEALED_LOOKED_AT);
    ssize_t got = pread(fd, bytes, UNSEALED_LOOKED_AT, 0);
    bool found = got > 0 && form_found_in(bytes, (size_t)got);
    free(bytes);
    (void)close(fd);
    return found;
}

enum unsealed unsealed_of(const char *path, enum file_kind kind)
{
    switch (kind) {
    case FILE_KIND_OFFICE:
        return UNSEALED_OFFICE;
    case FILE_KIND_ANSWERS:
        return UNSEALED_ANSWERS;
    case FILE_KIND_OTHER:
    case FILE_KIND_LOCK:
    case FILE_KIND_PAGE:
    case FILE_KIND_TABLE:
        return begins_as_form(path) ? UNSEALED_ANSWERS : UNSEALED_NONE;
    default:
        return UNSEALED_NONE;
    }
}

const char *unsealed_words(const struct app *app, enum unsealed unsealed)
{
    switch (unsealed) {
    case UNSEALED_ANSWERS:
        return text_of(app,
            "answers that are not sealed; whoever has the medium can read them: handle it as what "
            "they are, and ask the sender to seal them");
    case UNSEALED_OFFICE:
        return text_of(app,
            "an office document, which is not sealed and not opened here; if it is the answers, "
            "whoever has the medium can read them: handle it as what they are, and ask the sender "
            "to seal them");
    case UNSEALED_NONE:
        break;
    }
    return "";
}
