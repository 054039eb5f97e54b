/* What an edition of the questionnaire has new, changed and gone since an earlier one. */
#ifndef REPORT_TEXT_SINCE_H
#define REPORT_TEXT_SINCE_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/succession.h"

/* Appends it, question by question, then area by area. */
void text_since(
    struct buffer *out, const struct catalog *catalog, const struct succession *succession);

#endif
