/* What must be said beside the figures of a compilation, so that they are not read for more than
 * they are. Each is a paragraph of markup. */
#ifndef REPORT_COMPILATION_NOTES_H
#define REPORT_COMPILATION_NOTES_H

#include "analysis/result_compilation.h"
#include "base/buffer.h"
#include "base/messages.h"

/* Of the whole: that nobody is to be recognised, and, where there is a target, that what is left to
 * it is no supervision, and whom it binds. */
void compilation_notes(
    struct buffer *out, const struct catalog *catalog, const struct compilation *compilation);

/* Of a group, what there is to say of it: few answers, and how many the others have; that a few of
 * the best carry what the best show; why there is no benchmark of it or of its best. */
void compilation_notes_group(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, const struct compilation_group *group);

/* Appends, as plain text, what both a chapter and a table say: "Kommun 169, Region 10", the groups
 * beside this one whose numbers may be shown; and, where outliers is a number, how many of the best
 * pull up their result. */
void compilation_notes_others(struct buffer *out, const struct compilation *compilation,
    const struct compilation_group *group);
void compilation_notes_outliers(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, const struct compilation_group *group);

#endif
