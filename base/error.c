#include "base/error.h"

#include "base/memory.h"
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
static void format_text(struct error *err, const char *format, va_list args)
{
    int length = vsnprintf(err->text, sizeof err->text, tr(err->catalog, format), args);
    if (length < 0)
        err->text[0] = '\0';
    text_mask(err->text);
}
#pragma GCC diagnostic pop

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
    format_text(err, format, args);
    err->status = status;
    err->reason = reason;
    return status;
}

/* The system's own words for an error are in English; for those that users meet, we have ours. */
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
        {EDQUOT, N_("your share of the disk is full")},
        {EFBIG, N_("the file became larger than is allowed here")},
        {EIO, N_("the disk or medium reports an error")},
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
    return strerror_r(number, spare, size);
}

enum status error_system(struct error *err, const char *format, ...)
{
    int number = errno;
    if (number == ENOMEM)
        memory_exhausted();
    if (err == NULL)
        return STATUS_FAILED;
    va_list args;
    va_start(args, format);
    format_text(err, format, args);
    va_end(args);
    err->status = STATUS_FAILED;
    err->reason = REASON_IO_ERROR;
    size_t used = strlen(err->text);
    char spare[128];
    const char *words = words_for(number, spare, sizeof spare);
    (void)snprintf(err->text + used, sizeof err->text - used, ": %s", tr(err->catalog, words));
    text_mask(err->text);
    return STATUS_FAILED;
}

void error_prefix(struct error *err, const char *where)
{
    if (err == NULL)
        return;
    char text[ERROR_TEXT_MAX];
    memcpy(text, err->text, sizeof text);
    (void)snprintf(err->text, sizeof err->text, "%s: ", where);
    size_t used = strlen(err->text);
    (void)snprintf(err->text + used, sizeof err->text - used, "%s", text);
    text_mask(err->text);
}
