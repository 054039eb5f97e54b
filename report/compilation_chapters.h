/* The chapters of the report on a round that are words: each a section of the page, with the texts
 * that an editor has written for it. */
#ifndef REPORT_COMPILATION_CHAPTERS_H
#define REPORT_COMPILATION_CHAPTERS_H

#include "analysis/result_compilation.h"
#include "base/buffer.h"
#include "base/messages.h"
#include "format/editor_texts.h"
#include "format/recommendations.h"

/* All borrowed. */
struct compilation_chapters {
    const struct catalog *catalog; /* the page's language */
    const struct compilation *compilation;
    const struct recommendations *recommendations; /* NULL: none for this edition */
    const struct editor_texts *texts;              /* NULL: none; what is put is marked as placed */
};

/* Foreword, summary, how the report is read, notes and conclusions, and the recommendations to
 * all: what stands before the figures. */
void compilation_chapters_first(struct buffer *out, const struct compilation_chapters *input);

/* A group's chapter: its notes, cooperation, each area in words, the recommendations to it. Of all
 * together, and of a group without members, nothing. */
void compilation_chapters_group(struct buffer *out, const struct compilation_chapters *input,
    const struct compilation_group *group);

/* What comes next, how the result is made, and the words; then, so that none is lost, the texts
 * that were written for a place which this page does not have. It is the last to be called. */
void compilation_chapters_last(struct buffer *out, const struct compilation_chapters *input);

#endif
