/* The kinds of form that are written: which one, the file's suffix says. */
#ifndef CMD_UI_FORM_KIND_H
#define CMD_UI_FORM_KIND_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/edition.h"

#include <jansson.h>
#include <stdbool.h>

struct form_kind {
    const char *suffix; /* ".xlsx"; "" of JSON, which is written for every other suffix */

    /* Appends the form with what is filled in (format/draft.h), to be delivered to output
     * (app_deliver), beside which parts of it may be made. */
    enum status (*make)(struct app *app, const struct edition *edition, json_t *draft,
        const char *output, struct buffer *result, struct error *err);

    /* Says what to do with it; pasted: the path as it is typed in a command. */
    void (*advise)(struct app *app, const char *path, const char *pasted);
};

/* STATUS_USAGE, REASON_BAD_VALUE, for a name that ends in none of .json, .xlsx and .html: any such
 * if strict, else one whose ending is that of another kind of file (output_ending_is_known). */
enum status form_kind_judge(const char *path, bool strict, struct error *err) MUST_USE;

/* The kind that a path names; that of JSON for NULL. */
const struct form_kind *form_kind_of(const char *path);

#endif
