#include "report/state_words.h"

const char *state_words(const struct catalog *catalog, enum answer_status status)
{
    switch (status) {
    case ANSWER_UNANSWERED:
        return tr(catalog, "not answered");
    case ANSWER_YES:
        return tr(catalog, "yes");
    case ANSWER_NO:
        return tr(catalog, "no");
    case ANSWER_CONTRADICTORY:
        return tr(catalog, "contradictory");
    case ANSWER_EMPTY:
        return tr(catalog, "yes to nothing");
    case ANSWER_NO_ASSESSMENT:
        return tr(catalog, "no assessment");
    case ANSWER_UNKNOWN_OPTION:
        return tr(catalog, "unknown option");
    case ANSWER_NOT_ASKED:
        return tr(catalog, "not asked");
    case ANSWER_UNCALLED:
        return tr(catalog, "answered, but not asked");
    case ANSWER_STATUSES:
        break;
    }
    return "";
}
