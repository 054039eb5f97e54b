/* Whom a result about several organisations is about. */
#ifndef ANALYSIS_RESULT_SCOPE_H
#define ANALYSIS_RESULT_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

struct edition; /* format/edition.h */

struct scope {
    const struct edition *edition;
    const char *round;
    const char *group; /* an id; NULL: all groups */
    const char *tag;   /* only those whose tag has this value; NULL: whatever their tags */
    const char *value;
    bool late;      /* those who came late are counted too */
    bool published; /* as it may be shown outside the authority */
    size_t members; /* how many organisations that makes */
};

#endif
