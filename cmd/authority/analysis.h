/* What the subcommands of analysis share: a register that is read, the collection of a round, and
 * which of its members a figure is about. */
#ifndef CMD_AUTHORITY_ANALYSIS_H
#define CMD_AUTHORITY_ANALYSIS_H

#include "analysis/collection.h"
#include "base/error.h"
#include "cmd/authority/opened_register.h"
#include "cmd/ui/app.h"

extern const struct option_spec OPTION_ROUND;  /* ID */
extern const struct option_spec OPTION_GROUP;  /* G */
extern const struct option_spec OPTION_TAG;    /* NAME=VALUE */
extern const struct option_spec OPTION_BY_TAG; /* the same, or NAME: with --publish=rounded */
extern const struct option_spec OPTION_LATE;

struct analysis {
    struct opened_register opened;
    struct collection collection;
    struct selection selection; /* of the options */
    char *tag;                  /* owned: the tag's name */
    bool by_tag;                /* its values are published beside each other */
};

/* Opens the register to read, loads the collection of the round that --round names or of the one
 * that opened last, with a progress bar on a terminal, and judges the selection: STATUS_REFUSED,
 * REASON_NOT_FOUND for a group that the edition lacks, or a tag that nobody in the population list
 * has. A subcommand that does not list one of the four options does without it. *analysis is the
 * caller's (analysis_close), also on failure. */
enum status analysis_open(struct app *app, struct analysis *analysis, struct error *err) MUST_USE;
void analysis_close(struct analysis *analysis);

/* The same for another purpose than to read. */
enum status analysis_open_for(struct app *app, enum opened_for purpose, struct analysis *analysis,
    struct error *err) MUST_USE;

/* What was given of the two options for a tag; NULL: neither. */
const char *analysis_tag(const struct app *app);

/* The collection of one round in a register that is open already, with a progress bar; refused as
 * points_needed. round: an id, or NULL. *collection is the caller's (collection_free), also on
 * failure. */
enum status analysis_load(struct app *app, struct opened_register *opened, const char *round,
    struct collection *collection, struct error *err) MUST_USE;

/* Warns of those among the selected of whom more must be known (cmd/authority/counted.h). */
void analysis_note_selected(struct app *app, const struct analysis *analysis);

/* The lines that a report begins with: the mark of a demo register, if it is one, and what was
 * noted of those whom it counts. */
void analysis_mark(const struct app *app, const struct analysis *analysis, struct buffer *out);

#endif
