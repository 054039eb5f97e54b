#include "format/archive.h"

#include "base/memory.h"
#include "base/system/descriptor.h"
#include "format/archive_parts.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum status refuse_archive(const struct archive_reader *reader, struct error *err)
{
    errno = reader->failure;
    if (reader->failure != 0)
        return error_system(err, "the archive cannot be read");
    if (archive_errno(reader->archive) == ENOMEM)
        memory_exhausted();
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "the archive is damaged, or of another kind than is read here");
}

static enum status refuse_larger(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
        "the archive holds more than is allowed; make it smaller");
}

/* ---- where the bytes come from ---- */

static la_ssize_t give_part(struct archive *archive, void *context, const void **bytes)
{
    struct archive_reader *reader = context;
    uint64_t left = reader->input.length - reader->position;
    size_t wanted = left < ARCHIVE_PART ? (size_t)left : ARCHIVE_PART;
    if (reader->input.descriptor < 0) {
        *bytes = reader->input.bytes + reader->position;
        reader->position += wanted;
        return (la_ssize_t)wanted;
    }
    size_t got = 0;
    if (!descriptor_read_at(
            reader->input.descriptor, reader->part, wanted, reader->position, &got)) {
        reader->failure = errno;
        archive_set_error(archive, errno, "reading failed");
        return ARCHIVE_FATAL;
    }
    *bytes = reader->part;
    reader->position += got;
    return (la_ssize_t)got;
}

static la_int64_t move_to(struct archive *archive, void *context, la_int64_t offset, int whence)
{
    struct archive_reader *reader = context;
    uint64_t from = whence == SEEK_SET   ? 0
                    : whence == SEEK_CUR ? reader->position
                                         : reader->input.length;
    int64_t place;
    if (__builtin_add_overflow((int64_t)from, offset, &place) || place < 0 ||
        (uint64_t)place > reader->input.length) {
        archive_set_error(archive, EINVAL, "there is no such place in the archive");
        return ARCHIVE_FATAL;
    }
    reader->position = (uint64_t)place;
    return place;
}

/* ---- the archive ---- */

static int name_format(struct archive *archive, enum archive_format format)
{
    switch (format) {
    case ARCHIVE_ZIP:
        return archive_read_support_format_zip_seekable(archive);
    case ARCHIVE_7Z:
        return archive_read_support_format_7zip(archive);
    case ARCHIVE_ISO:
        return archive_read_support_format_iso9660(archive);
    default:
        return archive_read_support_format_tar(archive);
    }
}

enum status archive_reader_open(enum archive_format format, const struct archive_input *input,
    const struct archive_limits *limits, struct archive_reader **reader, struct error *err)
{
    struct archive_reader *made = memory_new(1, sizeof *made);
    enum status status = STATUS_OK;
    *reader = NULL;
    made->input = *input;
    made->left = *limits;
    made->archive = archive_read_new();
    if (made->archive == NULL)
        memory_exhausted();
    if (name_format(made->archive, format) != ARCHIVE_OK ||
        archive_read_set_callback_data(made->archive, made) != ARCHIVE_OK ||
        archive_read_set_read_callback(made->archive, give_part) != ARCHIVE_OK ||
        archive_read_set_seek_callback(made->archive, move_to) != ARCHIVE_OK ||
        archive_read_open1(made->archive) != ARCHIVE_OK)
        TRY_OUT(refuse_archive(made, err));
    *reader = made;
out:
    if (status != STATUS_OK)
        archive_reader_close(made);
    return status;
}

void archive_reader_close(struct archive_reader *reader)
{
    if (reader == NULL)
        return;
    (void)archive_read_free(reader->archive);
    free(reader);
}

enum status archive_reader_next(struct archive_reader *reader, const char **name, struct error *err)
{
    struct archive_entry *entry = NULL;
    int found = archive_read_next_header(reader->archive, &entry);
    *name = NULL;
    if (found == ARCHIVE_EOF)
        return STATUS_OK;
    if (found != ARCHIVE_OK || archive_entry_filetype(entry) != AE_IFREG ||
        archive_entry_hardlink(entry) != NULL || archive_entry_pathname(entry) == NULL)
        return refuse_archive(reader, err);
    if (reader->left.members == 0)
        return refuse_larger(err);
    reader->left.members--;
    *name = archive_entry_pathname(entry);
    return STATUS_OK;
}

/* Parts must follow one another: a sparse file's content would have been made up. */
enum status archive_reader_each_block(struct archive_reader *reader,
    enum status (*take)(void *context, const void *bytes, size_t length, struct error *err),
    void *context, struct error *err)
{
    const void *bytes;
    size_t length;
    la_int64_t place;
    uint64_t expected = 0;
    int found;
    while (
        (found = archive_read_data_block(reader->archive, &bytes, &length, &place)) == ARCHIVE_OK) {
        if (length == 0)
            continue;
        if ((uint64_t)place != expected)
            return refuse_archive(reader, err);
        if (length > reader->left.bytes)
            return refuse_larger(err);
        reader->left.bytes -= length;
        expected += length;
        TRY(take(context, bytes, length, err));
    }
    return found == ARCHIVE_EOF ? STATUS_OK : refuse_archive(reader, err);
}

static enum status append_block(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)err;
    buffer_append(context, bytes, length);
    return STATUS_OK;
}

enum status archive_reader_content(
    struct archive_reader *reader, struct buffer *out, struct error *err)
{
    return archive_reader_each_block(reader, append_block, out, err);
}
