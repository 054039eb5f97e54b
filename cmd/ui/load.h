/* The edition and the answers that a subcommand is given. */
#ifndef CMD_UI_LOAD_H
#define CMD_UI_LOAD_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/answers.h"
#include "format/edition.h"
#include "format/editions.h"
#include "format/findings.h"

#include <jansson.h>

/* The edition that --edition (OPTION_EDITION) names, else the one of that id in the kit of the key
 * directory (cmd/ui/held_kit.h), else the built-in one; id NULL: that of the kit's round, else the
 * newest built-in one. A command that takes OPTION_EDITIONS gets the one of that id among those
 * that are named, id NULL: the last of them; else likewise. *edition is the caller's
 * (edition_free), NULL on failure. */
enum status load_edition(
    struct app *app, const char *id, struct edition **edition, struct error *err) MUST_USE;

/* All that are known: the built-in ones and those of --edition, once or several times. *editions is
 * the caller's (editions_free), also on failure. */
enum status load_editions(struct app *app, struct editions *editions, struct error *err) MUST_USE;

/* An answers' file together with its edition. A zeroed struct holds nothing. */
struct loaded {
    struct edition *edition;
    struct answers *answers;
    struct findings findings;
    json_t *draft; /* what was read, with its notes (format/draft.h); NULL of a JSON file that
                      load_answers read */
    struct findings beside; /* what a workbook holds that is no answer */
};

/* The same for an id that a file names; path is put in front of the refusal of one that is not
 * known, or not the one of --edition (REASON_UNKNOWN_EDITION). An id of "" is the newest one.
 * *edition is the caller's, also on failure. */
enum status load_edition_named(struct app *app, const char *path, const char *id,
    struct edition **edition, struct error *err) MUST_USE;

/* Reads an answers' file, JSON or a form that is a workbook (cmd/ui/forms.h): with the edition that
 * load_edition gives for the id that the file itself names. Refusals: those of file_read,
 * load_edition and answers_parse; if the file is written in a wrong way in several places, all of
 * them are printed to standard error. STATUS_OK says only that it could be read: findings.errors
 * says whether the answers are valid. *loaded is the caller's (load_free), also on failure. */
enum status load_answers(
    struct app *app, const char *path, struct loaded *loaded, struct error *err) MUST_USE;

/* The same, with a warning where the answers have errors: such answers give no points. */
enum status load_answers_to_score(
    struct app *app, const char *path, struct loaded *loaded, struct error *err) MUST_USE;

/* The same, and loaded->draft is there whatever the file is, with all that was typed (forms_load).
 */
enum status load_draft(
    struct app *app, const char *path, struct loaded *loaded, struct error *err) MUST_USE;

/* Adds what is to be said of the answers' days on the day of the clock. */
void load_check_days(
    const struct edition *edition, const struct answers *answers, struct findings *findings);

void load_free(struct loaded *loaded);

#endif
