/* What is drawn of a field of a group of organisations, on a round's page and in files: bars of
 * shares. */
#ifndef REPORT_FIELD_DRAWINGS_H
#define REPORT_FIELD_DRAWINGS_H

#include "analysis/result_stats.h"
#include "base/buffer.h"
#include "base/messages.h"

#include <stdbool.h>

enum field_drawing_kind {
    FIELD_DRAWING_ANSWERS,   /* yes, no, not answered, did not answer at all: of all asked */
    FIELD_DRAWING_FOLLOW_UP, /* how far, of those with a yes */
    FIELD_DRAWING_MATURITY,  /* levels, of those who told theirs */
    FIELD_DRAWING_KINDS
};

/* Whether the edition asks for that of the field. */
bool field_drawing_is_there(
    const struct edition *edition, unsigned field, enum field_drawing_kind kind);

/* How many parts the bar has, and in words the one at a place, from 0. */
unsigned field_drawing_parts(
    const struct edition *edition, unsigned field, enum field_drawing_kind kind);
const char *field_drawing_word(const struct catalog *catalog, const struct edition *edition,
    unsigned field, enum field_drawing_kind kind, unsigned part);

/* Whether both fields have the same parts in the same words, so that one legend will do. */
bool field_drawing_same_words(
    const struct edition *edition, unsigned field, unsigned other, enum field_drawing_kind kind);

/* Appends the bar to out, and what it shows in words, figures and all, to desc, which is empty and
 * must outlive the call. id is unique in the page; title: NULL if whatever the drawing is in has
 * it. */
void field_drawing(struct buffer *out, struct buffer *desc, const struct catalog *catalog,
    const char *id, const char *title, const struct edition *edition,
    const struct stats_group *group, unsigned field, enum field_drawing_kind kind);

/* The same as a file of its own, with the field as its title and a legend. */
void field_drawing_file(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct stats_group *group, unsigned field,
    enum field_drawing_kind kind);

#endif
