#include "format/package.h"

#include "base/memory.h"
#include "format/archive_walk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PART = 65536 };

enum status package_open(int fd, uint64_t size, struct package *package, enum sheet_fault *why)
{
    *package = (struct package){.fd = fd, .size = size, .left = ZIP_INFLATED_MAX};
    if (size > PACKAGE_SIZE_MAX)
        return sheet_refuse(why, SHEET_LENGTH);
    return zip_directory_read(fd, size, &package->directory, why);
}

void package_close(struct package *package)
{
    zip_directory_free(&package->directory);
}

bool package_has(const struct package *package, const char *part)
{
    return zip_directory_find(&package->directory, part) != NULL;
}

/* What libarchive found. */
static enum status package_refuse(const struct error *err, enum sheet_fault *why)
{
    switch (err->reason) {
    case REASON_IO_ERROR:
        return sheet_refuse(why, SHEET_UNREADABLE);
    case REASON_TOO_LARGE:
        return sheet_refuse(why, SHEET_MEMORY);
    case REASON_NO_MATCH:
        return sheet_refuse(why, SHEET_ENCRYPTED);
    default:
        return sheet_refuse(why, SHEET_DAMAGED);
    }
}

/* Goes to the member. The directory was judged; that libarchive sees another one is no reading. */
static enum status package_seek(
    struct archive_reader *reader, const char *name, enum sheet_fault *why)
{
    struct archive_member member = {0};
    struct error err;
    bool found = true;
    error_init(&err, NULL);
    while (found) {
        if (archive_walk_next(reader, &member, &found, &err) != STATUS_OK)
            return package_refuse(&err, why);
        if (found && member.name != NULL && strcmp(member.name, name) == 0)
            return member.encrypted ? sheet_refuse(why, SHEET_ENCRYPTED) : STATUS_OK;
    }
    return sheet_refuse(why, SHEET_DISAGREE);
}

static enum status package_copy(struct archive_reader *reader, uint32_t size, uint8_t *bytes,
    const struct package_sink *sink, enum sheet_fault *why)
{
    struct error err;
    uint64_t left = size;
    size_t got = 1;
    error_init(&err, NULL);
    while (got > 0) {
        if (archive_walk_read(reader, bytes, PART, &got, &err) != STATUS_OK)
            return package_refuse(&err, why);
        if (got > left)
            return sheet_refuse(why, SHEET_DISAGREE);
        left -= got;
        if (got > 0)
            TRY(sink->take(sink->context, bytes, got, false, why));
    }
    return left == 0 ? sink->take(sink->context, NULL, 0, true, why)
                     : sheet_refuse(why, SHEET_DISAGREE);
}

enum status package_read(struct package *package, const char *part, const struct package_sink *sink,
    enum sheet_fault *why)
{
    const struct zip_member *member = zip_directory_find(&package->directory, part);
    struct archive_reader *reader = NULL;
    struct error err;
    uint8_t *bytes = NULL;
    enum status status;
    error_init(&err, NULL);
    if (member == NULL)
        return sheet_refuse(why, SHEET_DAMAGED);
    if (member->size > package->left)
        return sheet_refuse(why, SHEET_INFLATED);
    package->left -= member->size;
    if (archive_walk_open(ARCHIVE_ZIP, package->fd, package->size, &reader, &err) != STATUS_OK)
        return package_refuse(&err, why);
    bytes = memory_allocate(PART);
    TRY_OUT(package_seek(reader, member->name, why));
    status = package_copy(reader, member->size, bytes, sink, why);
out:
    archive_reader_close(reader);
    free(bytes);
    return status;
}
