#include "format/archive_walk.h"

#include "base/memory.h"
#include "base/system/allocator.h"
#include "base/system/zone.h"
#include "format/archive_parts.h"

#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of each format, with a name that must be converted: format/samples, built in. */
extern const unsigned char embedded_sample_zip[];
extern const size_t embedded_sample_zip_size;
extern const unsigned char embedded_sample_tar[];
extern const size_t embedded_sample_tar_size;
extern const unsigned char embedded_sample_7z[];
extern const size_t embedded_sample_7z_size;
extern const unsigned char embedded_sample_iso[];
extern const size_t embedded_sample_iso_size;

static enum status walk_refused(
    const struct archive_reader *reader, enum reason reason, struct error *err)
{
    errno = reader->failure;
    if (reader->failure != 0)
        return error_system(err, "the archive cannot be read");
    if (archive_errno(reader->archive) == ENOMEM)
        reason = REASON_TOO_LARGE;
    return error_set(err, STATUS_REFUSED, reason,
        "the archive is damaged, or of another kind than is read here");
}

enum status archive_walk_open(enum archive_format format, int fd, uint64_t size,
    struct archive_reader **reader, struct error *err)
{
    struct archive_input input = {NULL, fd, size};
    struct archive_limits none = {SIZE_MAX, UINT64_MAX};
    return archive_reader_open(format, &input, &none, reader, err);
}

/* A link has no content of its own. */
static bool is_file(struct archive_entry *entry)
{
    return archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == NULL;
}

static enum status walk_step(
    struct archive_reader *reader, struct archive_entry **entry, struct error *err)
{
    int found = archive_read_next_header(reader->archive, entry);
    if (found == ARCHIVE_OK || found == ARCHIVE_WARN)
        return STATUS_OK;
    *entry = NULL;
    if (found == ARCHIVE_EOF)
        return STATUS_OK;
    bool encrypted = archive_read_has_encrypted_entries(reader->archive) > 0;
    return walk_refused(reader, encrypted ? REASON_NO_MATCH : REASON_BAD_SYNTAX, err);
}

enum status archive_walk_next(
    struct archive_reader *reader, struct archive_member *member, bool *found, struct error *err)
{
    struct archive_entry *entry = NULL;
    *found = false;
    do {
        TRY(walk_step(reader, &entry, err));
        if (entry == NULL)
            return STATUS_OK;
    } while (!is_file(entry));
    *found = true;
    member->name = archive_entry_pathname_utf8(entry);
    member->encrypted = archive_entry_is_data_encrypted(entry) != 0;
    return STATUS_OK;
}

enum status archive_walk_read(
    struct archive_reader *reader, void *bytes, size_t size, size_t *got, struct error *err)
{
    la_ssize_t count = archive_read_data(reader->archive, bytes, size);
    *got = count < 0 ? 0 : (size_t)count;
    return count < 0 ? walk_refused(reader, REASON_BAD_SYNTAX, err) : STATUS_OK;
}

/* ---- before the process is confined ---- */

/* As a container is read, to the end of the first file. */
static enum status read_sample(
    enum archive_format format, const struct archive_input *input, struct error *err)
{
    static const struct archive_limits none = {SIZE_MAX, UINT64_MAX};
    uint8_t bytes[64];
    size_t got = 1;
    bool found = false;
    struct archive_member member;
    struct archive_reader *reader = NULL;
    enum status status = STATUS_OK;
    TRY_OUT(archive_reader_open(format, input, &none, &reader, err));
    TRY_OUT(archive_walk_next(reader, &member, &found, err));
    while (found && got > 0)
        TRY_OUT(archive_walk_read(reader, bytes, sizeof bytes, &got, err));
    TRY_OUT(archive_walk_next(reader, &member, &found, err));
out:
    archive_reader_close(reader);
    return status;
}

bool archive_walk_prepare(void)
{
    const struct {
        enum archive_format format;
        struct archive_input input;
    } samples[] = {
        {ARCHIVE_ZIP, {embedded_sample_zip, -1, embedded_sample_zip_size}},
        {ARCHIVE_TAR, {embedded_sample_tar, -1, embedded_sample_tar_size}},
        {ARCHIVE_7Z, {embedded_sample_7z, -1, embedded_sample_7z_size}},
        {ARCHIVE_ISO, {embedded_sample_iso, -1, embedded_sample_iso_size}},
    };
    bool good = zone_choose_utc();
    allocator_share();
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    for (size_t i = 0; good && i < sizeof samples / sizeof samples[0]; i++)
        good = read_sample(samples[i].format, &samples[i].input, NULL) == STATUS_OK;
    return good;
}
