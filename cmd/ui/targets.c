#include "cmd/ui/targets.h"

#include "base/file.h"
#include "cmd/ui/held_kit.h"
#include "format/json.h"

#include <string.h>

static bool may_be_id(const char *word)
{
    return strpbrk(word, "./") == NULL && strcmp(word, FILE_STANDARD) != 0;
}

static enum status target_in_file(
    const struct edition *edition, const char *path, struct target *out, struct error *err)
{
    struct buffer bytes = {0};
    enum status status;
    TRY_OUT(file_read_given(path, JSON_LENGTH_MAX, &bytes, err));
    status = target_load(edition, bytes.data, bytes.length, path, out, err);
out:
    buffer_free(&bytes);
    return status;
}

/* *found: whether the kit has one of that id; out NULL: that alone is asked. */
static enum status target_in_kit(struct app *app, const struct edition *edition, const char *id,
    struct target *out, bool *found, struct error *err)
{
    struct buffer bytes = {0};
    enum status status;
    TRY_OUT(kit_member_of(app, KIT_TARGET, id, &bytes, found, err));
    if (*found && out != NULL)
        status = target_load(edition, bytes.data, bytes.length, id, out, err);
out:
    buffer_free(&bytes);
    return status;
}

enum status targets_has_id(struct app *app, const char *word, bool *has, struct error *err)
{
    *has = may_be_id(word) && target_is_builtin(word);
    if (*has || !may_be_id(word))
        return STATUS_OK;
    return target_in_kit(app, NULL, word, NULL, has, err);
}

enum status target_named(struct app *app, const struct edition *edition, const char *word,
    struct target *out, struct error *err)
{
    struct error own;
    bool found = false;
    if (!may_be_id(word))
        return target_in_file(edition, word, out, err);
    TRY(target_in_kit(app, edition, word, out, &found, err));
    if (found)
        return STATUS_OK;
    error_init(&own, err->catalog);
    enum status status = target_builtin(edition, word, out, &own);
    if (status == STATUS_REFUSED && own.reason == REASON_NOT_FOUND && file_exists(word))
        return target_in_file(edition, word, out, err);
    if (status != STATUS_OK)
        *err = own;
    return status;
}
