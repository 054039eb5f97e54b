#include "format/extract.h"

#include "base/file.h"
#include "base/stream.h"
#include "base/system/descriptor.h"
#include "base/system/place.h"
#include "base/text.h"

#include <stdlib.h>

/* ---- the directory ---- */

enum status extract_begin(const char *path, struct extract *extract, struct error *err)
{
    *extract = EXTRACT_NONE;
    return new_directory_create(&extract->directory, path, err);
}

void extract_abandon(struct extract *extract)
{
    if (extract->file >= 0)
        (void)descriptor_close(extract->file);
    new_directory_abandon(&extract->directory);
    *extract = EXTRACT_NONE;
}

static enum status close_member(struct extract *extract, struct error *err)
{
    int file = extract->file;
    if (file < 0)
        return STATUS_OK;
    extract->file = -1;
    bool synced = descriptor_sync(file);
    if (!descriptor_close(file) || !synced)
        return error_system(
            err, "%s/%s: could not be brought to the disk", extract->directory.path, extract->name);
    return STATUS_OK;
}

enum status extract_commit(struct extract *extract, struct error *err)
{
    enum status status;
    TRY_OUT(close_member(extract, err));
    status = new_directory_commit(&extract->directory, err);
out:
    extract_abandon(extract);
    return status;
}

/* ---- its files ---- */

static enum status open_member(struct extract *extract, struct error *err)
{
    TRY(close_member(extract, err));
    if (!place_create_in(extract->directory.descriptor, extract->name, &extract->file))
        return error_system(
            err, "%s/%s: cannot be created", extract->directory.path, extract->name);
    return STATUS_OK;
}

static enum status begin_member(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    struct extract *extract = context;
    extract_name(extract->name, file, place);
    return open_member(extract, err);
}

static enum status write_member(void *context, const void *bytes, size_t length, struct error *err)
{
    const struct extract *extract = context;
    char *path = path_join(extract->directory.path, extract->name);
    struct descriptor descriptor = {extract->file, path};
    struct sink sink = sink_to_descriptor(&descriptor);
    enum status status = sink_write(&sink, bytes, length, err);
    descriptor_begin_sync(extract->file); /* so that little is left to wait for at its end */
    free(path);
    return status;
}

struct payload_receiver extract_receiver(struct extract *extract)
{
    return (struct payload_receiver){begin_member, write_member, extract};
}

enum status extract_add(
    struct extract *extract, const char *name, const void *bytes, size_t length, struct error *err)
{
    text_copy(extract->name, sizeof extract->name, name);
    TRY(open_member(extract, err));
    return write_member(extract, bytes, length, err);
}
