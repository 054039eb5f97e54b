#include "format/form_label.h"

#include "format/form_key.h"

#include <string.h>

static const char *const labels[FORM_LABELS][2] = {
    [FORM_LABEL_INSTRUCTIONS] = {"Instruktion", "Instructions"},
    [FORM_LABEL_ORGANISATION] = {"Organisation", "Organisation"},
    [FORM_LABEL_ANSWERS] = {"Svar", "Answers"},
    [FORM_LABEL_RESULT] = {"Resultat", "Result"},
    [FORM_LABEL_WORKINGS] = {"Beräkning", "Workings"},
    [FORM_LABEL_ORDINAL] = {"Nr", "No."},
    [FORM_LABEL_ASKED] = {"Uppgift", "What is asked for"},
    [FORM_LABEL_EXPLAINED] = {"Att tänka på", "To be known"},
    [FORM_LABEL_COVERED] = {"Organisation som omfattas", "Covered organisation"},
    [FORM_LABEL_QUESTION] = {"Fråga och alternativ", "Question and options"},
    [FORM_LABEL_STATE] = {"Läge", "State"},
    [FORM_LABEL_POINTS] = {"Poäng", "Points"},
};

_Static_assert(LANGUAGE_SWEDISH == 0 && LANGUAGE_ENGLISH == 1, "in the order of the table");

const char *form_label(enum form_label label, enum language language)
{
    return labels[label][language];
}

static bool is_among(const char *text, enum form_label first, enum form_label end)
{
    for (int i = (int)first; i < (int)end; i++) {
        if (strcmp(text, labels[i][LANGUAGE_SWEDISH]) == 0 ||
            strcmp(text, labels[i][LANGUAGE_ENGLISH]) == 0)
            return true;
    }
    return false;
}

bool form_label_is_sheet(const char *name)
{
    return is_among(name, FORM_LABEL_INSTRUCTIONS, FORM_LABEL_ORDINAL);
}

bool form_label_is_header(const char *header)
{
    enum form_column column;
    return form_column_of(header, &column) || is_among(header, FORM_LABEL_ORDINAL, FORM_LABELS);
}
