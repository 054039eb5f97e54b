/* A questionnaire on paper: every question with boxes to tick and room to note. */
#ifndef REPORT_TEXT_QUESTIONS_H
#define REPORT_TEXT_QUESTIONS_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

void text_questions(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition);

#endif
