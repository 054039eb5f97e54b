#include "report/field_words.h"

#include <string.h>

const char *field_level_word(
    struct report *report, const struct edition *edition, unsigned field, unsigned level)
{
    unsigned place = edition->model.field[field].maturity;
    const char *words = edition->question[place - 1].option[level - 1];
    return report_keep(report, "%u %.*s", level, (int)strcspn(words, ":"), words);
}
