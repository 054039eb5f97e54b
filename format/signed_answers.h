/* What is said of answers outside them: the trusted comment of their signature, and the result that
 * a manifest states. Both ends compute them here. */
#ifndef FORMAT_SIGNED_ANSWERS_H
#define FORMAT_SIGNED_ANSWERS_H

#include "format/answers.h"
#include "format/edition.h"
#include "format/manifest.h"

/* "sigill-answers/1 NUMBER" (design, "Frame"). number: canonical. */
#define SIGNED_ANSWERS_COMMENT_SIZE 64
void signed_answers_comment(char comment[SIGNED_ANSWERS_COMMENT_SIZE], const char *number);

/* The result of answers to the edition, unused places zeroed. */
void signed_answers_result(
    const struct edition *edition, const struct answers *answers, struct manifest_result *result);

#endif
