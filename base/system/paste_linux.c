#include "base/system/paste.h"

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

static void paste(struct buffer *out, const char *word)
{
    size_t length = strlen(word);
    if (length > 0 && strspn(word, HARMLESS) == length)
        buffer_text(out, word);
    else if (text_is_plain(word, length, false))
        paste_quoted(out, word);
    else
        paste_octal(out, word);
}

const char *paste_path(struct buffer *out, const char *path)
{
    out->length = 0;
    if (path[0] == '-')
        buffer_text(out, "./");
    paste(out, path);
    return buffer_string(out);
}

const char *paste_word(struct buffer *out, const char *word)
{
    out->length = 0;
    paste(out, word);
    return buffer_string(out);
}

static const char *command_on(struct buffer *out, const char *command, const char *path)
{
    struct buffer pasted = {0};
    out->length = 0;
    buffer_printf(out, "%s %s", command, paste_path(&pasted, path));
    buffer_free(&pasted);
    return buffer_string(out);
}

const char *paste_close_file(struct buffer *out, const char *path, const struct catalog *catalog)
{
    (void)catalog;
    return command_on(out, "chmod 600", path);
}

const char *paste_close_directory(
    struct buffer *out, const char *path, const struct catalog *catalog)
{
    (void)catalog;
    return command_on(out, "chmod -R go=", path);
}

const char *paste_copy_directory(struct buffer *out, const char *path, const char *word)
{
    (void)command_on(out, "cp -r", path);
    buffer_printf(out, " %s", word);
    return buffer_string(out);
}
