/* A result for the management, in as many lines as can be read in five minutes. */
#ifndef REPORT_TEXT_SUMMARY_H
#define REPORT_TEXT_SUMMARY_H

#include "report/html_organisation.h"

/* Appends level, what holds the next one back, the steps that matter most, the areas beside the
 * references, and place where it is not NULL. */
void text_summary(struct buffer *out, const struct html_organisation *input);

#endif
