/* What must be known of those whom a result counts: of whom it is unclear which submission counts
 * (register/current.h), and of whom a suspect one does since an officer chose it.
 *
 * It is a warning when the figures are made, and stands in the result itself, whatever its form, so
 * that whoever reads that later knows it too; but not in what is published, which names nobody. */
#ifndef CMD_AUTHORITY_COUNTED_H
#define CMD_AUTHORITY_COUNTED_H

#include "analysis/collection.h"
#include "base/buffer.h"
#include "cmd/ui/app.h"
#include "report/report.h"

/* Whom a result is about. */
struct counted {
    const struct selection *selection; /* whoever it selects; NULL: nobody by it */
    const struct member *own;          /* counted anyhow; NULL */
    const struct member *other;        /* likewise */
};

/* Warns of them, and keeps the sentences and numbers in *app: for the functions below, and for
 * app_mark_json. has, with its context, says who is counted. */
void counted_note(struct app *app, const struct collection *collection, const void *context,
    bool (*has)(const void *context, const struct member *member));

/* The same of those of a struct counted. */
void counted_note_those(
    struct app *app, const struct collection *collection, const struct counted *counted);

/* Warns of whom answers cover that are in no figure: those outside the population list, and those
 * of whom no number was given. */
void counted_note_covered(struct app *app, const struct collection *collection);

/* The sentences, for the beginning of a text, each a paragraph before an empty line; as last lines
 * of CSV, of one field; and as remarks of a report. */
void counted_mark(const struct app *app, struct buffer *out);
void counted_mark_csv(const struct app *app, struct buffer *out);
void counted_remark(const struct app *app, struct report *report);

#endif
