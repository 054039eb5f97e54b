/* What a result is shown as, before any writer sees it: sentences and tables.
 *
 * A struct that has only a catalog is an empty report; report_free releases what is in it. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/messages.h"
#include "report/table.h"

#define REPORT_REMARKS_MAX 8

/* Where a text goes that grows with the register: called after each line of a table with what has
 * been written so far, of which it may take all, and empties it then. */
struct report_drain {
    void (*pass)(void *context, struct buffer *text); /* NULL: it is held whole */
    void *context;
};

struct report {
    const struct catalog *catalog;          /* the language */
    const char *heading;                    /* what it is about: one or more sentences, or NULL */
    const char *remark[REPORT_REMARKS_MAX]; /* what must be known to read it; sentences */
    size_t remarks;
    struct list tables; /* of struct table *, each owned */
    /* The section of the tables to come. */
    const char *section;
    const char *section_name;
    const char *section_about;
    struct report_drain drain;
    struct list kept; /* of char *, owned: texts that the parts of the report borrow */
};

/* A printf whose text is kept as long as the report. The value is that text. */
const char *report_keep(struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void report_remark(struct report *report, const char *text);

/* The tables that are added from now on stand together. id: a word, unique in the report; name: at
 * most 31 characters, for a sheet; about: a sentence, or NULL. */
void report_section(struct report *report, const char *id, const char *name, const char *about);

/* A further table, without columns; owned by the report. */
struct table *report_table(struct report *report, const char *title);

/* number < report->tables.count */
struct table *report_nth(const struct report *report, size_t number);

void report_free(struct report *report);

/* Passes on what has been written. */
void report_pass(const struct report *report, struct buffer *text);

#endif
