#include "base/paste.h"

#include "base/text.h"

#include <string.h>

static const char HARMLESS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                               "_./:,+@%=-";

/* Between single quotes a shell reads nothing but the quote that ends them. */
static void paste_quoted(struct buffer *out, const char *path)
{
    buffer_text(out, "'");
    for (; *path != '\0'; path++) {
        if (*path == '\'')
            buffer_text(out, "'\\''");
        else
            buffer_append(out, path, 1);
    }
    buffer_text(out, "'");
}

static void paste_octal(struct buffer *out, const char *path)
{
    buffer_text(out, "$'");
    for (; *path != '\0'; path++) {
        if (strchr(HARMLESS, *path) != NULL)
            buffer_append(out, path, 1);
        else
            buffer_printf(out, "\\%03o", (unsigned)(unsigned char)*path);
    }
    buffer_text(out, "'");
}

const char *paste_path(struct buffer *out, const char *path)
{
    size_t length = strlen(path);
    out->length = 0;
    if (path[0] == '-')
        buffer_text(out, "./");
    if (length > 0 && strspn(path, HARMLESS) == length)
        buffer_text(out, path);
    else if (text_is_plain(path, length, false))
        paste_quoted(out, path);
    else
        paste_octal(out, path);
    return buffer_string(out);
}
