/* What a typical organisation has and lacks, in the words of the edition: an area in a list
 * of what it has and one of what it lacks. A question or option that belongs to several areas
 * is named in each. */
#ifndef REPORT_COMPILATION_WORDS_H
#define REPORT_COMPILATION_WORDS_H

#include "analysis/result_benchmark.h"
#include "base/buffer.h"
#include "base/list.h"
#include "base/messages.h"

/* Plain texts of one line without a full stop: each list of char *, owned. */
struct compilation_words {
    struct list has; /* one a question, like the next */
    struct list lacks;
    struct list withheld; /* topics of questions of which nothing may be shown */
};

/* Of the typical answers of that benchmark in an area, 0 <= area < areas of the edition. A minority
 * answer and a tie are said to be so. How many have points is said where the group is split evenly
 * (the edition's limits), if it may be shown; and what rounding could have decided otherwise. The
 * caller frees it (compilation_words_free). */
void compilation_words(struct compilation_words *out, const struct catalog *catalog,
    const struct benchmark_result *typical, unsigned area);
void compilation_words_free(struct compilation_words *words);

/* The same as markup. */
void compilation_words_html(struct buffer *out, const struct catalog *catalog,
    const struct benchmark_result *typical, unsigned area);

/* Appends a wording of the edition as it stands within a sentence: its first letter small, if a
 * small one follows. */
void compilation_words_within(struct buffer *out, const char *wording);

#endif
