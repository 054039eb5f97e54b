/* What is said of fields and levels of maturity, wherever they are shown. */
#ifndef REPORT_FIELD_WORDS_H
#define REPORT_FIELD_WORDS_H

#include "format/edition.h"
#include "report/report.h"

/* A level of maturity of a field that has them, from 1: its number and what stands before the colon
 * of its description, or all of that: "2 Medveten". Kept by the report. */
const char *field_level_word(
    struct report *report, const struct edition *edition, unsigned field, unsigned level);

#endif
