#include "format/plan_words.h"

#include "base/text_fold.h"
#include "scoring/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const COLUMNS[PLAN_COLUMNS][2] = {
    [PLAN_COLUMN_KEY] = {"Nyckel", "Key"},
    [PLAN_COLUMN_RESPONSIBLE] = {"Ansvarig", "Responsible"},
    [PLAN_COLUMN_START] = {"Start", "Start"},
    [PLAN_COLUMN_HOURS] = {"Timmar", "Hours"},
    [PLAN_COLUMN_COST] = {"Kostnad", "Cost"},
    [PLAN_COLUMN_STATUS] = {"Status", "Status"},
    [PLAN_COLUMN_VALUE] = {"Värde", "Value"},
};

static const char *const STATUSES[PLAN_STATUSES][2] = {
    [PLAN_PLANNED] = {"planerad", "planned"},
    [PLAN_STARTED] = {"påbörjad", "started"},
    [PLAN_DONE] = {"klar", "done"},
    [PLAN_OPTIONAL] = {"möjlig", "optional"},
    [PLAN_DROPPED] = {"struken", "dropped"},
};

const char *plan_column_name(enum plan_column column, const struct catalog *catalog)
{
    return COLUMNS[column][catalog == NULL];
}

const char *plan_status_name(enum plan_status status, const struct catalog *catalog)
{
    return STATUSES[status][catalog == NULL];
}

bool plan_column_of(const char *text, enum plan_column *column)
{
    size_t place;
    bool found = text_find_folded(COLUMNS, PLAN_COLUMNS, text, &place);
    if (found)
        *column = (enum plan_column)place;
    return found;
}

bool plan_status_of(const char *text, enum plan_status *status)
{
    size_t place;
    bool found = text_find_folded(STATUSES, PLAN_STATUSES, text, &place);
    if (found)
        *status = (enum plan_status)place;
    return found;
}

/* ---- keys ---- */

void plan_key_format(
    const struct edition *edition, unsigned question, unsigned option, char key[PLAN_KEY_SIZE])
{
    char name[QUESTION_NAME_SIZE];
    question_option_name(&edition->model.question[question], option, name);
    (void)snprintf(
        key, PLAN_KEY_SIZE, "%u.%s", (unsigned)edition->model.question[question].id, name);
}

/* A spreadsheet may take "3.4" for a number; the writer makes it a text, and here "3,4" is none. */
bool plan_key_parse(
    const struct edition *edition, const char *key, unsigned *question, unsigned *option)
{
    char *trimmed = text_fold(key);
    bool found = false;
    int place = edition_find_question(edition, (unsigned)strtoul(trimmed, NULL, 10));
    for (unsigned i = 0; place >= 0 && !found && i < edition->model.question[place].options; i++) {
        char known[PLAN_KEY_SIZE];
        plan_key_format(edition, (unsigned)place, i, known);
        found = strcmp(known, trimmed) == 0;
        *question = (unsigned)place;
        *option = i;
    }
    free(trimmed);
    return found;
}

/* ---- amounts ---- */

static bool is_unit(const char *rest)
{
    static const char *const units[] = {
        "", "h", "tim", "tim.", "timmar", "timme", "hour", "hours", "kr", "kronor", "sek", ":-"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(rest, units[i]) == 0)
            return true;
    }
    return false;
}

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* A space between digits is passed over before a group of exactly three. */
static bool is_group(const char *at)
{
    return at[0] == ' ' && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) &&
           !is_digit(at[4]);
}

bool plan_amount(const char *text, long long *hundredths)
{
    static const long long most = 100000000000000; /* 10^12, in hundredths */
    char *folded = text_fold(text);
    const char *at = folded;
    long long whole = 0, part = 0;
    bool right = is_digit(*at);
    for (; right && (is_digit(*at) || is_group(at)); at++) {
        if (is_digit(*at))
            whole = whole * 10 + (*at - '0');
        right = whole <= most / 100;
    }
    if (right && (*at == ',' || *at == '.') && is_digit(at[1])) {
        part = (at[1] - '0') * 10;
        at += 2;
        if (is_digit(*at))
            part += *at++ - '0';
    }
    at += *at == ' ';
    right = right && is_unit(at);
    *hundredths = right ? whole * 100 + part : 0;
    free(folded);
    return right;
}
