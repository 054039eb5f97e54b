#include "base/system/paste.h"

#include "base/memory.h"
#include "base/system/access_windows.h"
#include "base/system/place.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const char HARMLESS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                               "_./\\:+=-";

/* What PowerShell reads between double quotes: it takes typographic quotes for these too. */
static bool is_read_between_quotes(uint32_t code)
{
    return code == '$' || code == '`' || (code >= 0x201C && code <= 0x201E);
}

/* A program takes its words apart by itself, and a quote for one of the word where a backslash is
 * in front of it (CommandLineToArgvW). cmd.exe would take it for the end of what is quoted, and
 * what is behind it for commands: it is written by its number. */
static void put_code(struct buffer *out, const char *text, size_t length, uint32_t code)
{
    if (!text_is_plain(text, length, false)) {
        buffer_printf(out, "$([char]::ConvertFromUtf32(0x%X))", (unsigned)code);
        return;
    }
    if (code == '"') {
        buffer_text(out, "\\$([char]34)");
        return;
    }
    if (is_read_between_quotes(code))
        buffer_text(out, "`");
    buffer_append(out, text, length);
}

static void put_backslashes(struct buffer *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_text(out, "\\");
}

/* Backslashes before a quote, one of the word or its end, are written twice. */
static void put_quoted(struct buffer *out, const char *word)
{
    size_t left = strlen(word);
    size_t backslashes = 0;
    buffer_text(out, "\"");
    while (left > 0) {
        uint32_t code = 0;
        size_t length = text_code(word, left, &code);
        length = length > 0 ? length : 1; /* no word of this system's is so */
        if (code == '"')
            put_backslashes(out, backslashes);
        backslashes = code == '\\' ? backslashes + 1 : 0;
        put_code(out, word, length, code);
        word += length;
        left -= length;
    }
    put_backslashes(out, backslashes);
    buffer_text(out, "\"");
}

static void put_word(struct buffer *out, const char *word)
{
    size_t length = strlen(word);
    if (length > 0 && strspn(word, HARMLESS) == length)
        buffer_text(out, word);
    else
        put_quoted(out, word);
}

/* The path as no command takes it for an option; the caller's (free). */
static char *hide_hyphen(const char *path)
{
    return memory_printf("%s%s", path[0] == '-' ? "./" : "", path);
}

const char *paste_path(struct buffer *out, const char *path)
{
    char *hidden = hide_hyphen(path);
    out->length = 0;
    put_word(out, hidden);
    free(hidden);
    return buffer_string(out);
}

const char *paste_word(struct buffer *out, const char *word)
{
    out->length = 0;
    put_word(out, word);
    return buffer_string(out);
}

/* The system's own commands take a slash for the beginning of an option. */
static void put_command(struct buffer *out, const char *command, const char *path)
{
    char *own = hide_hyphen(path);
    for (char *next = own; *next != '\0'; next++)
        *next = *next == '/' ? '\\' : *next;
    buffer_printf(out, "%s ", command);
    put_word(out, own);
    free(own);
}

/* The first takes off it all that was given to anybody, so that only what is handed down to it is
 * left; the second ends that, and gives it to its owner. One command cannot do both, and nothing
 * that joins two is the same in both shells. */
static const char *close_with(struct buffer *out, const char *path, const char *reset,
    const char *rights, const struct catalog *catalog)
{
    char name[ACCESS_NAME_SIZE];
    char *given = NULL;
    struct buffer pasted = {0};
    access_user_name(name);
    given = memory_printf("%s:%s", name, rights);
    out->length = 0;
    put_command(out, "icacls", path);
    buffer_printf(out, " %s%s", reset, tr(catalog, N_("` and then `")));
    put_command(out, "icacls", path);
    buffer_printf(out, " /inheritance:r /grant:r %s", paste_word(&pasted, given));
    buffer_free(&pasted);
    free(given);
    return buffer_string(out);
}

const char *paste_close_file(struct buffer *out, const char *path, const struct catalog *catalog)
{
    return close_with(out, path, "/reset", "F", catalog);
}

/* /T: and off all that is in it. (OI)(CI): what is in it, and will be, gets the same from it. */
const char *paste_close_directory(
    struct buffer *out, const char *path, const struct catalog *catalog)
{
    return close_with(out, path, "/reset /T", "(OI)(CI)F", catalog);
}

const char *paste_copy_directory(struct buffer *out, const char *path, const char *word)
{
    out->length = 0;
    put_command(out, "xcopy /E /I", path);
    buffer_printf(out, " %s", word);
    return buffer_string(out);
}
