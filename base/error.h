/* How a function says that it failed: a status as its value, the particulars in a struct error.
 *
 * Libraries never print and never exit, want of memory apart (base/memory.h). A caller that only
 * passes a failure on returns the status as it is; one that knows more (which file, which member)
 * puts it in front with error_prefix. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/messages.h"
#include "base/reason.h"

#include <stdarg.h>

/* The programs' exit statuses are these very numbers. */
enum status {
    STATUS_OK = 0,
    STATUS_REFUSED = 1, /* the input was judged and found wanting */
    STATUS_USAGE = 2,   /* the program was called in a wrong way */
    STATUS_FAILED = 3,  /* the surroundings failed: files, memory, system */
};

#define ERROR_TEXT_MAX 1024

struct error {
    const struct catalog *catalog; /* the language of text; NULL for English */
    enum status status;
    enum reason reason;
    char text[ERROR_TEXT_MAX]; /* one or more sentences for the user, always terminated; cut between
                                  two letters if longer, and masked (text_mask) */
};

#define MUST_USE __attribute__((warn_unused_result))

/* No statement runs after a failure. TRY is for a function that has nothing to release: it returns
 * the failure at once. TRY_OUT is for one that has: it leaves the failure in the function's
 * `status` and goes to its label `out`, which success passes through as well. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        const enum status tried = (call);                                                          \
        if (tried != STATUS_OK)                                                                    \
            return tried;                                                                          \
    } while (0)
#define TRY_OUT(call)                                                                              \
    do {                                                                                           \
        status = (call);                                                                           \
        if (status != STATUS_OK)                                                                   \
            goto out;                                                                              \
    } while (0)

/* Makes *err empty, its coming texts in the catalog's language. */
void error_init(struct error *err, const struct catalog *catalog);

/* Fills *err with the translation of format (an English printf format) and returns status.
 * What was in *err before is replaced. Paths and names may be foreign: the text is masked
 * (text_mask). err may be NULL: then only the status is returned. */
enum status error_set(struct error *err, enum status status, enum reason reason, const char *format,
    ...) __attribute__((format(printf, 4, 5)));

/* The same for functions that take a format themselves. */
enum status error_set_list(struct error *err, enum status status, enum reason reason,
    const char *format, va_list args) __attribute__((format(printf, 4, 0)));

/* The same for a failed system call: format's text, then the system's own words for errno, with
 * STATUS_FAILED and REASON_IO_ERROR. Where errno is ENOMEM the process ends (memory_exhausted). */
enum status error_system(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts one name in the place of another wherever that stands in the text: the name that users know
 * in that of a temporary one. Does nothing if err or from is NULL. */
void error_rename(struct error *err, const char *from, const char *to);

/* Puts "WHERE: " in front of the text, for which WHERE is cut if need be. Does nothing if err is
 * NULL. */
void error_prefix(struct error *err, const char *where);

#endif
