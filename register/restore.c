#include "register/restore.h"

#include "base/clock.h"
#include "base/file.h"
#include "register/copy.h"

#include <stdlib.h>
#include <string.h>

static enum status read_copied_head(
    const struct audit *audit, const char *file, struct head *head, struct error *err)
{
    struct buffer frame = {0};
    enum status status;
    if (!file_exists(file))
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: is missing; take a copy that sigill-msb backup made", file);
    TRY_OUT(file_read(file, HEAD_FILE_MAX, &frame, err));
    status = head_open(frame.data, frame.length, minisign_key_public(audit->sign), head, err);
    if (status != STATUS_OK)
        error_prefix(err, file);
out:
    buffer_free(&frame);
    return status;
}

static enum status compare_copied_head(
    const struct audit *audit, const char *from, struct error *err)
{
    struct head head;
    char *file = path_join(from, COPY_HEAD);
    enum status status;
    TRY_OUT(read_copied_head(audit, file, &head, err));
    if (memcmp(head.id, audit->last.id, HEAD_REGISTER_SIZE) != 0 ||
        head.count != audit->last.count || memcmp(head.link, audit->last.link, HEAD_LINK_SIZE) != 0)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
            "%s: is not the head of this copy's audit: the copy was edited, or put together from "
            "several; take another one",
            file));
out:
    free(file);
    return status;
}

static enum status refuse_older(
    const struct audit *audit, const struct head *walked, struct error *err)
{
    char moment[MOMENT_SIZE];
    moment_format(moment, audit->head.time);
    return error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
        "the copy is older than the register that it would stand for, or another one: its audit "
        "has %llu rows, and at %s the register's had %llu; take a newer copy, or give "
        "--accept-older",
        (unsigned long long)walked->count, moment, (unsigned long long)audit->head.count);
}

enum status restore_judge(
    struct audit *audit, const char *from, bool accept_older, bool *older, struct error *err)
{
    struct error why;
    error_init(&why, err == NULL ? NULL : err->catalog);
    TRY(audit_walk(audit, NULL, NULL, err));
    TRY(compare_copied_head(audit, from, err));
    struct head walked = audit->last;
    enum status status = audit_check(audit, &why);
    *older = status == STATUS_REFUSED && why.reason == REASON_OLDER_REGISTER;
    if (*older)
        status = accept_older ? STATUS_OK : refuse_older(audit, &walked, &why);
    audit->last = walked;
    if (status != STATUS_OK && err != NULL)
        *err = why;
    return status;
}

enum status restore_give_name(struct audit *audit, struct store *store,
    struct new_directory *directory, bool older, struct error *err)
{
    store_close(store);
    if (older)
        TRY(audit_keep_head(audit, true, err));
    TRY(new_directory_commit(directory, err));
    return older ? STATUS_OK : audit_keep_head(audit, false, err);
}
