#include "cmd/ui/unsealed.h"

#include "base/file.h"
#include "base/memory.h"
#include "cmd/ui/file_kind.h"
#include "cmd/ui/form_found.h"
#include "format/beginning.h"

#include <stdlib.h>
#include <unistd.h>

/* Longer than a page that nothing was written into. */
enum { UNSEALED_LOOKED_AT = 1 << 18 };

static bool begins_as_form(int fd)
{
    uint8_t *bytes = memory_allocate(UNSEALED_LOOKED_AT);
    ssize_t got = pread(fd, bytes, UNSEALED_LOOKED_AT, 0);
    bool found = got > 0 && form_found_in(bytes, (size_t)got);
    free(bytes);
    return found;
}

enum unsealed unsealed_of(const char *path)
{
    enum beginning kind = BEGINNING_OTHER;
    enum unsealed unsealed = UNSEALED_NONE;
    uint64_t size;
    int fd = -1;
    if (file_open(path, false, &fd, &size, NULL) != STATUS_OK)
        return UNSEALED_NONE;
    if (beginning_read(fd, size, path, &kind, NULL) != STATUS_OK)
        kind = BEGINNING_OTHER;
    if (kind == BEGINNING_OFFICE || kind == BEGINNING_OFFICE_OLD)
        unsealed = UNSEALED_OFFICE;
    else if (kind == BEGINNING_OTHER &&
             (file_kind_of(path, false) == FILE_KIND_ANSWERS || begins_as_form(fd)))
        unsealed = UNSEALED_ANSWERS;
    (void)close(fd);
    return unsealed;
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
