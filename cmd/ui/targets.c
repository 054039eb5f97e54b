#include "cmd/ui/targets.h"

#include "base/file.h"
#include "format/json.h"

#include <string.h>

static bool may_be_id(const char *word)
{
    return strpbrk(word, "./") == NULL && strcmp(word, FILE_STANDARD) != 0;
}

bool targets_has_id(const char *word)
{
    return may_be_id(word) && target_is_builtin(word);
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

enum status target_named(
    const struct edition *edition, const char *word, struct target *out, struct error *err)
{
    struct error own;
    if (!may_be_id(word))
        return target_in_file(edition, word, out, err);
    error_init(&own, err->catalog);
    enum status status = target_builtin(edition, word, out, &own);
    if (status == STATUS_REFUSED && own.reason == REASON_NOT_FOUND && file_exists(word))
        return target_in_file(edition, word, out, err);
    if (status != STATUS_OK)
        *err = own;
    return status;
}
