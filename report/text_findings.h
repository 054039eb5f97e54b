/* Errors and warnings of an answers' file, for people. */
#ifndef REPORT_TEXT_FINDINGS_H
#define REPORT_TEXT_FINDINGS_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/answers.h"
#include "format/edition.h"
#include "format/findings.h"

/* The whole result of a check: whose answers, errors, warnings, how many
 * questions are answered, what to do next. */
void text_findings(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answers *answers, const struct findings *findings);

/* The findings of one severity alone, one paragraph each, in their order. */
void text_findings_list(struct buffer *out, const struct edition *edition,
    const struct findings *findings, enum finding_severity severity);

/* The warnings alone; more than three questions without an answer are one of them. */
void text_findings_warnings(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct findings *findings);

/* The line that says, after lead, whose answers these are, to which edition and period. */
void text_findings_head(struct buffer *out, const char *lead, const struct catalog *catalog,
    const struct edition *edition, const struct answers *answers);

#endif
