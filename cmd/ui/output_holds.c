#include "cmd/ui/output_holds.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/stream.h"
#include "base/system/descriptor.h"
#include "base/system/place.h"
#include "base/text_find.h"
#include "cmd/ui/load.h"
#include "crypto/secret.h"
#include "format/beginning.h"
#include "format/draft.h"
#include "format/head.h"
#include "format/journal.h"
#include "format/json.h"
#include "format/key_kind.h"
#include "format/keydir.h"

#include <stdlib.h>
#include <string.h>

/* ---- by where it lies ---- */

/* The organisation's program knows no register, but must not harm one either. */
#define REGISTER_DATABASE "register.db"
#define SQLITE_MAGIC "SQLite format 3"

/* Allocated: the real directory of a path, or the one that many levels above; NULL at the root. */
static char *directory_above(const char *path, int levels)
{
    char *parent = path_parent(path);
    char *found = place_real(parent);
    free(parent);
    while (found != NULL && levels-- > 0) {
        parent = path_parent(found);
        free(found);
        found = parent;
    }
    return found;
}

static bool has_entry(const char *directory, const char *name)
{
    char *path = path_join(directory, name);
    bool there = file_exists(path);
    free(path);
    return there;
}

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names != NULL && strcmp(name, *names) != 0)
        names++;
    return *names != NULL;
}

/* Many people's home directory may hold keys: not all that lies beside them belongs to them. */
static bool belongs_to_keys(const char *parent, const char *above, const char *name)
{
    static const char *const files[] = {KEYDIR_SIGN_KEY, KEYDIR_SIGN_PUB, KEYDIR_RECEIVE_KEY,
        KEYDIR_RECEIVE_PUB, KEYDIR_OWN_CARD, JOURNAL_FILE, NULL};
    static const char *const folders[] = {KEYDIR_TRUSTED, KEYDIR_HISTORY, HEAD_DIRECTORY, NULL};
    return (keydir_has_keys(parent) && is_one_of(name, files)) ||
           (keydir_has_keys(above) && is_one_of(path_name(parent), folders));
}

static enum output_held held_by_place(const char *path)
{
    char *parent = directory_above(path, 0);
    char *above = directory_above(path, 1);
    enum output_held held = OUTPUT_HELD_NOTHING;
    if (parent == NULL || above == NULL)
        held = OUTPUT_HELD_NOTHING;
    else if (has_entry(parent, REGISTER_DATABASE) || has_entry(above, REGISTER_DATABASE))
        held = OUTPUT_HELD_REGISTER;
    else if (belongs_to_keys(parent, above, path_name(path)))
        held = OUTPUT_HELD_KEYS;
    free(parent);
    free(above);
    return held;
}

/* ---- by its content ---- */

/* Whether it is just as `template` makes it, in whatever language. An edition that cannot be had is
 * no reason to say so. */
static bool is_template(struct app *app, const struct buffer *content, json_t *json)
{
    struct edition *edition = NULL;
    json_t *draft = NULL, *blank = NULL;
    bool same = false;
    const char *id = json_string_value(json_object_get(json, "edition"));
    if (load_edition(app, id, &edition, NULL) == STATUS_OK &&
        draft_parse(edition, content->data, content->length, NULL, &draft, NULL) == STATUS_OK) {
        blank = draft_new(edition);
        same = json_equal(draft, blank) != 0;
    }
    json_decref(draft);
    json_decref(blank);
    edition_free(edition);
    return same;
}

/* Whether it is answers at all: what is half typed may be no JSON yet. */
static bool looks_like_answers(const struct buffer *content)
{
    static const char *const members[] = {
        "\"edition\"", "\"organisation\"", "\"period\"", "\"answers\"", NULL};
    for (size_t i = 0; members[i] != NULL; i++) {
        if (text_find(content->data, content->length, members[i]) == NULL)
            return false;
    }
    return true;
}

static bool holds_answers(struct app *app, const struct buffer *content)
{
    json_t *json = NULL;
    if (!looks_like_answers(content))
        return false;
    if (json_read(content->data, content->length, "", &json, NULL) != STATUS_OK)
        return true;
    bool filled = !is_template(app, content, json);
    json_decref(json);
    return filled;
}

static bool is_office_document(const struct buffer *content, uint64_t size)
{
    enum beginning kind = beginning_of(content->data, content->length, size, NULL);
    return kind == BEGINNING_OFFICE || kind == BEGINNING_OFFICE_OLD;
}

/* Keys are read into memory for keys; what is known not to be keys goes on in content. */
static enum status judge_content(struct app *app, const struct source *source, struct secret *first,
    uint64_t size, struct buffer *content, enum output_held *held, struct error *err)
{
    size_t got = 0;
    TRY(source_fill(source, first->bytes, first->size, &first->length, err));
    if (key_kind_is_secret(first->bytes, first->length)) {
        *held = OUTPUT_HELD_KEYS;
        return STATUS_OK;
    }
    buffer_append(content, first->bytes, first->length);
    TRY(source_fill(source, buffer_reserve(content, JSON_LENGTH_MAX), JSON_LENGTH_MAX, &got, err));
    content->length += got;
    if (content->length >= sizeof SQLITE_MAGIC &&
        memcmp(content->data, SQLITE_MAGIC, sizeof SQLITE_MAGIC) == 0)
        *held = OUTPUT_HELD_REGISTER;
    else if (holds_answers(app, content))
        *held = OUTPUT_HELD_ANSWERS;
    else if (is_office_document(content, size) &&
             option_text(app->options, &OPTION_REGISTER) == NULL)
        *held = OUTPUT_HELD_WORKBOOK;
    return STATUS_OK;
}

enum status output_holds(
    struct app *app, const char *path, enum output_held *held, struct error *err)
{
    struct descriptor descriptor = {-1, path};
    struct buffer content = {0};
    uint64_t size = 0;
    *held = held_by_place(path);
    if (*held != OUTPUT_HELD_NOTHING)
        return STATUS_OK;
    TRY(file_open(path, true, &descriptor.fd, &size, err));
    struct source source = source_from_descriptor(&descriptor);
    struct secret first = secret_make(KEY_KIND_LOOKED_AT);
    enum status status = judge_content(app, &source, &first, size, &content, held, err);
    (void)descriptor_close(descriptor.fd);
    secret_clear(&first);
    buffer_free(&content);
    return status;
}
