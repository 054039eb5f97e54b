#include "base/error.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/system/failure.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void error_init(struct error *err, const struct catalog *catalog)
{
    *err = (struct error){.catalog = catalog};
}

/* The format is a literal at every call; the attribute on error_set checks it there, and the build
 * checks each translation against its original (msgfmt -c). */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void format_text(struct error *err, size_t size, const char *format, va_list args)
{
    char text[ERROR_TEXT_MAX + 1]; /* one byte more than is kept: is it of the last letter? */
    if (vsnprintf(text, sizeof text, tr(err->catalog, format), args) < 0)
        text[0] = '\0';
    text_copy(err->text, size, text);
}
#pragma GCC diagnostic pop

/* Puts a second text behind the first, which was given no more room than that leaves, and masks
 * both: last, so that nothing is cut or put together after it. */
static void end_text(struct error *err, const char *text)
{
    size_t used = strlen(err->text);
    text_copy(err->text + used, sizeof err->text - used, text);
    text_mask(err->text);
}

/* The room for a text before another one, which is not cut for it. */
static size_t room_before(const struct error *err, const char *text)
{
    return sizeof err->text - strnlen(text, sizeof err->text - 1);
}

enum status error_set(
    struct error *err, enum status status, enum reason reason, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)error_set_list(err, status, reason, format, args);
    va_end(args);
    return status;
}

enum status error_set_list(
    struct error *err, enum status status, enum reason reason, const char *format, va_list args)
{
    if (err == NULL)
        return status;
    format_text(err, sizeof err->text, format, args);
    end_text(err, "");
    err->status = status;
    err->reason = reason;
    return status;
}

/* The system's own words for an error are in English; for those that users meet, we have ours. What
 * only some systems know has its words there (base/system/failure.h). */
static const char *words_for(int number, char *spare, size_t size)
{
    static const struct {
        int number;
        const char *words;
    } known[] = {
        {ENOENT, N_("there is no such file or directory")},
        {EACCES, N_("access is denied")},
        {EPERM, N_("that is not permitted")},
        {ENOSPC, N_("the disk is full")},
        {EFBIG, N_("the file became larger than is allowed here")},
        {EIO, N_("the disk or medium reports an error; if it was pulled out, put it in and repeat, "
                 "else try another one")},
        {ENODEV, N_("the disk or medium is gone; put it in again and repeat")},
        {ENXIO, N_("the disk or medium is gone; put it in again and repeat")},
        {EROFS, N_("the disk or medium is write-protected")},
        {EISDIR, N_("it is a directory")},
        {ENOTDIR, N_("a part of the path is not a directory")},
        {ELOOP, N_("it is a symbolic link")},
        {EEXIST, N_("something of that name exists already")},
        {ENAMETOOLONG, N_("the name is too long")},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].number == number)
            return known[i].words;
    }
    return failure_words(number, spare, size);
}

enum status error_system(struct error *err, const char *format, ...)
{
    int number = errno;
    if (number == ENOMEM)
        memory_exhausted();
    if (err == NULL)
        return STATUS_FAILED;
    va_list args;
    char spare[128];
    char words[256];
    (void)snprintf(
        words, sizeof words, ": %s", tr(err->catalog, words_for(number, spare, sizeof spare)));
    va_start(args, format);
    format_text(err, room_before(err, words), format, args);
    va_end(args);
    end_text(err, words);
    err->status = STATUS_FAILED;
    err->reason = REASON_IO_ERROR;
    return STATUS_FAILED;
}

void error_rename(struct error *err, const char *from, const char *to)
{
    struct buffer text = {0};
    if (err == NULL || from == NULL || *from == '\0')
        return;
    const char *at = err->text;
    for (const char *found; (found = strstr(at, from)) != NULL; at = found + strlen(from)) {
        buffer_append(&text, at, (size_t)(found - at));
        buffer_text(&text, to);
    }
    buffer_text(&text, at);
    text_copy(err->text, sizeof err->text, buffer_string(&text));
    buffer_free(&text);
}

void error_prefix(struct error *err, const char *where)
{
    if (err == NULL)
        return;
    char text[ERROR_TEXT_MAX + 2];
    (void)snprintf(text, sizeof text, ": %s", err->text);
    text_copy(err->text, room_before(err, text), where);
    end_text(err, text);
}
