#include "base/error.h"

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

enum status error_system(struct error *err, const char *format, ...)
{
    int number = errno;
    if (err == NULL)
        return STATUS_FAILED;
    va_list args;
    va_start(args, format);
    format_text(err, format, args);
    va_end(args);
    err->status = STATUS_FAILED;
    err->reason = REASON_IO_ERROR;
    size_t used = strlen(err->text);
    char words[128];
    const char *said = strerror_r(number, words, sizeof words);
    (void)snprintf(err->text + used, sizeof err->text - used, ": %s", said);
    return STATUS_FAILED;
}

enum status error_memory(struct error *err)
{
    return error_set(
        err, STATUS_FAILED, REASON_IO_ERROR, "out of memory; close other programs and try again");
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
}
