#include "format/json_file.h"

#include <string.h>

enum { FORMAT_MAX_BYTES = 64 };

enum status json_file_refused_as(struct error *err, enum reason reason)
{
    if (err != NULL)
        err->reason = reason;
    return STATUS_REFUSED;
}

static enum status expect_format(
    const struct json_place *root, const char *format, struct error *err)
{
    const char *named;
    TRY(json_require_string(root, "format", FORMAT_MAX_BYTES, &named, err));
    if (strcmp(named, format) == 0)
        return STATUS_OK;
    (void)json_refuse(
        root, err, "the format is not %s; get a newer version of this program", format);
    return json_file_refused_as(err, REASON_UNKNOWN_FORMAT);
}

enum status json_file_read(const void *bytes, size_t length, const char *name, const char *format,
    struct json_place *root, struct error *err)
{
    json_t *document;
    *root = json_root(NULL, name);
    TRY(json_read(bytes, length, name, &document, err));
    root->value = document;
    enum status status = expect_format(root, format, err);
    if (status != STATUS_OK) {
        json_decref(document);
        root->value = NULL;
    }
    return status;
}

enum status json_file_line(const struct json_place *parent, const char *key, size_t max,
    const char **text, struct error *err)
{
    TRY(json_require_string(parent, key, max, text, err));
    if ((*text)[0] == '\0')
        return json_refuse(parent, err, "%s: the text is empty; write one", key);
    return STATUS_OK;
}

enum status json_file_id(
    const struct json_place *parent, size_t size, const char **id, struct error *err)
{
    TRY(json_file_line(parent, "id", size - 1, id, err));
    if (strspn(*id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(*id))
        return json_refuse(
            parent, err, "id: small letters a to z, digits and hyphens are expected");
    return STATUS_OK;
}
