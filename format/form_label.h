/* What stands in a workbook form beside keys and answers: the names of its sheets and the headers
 * of its columns. The writer takes them from here; the reader knows by them what is the form's own
 * and what somebody has added. */
#ifndef FORMAT_FORM_LABEL_H
#define FORMAT_FORM_LABEL_H

#include "base/messages.h"

#include <stdbool.h>

enum form_label {
    FORM_LABEL_INSTRUCTIONS, /* sheets */
    FORM_LABEL_ORGANISATION,
    FORM_LABEL_ANSWERS,
    FORM_LABEL_RESULT,
    FORM_LABEL_WORKINGS,
    FORM_LABEL_ORDINAL, /* columns, beside those of format/form_key.h */
    FORM_LABEL_ASKED,
    FORM_LABEL_EXPLAINED,
    FORM_LABEL_COVERED,
    FORM_LABEL_QUESTION,
    FORM_LABEL_STATE,
    FORM_LABEL_POINTS,
    FORM_LABELS
};

/* The label in a form in that language. Static text. */
const char *form_label(enum form_label label, enum language language);

/* Whether a form, in either language, has a sheet of that name; a column with that header, those of
 * format/form_key.h among them. */
bool form_label_is_sheet(const char *name);
bool form_label_is_header(const char *header);

#endif
