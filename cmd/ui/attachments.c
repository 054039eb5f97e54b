#include "cmd/ui/attachments.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/text.h"
#include "cmd/ui/form_found.h"
#include "format/beginning.h"
#include "format/manifest.h"

#include <stdlib.h>
#include <string.h>

const struct option_spec OPTION_ATTACH = {
    "attach", 0, N_("FILE"), N_("seal FILE with the answers"), true};

static enum status judge_name(const char *name, struct error *err)
{
    struct buffer shown = {0};
    if (manifest_name_is_plain(name, strlen(name)))
        return STATUS_OK;
    text_show(&shown, name, strlen(name), false);
    enum status status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s: the name of an attachment must be UTF-8 text of at most %d bytes, without control "
        "characters and backslashes; rename the file",
        buffer_string(&shown), MANIFEST_NAME_SIZE - 1);
    buffer_free(&shown);
    return status;
}

static enum status judge_size(
    const struct attachments *attachments, uint64_t size, const char *path, struct error *err)
{
    if (size <= MANIFEST_ATTACHED_BYTES_MAX - attachments->size)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
        "%s: with this file the attachments are larger than the 1 GiB allowed; attach less", path);
}

static enum status judge_twice(
    const struct attachments *attachments, const struct attachment *added, struct error *err)
{
    for (size_t i = 0; i < attachments->count; i++) {
        const struct attachment *other = &attachments->list[i];
        if (memcmp(&other->identity, &added->identity, sizeof added->identity) == 0)
            return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
                "--attach %s: this file is attached already; name it once", added->descriptor.name);
    }
    return STATUS_OK;
}

static enum status examine(struct attachment *attachment, struct error *err)
{
    return place_identify_at(attachment->descriptor.fd, &attachment->identity)
               ? STATUS_OK
               : error_system(err, "%s: cannot be examined", attachment->descriptor.name);
}

/* A bundle goes to others: a secret key is never meant to. */
static enum status judge_no_key(const struct attachment *added, struct error *err)
{
    enum beginning kind = BEGINNING_OTHER;
    TRY(beginning_read(added->descriptor.fd, added->size, added->descriptor.name, &kind, err));
    if (!beginning_is_key(kind))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_SECRET_KEY,
        "%s: holds a secret key, which is sent to nobody; attach another file",
        added->descriptor.name);
}

/* Notes are promised to stay with who fills in (SECURITY.md): the form has them all. */
static enum status judge_no_form(struct app *app, const struct attachment *added, struct error *err)
{
    bool found = false;
    TRY(form_found(app, added->descriptor.fd, added->size, added->descriptor.name, &found, err));
    if (!found)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s: is a form for answers, with the notes that stay with you; the answers are sealed "
        "without it; attach another file",
        added->descriptor.name);
}

/* The receiver sees the names alone. */
static enum status judge_same_name(
    const struct attachments *attachments, const struct attachment *added, struct error *err)
{
    for (size_t i = 0; i < attachments->count; i++) {
        const struct attachment *other = &attachments->list[i];
        if (strcmp(other->name, added->name) == 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "--attach %s: another attachment, %s, has the same name, and the receiver could not "
                "tell them apart; rename one of them",
                added->descriptor.name, other->descriptor.name);
    }
    return STATUS_OK;
}

static enum status judge_attachment(struct app *app, const struct attachments *attachments,
    struct attachment *added, struct error *err)
{
    TRY(judge_name(added->name, err));
    TRY(examine(added, err));
    TRY(judge_no_key(added, err));
    TRY(judge_twice(attachments, added, err));
    TRY(judge_same_name(attachments, added, err));
    TRY(judge_no_form(app, added, err));
    return judge_size(attachments, added->size, added->descriptor.name, err);
}

static enum status add_attachment(
    struct app *app, struct attachments *attachments, const char *path, struct error *err)
{
    struct attachment added = {.descriptor = {-1, path}, .name = path_name(path)};
    if (path[0] == '\0')
        return error_set(
            err, STATUS_USAGE, REASON_BAD_VALUE, "--attach: the name is empty; name a file");
    TRY(file_open(path, true, &added.descriptor.fd, &added.size, err));
    enum status status = judge_attachment(app, attachments, &added, err);
    if (status != STATUS_OK) {
        (void)descriptor_close(added.descriptor.fd);
        return status;
    }
    if (added.size == 0)
        warn(app, "--attach %s: the file is empty", path);
    attachments->list[attachments->count++] = added;
    attachments->size += added.size;
    return STATUS_OK;
}

enum status attachments_open(struct app *app, struct attachments *attachments, struct error *err)
{
    size_t count = option_count(app->options, &OPTION_ATTACH);
    *attachments = (struct attachments){0};
    if (count > MANIFEST_ATTACHMENTS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "%zu attachments are too many: at most %d files are allowed; attach fewer", count,
            MANIFEST_ATTACHMENTS_MAX);
    if (count == 0)
        return STATUS_OK;
    attachments->list = memory_new(count, sizeof *attachments->list);
    for (size_t i = 0; i < count; i++)
        TRY(add_attachment(app, attachments, option_text_at(app->options, &OPTION_ATTACH, i), err));
    return STATUS_OK;
}

void attachments_close(struct attachments *attachments)
{
    for (size_t i = 0; i < attachments->count; i++)
        (void)descriptor_close(attachments->list[i].descriptor.fd);
    free(attachments->list);
    *attachments = (struct attachments){0};
}
