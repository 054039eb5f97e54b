#include "cmd/authority/not_received.h"

#include "base/text.h"

#include <stdio.h>

static enum status judge_failure(const struct media_file *file, struct verdict *verdict)
{
    verdict->reason = REASON_IO_ERROR;
    text_copy(verdict->text, sizeof verdict->text, file->failure);
    return STATUS_FAILED;
}

static const char *name_of_kind(const struct app *app, enum beginning kind)
{
    return text_of(app, beginning_name(kind));
}

void not_received_key(const struct app *app, enum beginning kind, struct verdict *verdict)
{
    *verdict = (struct verdict){.reason = REASON_NONE};
    verdict->reason = REASON_SECRET_KEY;
    (void)snprintf(verdict->text, sizeof verdict->text,
        text_of(app,
            "this is %s, and no bundle; it was neither copied nor recorded. A secret key is never "
            "carried on a medium: whoever has held this one may have it. Tell its owner, who "
            "revokes the card and makes new keys, and have the medium destroyed"),
        name_of_kind(app, kind));
}

static void judge_closed(
    const struct app *app, const struct media_file *file, struct verdict *verdict)
{
    const char *what = name_of_kind(app, file->kind);
    verdict->reason = REASON_UNREAD_CONTAINER;
    if (file->kind >= BEGINNING_UDF)
        (void)snprintf(verdict->text, sizeof verdict->text,
            text_of(app, "this is %s, which may hold bundles and is not looked into; mount it, and "
                         "receive the folder"),
            what);
    else
        (void)snprintf(verdict->text, sizeof verdict->text,
            text_of(app, "this is %s, which may hold bundles and is not looked into; unpack it, "
                         "and receive the folder"),
            what);
}

bool not_received(const struct app *app, const struct media_file *file, struct verdict *verdict,
    enum status *status)
{
    *verdict = (struct verdict){.reason = REASON_NONE};
    *status = STATUS_OK;
    if (file->failure != NULL)
        *status = judge_failure(file, verdict);
    else if (beginning_is_key(file->kind))
        not_received_key(app, file->kind, verdict);
    else if (beginning_is_closed(file->kind))
        judge_closed(app, file, verdict);
    else
        return false;
    return true;
}

bool not_received_reason(enum reason reason)
{
    return reason == REASON_SECRET_KEY || reason == REASON_UNREAD_CONTAINER;
}
