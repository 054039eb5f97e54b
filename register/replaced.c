#include "register/replaced.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/paste.h"
#include "base/text.h"
#include "register/store_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "KEYS/heads/REGISTER.headSUFFIX", allocated. */
static char *path_of_note(
    const char *keys, const uint8_t id[HEAD_REGISTER_SIZE], const char *suffix)
{
    char *head = head_path(keys, id);
    char *path = memory_printf("%s%s", head, suffix);
    free(head);
    return path;
}

static enum status keep_former(
    const char *keys, const uint8_t id[HEAD_REGISTER_SIZE], struct error *err)
{
    struct buffer frame = {0};
    char *from = head_path(keys, id);
    char *to = path_of_note(keys, id, ".former");
    enum status status;
    TRY_OUT(file_read(from, HEAD_FILE_MAX, &frame, err));
    TRY_OUT(file_write(to, frame.data, frame.length, S_IRUSR | S_IWUSR, true, err));
out:
    buffer_free(&frame);
    free(from);
    free(to);
    return status;
}

/* Links are left as they are: it is for people to read. Allocated. */
static char *absolute(const char *path)
{
    char here[PATH_MAX];
    if (path[0] == '/' || getcwd(here, sizeof here) == NULL)
        return memory_text(path);
    return path_join(here, path);
}

enum status replaced_note(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE], const char *by,
    int64_t now, struct error *err)
{
    struct buffer line = {0};
    char since[MOMENT_SIZE];
    char *path = path_of_note(keys, id, ".replaced");
    char *whole = absolute(by);
    enum status status;
    moment_format(since, now);
    buffer_printf(&line, "%s ", since);
    text_show(&line, whole, strlen(whole), false);
    buffer_text(&line, "\n");
    TRY_OUT(keep_former(keys, id, err));
    TRY_OUT(file_write(path, line.data, line.length, S_IRUSR | S_IWUSR, true, err));
out:
    buffer_free(&line);
    free(whole);
    free(path);
    return status;
}

static bool read_note(const struct buffer *line, struct replaced *replaced)
{
    int64_t moment;
    size_t at = MOMENT_SIZE - 1;
    const char *text = (const char *)line->data;
    if (line->length < at + 3 || !moment_parse(text, at, &moment) || text[at] != ' ' ||
        text[line->length - 1] != '\n' || line->length - at - 2 >= sizeof replaced->by ||
        !text_is_plain(text + at + 1, line->length - at - 2, false))
        return false;
    moment_format(replaced->since, moment);
    memcpy(replaced->by, text + at + 1, line->length - at - 2);
    replaced->by[line->length - at - 2] = '\0';
    return true;
}

bool replaced_find(
    const char *keys, const uint8_t id[HEAD_REGISTER_SIZE], struct replaced *replaced)
{
    struct buffer line = {0};
    char *path = path_of_note(keys, id, ".replaced");
    *replaced = (struct replaced){0};
    bool found = file_exists(path) &&
                 file_read(path, MOMENT_SIZE + PATH_MAX, &line, NULL) == STATUS_OK &&
                 read_note(&line, replaced);
    buffer_free(&line);
    free(path);
    return found;
}

static enum status open_former(
    const struct audit *audit, const char *path, struct head *head, struct error *err)
{
    struct buffer frame = {0};
    enum status status;
    if (!file_exists(path))
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: there is none: no other register was restored in the place of this one", path);
    TRY_OUT(file_read(path, HEAD_FILE_MAX, &frame, err));
    TRY_OUT(head_open(frame.data, frame.length, minisign_key_public(audit->sign), head, err));
out:
    buffer_free(&frame);
    return status;
}

enum status replaced_former(const struct audit *audit, struct head *head, struct error *err)
{
    char *path = path_of_note(audit->keys, audit->store->id, ".former");
    enum status status = open_former(audit, path, head, err);
    free(path);
    return status;
}

/* ---- the one that was replaced ---- */

enum status replaced_end(struct store *store, struct replaced_end *end, struct error *err)
{
    sqlite3_stmt *select = NULL;
    bool found = false;
    enum status status;
    *end = (struct replaced_end){0};
    TRY(store_prepare(
        store, "SELECT serial, time FROM audit ORDER BY serial DESC LIMIT 1", &select, err));
    TRY_OUT(store_step(store, select, &found, err));
    end->rows = found ? (uint64_t)sqlite3_column_int64(select, 0) : 0;
    moment_format(end->last, found ? sqlite3_column_int64(select, 1) : 0);
out:
    (void)sqlite3_finalize(select);
    return status;
}

bool replaced_loses(const struct replaced_end *end, const struct head *head)
{
    return end->rows + 1 < head->count;
}

/* One that lacks what was known when the other took its place is no way back. */
static bool may_go_back(const struct audit *audit, const struct replaced_end *end)
{
    struct head former;
    return replaced_former(audit, &former, NULL) == STATUS_OK && end->rows >= former.count;
}

enum status replaced_refuse(
    const struct audit *audit, const struct replaced *replaced, struct error *err)
{
    const char *path = audit->store->path;
    unsigned long long known = audit->head.count;
    struct replaced_end end;
    struct buffer pasted = {0};
    char moment[MOMENT_SIZE];
    TRY(replaced_end(audit->store, &end, err));
    moment_format(moment, audit->head.time);
    if (replaced_loses(&end, &audit->head) || !may_go_back(audit, &end))
        (void)error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
            "%s: this register was replaced, and is OLDER: since %s the one in %s is taken, which "
            "had %llu rows of its audit at %s; this one has %llu, to %s. Use that one: what was "
            "done in it since is lacking here",
            path, replaced->since, replaced->by, known, moment, (unsigned long long)end.rows,
            end.last);
    else
        (void)error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
            "%s: this register was replaced: since %s the one in %s is taken, which had %llu rows "
            "of its audit at %s; this one has %llu, to %s. Use that one. Only if it was made for a "
            "trial, this one is taken back with: sigill-msb restore --take-back -r %s -k DIR",
            path, replaced->since, replaced->by, known, moment, (unsigned long long)end.rows,
            end.last, paste_path(&pasted, path));
    buffer_free(&pasted);
    return STATUS_REFUSED;
}
