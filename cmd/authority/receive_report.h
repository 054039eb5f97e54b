/* What `receive` shows people: a row for each file as it is judged, below the rows what is to be
 * said of those that were not simply imported, and the counts. */
#ifndef CMD_AUTHORITY_RECEIVE_REPORT_H
#define CMD_AUTHORITY_RECEIVE_REPORT_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/reason.h"
#include "cmd/authority/beside.h"
#include "cmd/authority/media.h"
#include "cmd/authority/opened_register.h"
#include "cmd/ui/app.h"
#include "register/receive.h"

#include <stdbool.h>
#include <stddef.h>

struct receive_report {
    struct app *app;
    bool begun;            /* the heading is printed */
    bool digests;          /* a row has a short digest */
    struct buffer details; /* owned; of all files so far */
    struct buffer odd;     /* owned; lines on those without a bundle's name */
    char *container;       /* owned; NULL but while its files are added, */
    bool inside;           /* and whether one of them was */
    size_t imported;
    size_t refused;
    size_t unrecorded; /* of the refused */
    size_t failed;
    size_t reasons[REASON_COUNT]; /* of the refused */
};

/* Counts one file. status is how it was judged (receive_shown), path as it may be shown
 * (text_show). Without
 * --json its row is printed, and what else is to be said of it kept for receive_report_end. */
enum status receive_report_add(struct receive_report *report, const char *path, enum status status,
    const struct verdict *verdict, const struct beside *beside, struct error *err) MUST_USE;

/* The files that are added from now on lie in this container, a path as it may be shown; NULL: in
 * none. */
void receive_report_container(struct receive_report *report, const char *path);

/* Notes that a file was taken though it has not a bundle's name; path as it may be shown. */
void receive_report_odd(struct receive_report *report, const char *path);

/* Appends a line for each file that is left aside, with what it is if that is worth a word. Workers
 * of the register's read the first BESIDE_CARDS_MAX cards. */
void receive_report_put_asides(const struct app *app, const struct opened_register *opened,
    const struct media *media, struct buffer *out);

/* Prints what was kept, what was left aside, and the counts: to standard output as part of the
 * result, or beside JSON lines to standard error. */
enum status receive_report_end(struct receive_report *report, const struct opened_register *opened,
    const struct media *media, struct error *err) MUST_USE;

/* Releases what the report owns. */
void receive_report_free(struct receive_report *report);

#endif
