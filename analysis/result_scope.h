/* Whom a result about several organisations is about. */
#ifndef ANALYSIS_RESULT_SCOPE_H
#define ANALYSIS_RESULT_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

struct collection; /* analysis/collection.h */
struct edition;    /* format/edition.h */
struct selection;

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

/* Whom a selection of a collection is about; borrowed from both. Not published. */
struct scope result_scope(const struct collection *collection, const struct selection *selection);

#endif
