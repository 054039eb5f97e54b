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
    bool rounded;   /* as it is published: its counts are rounded, not hidden */
    size_t members; /* how many organisations that makes */
};

/* Whom a selection of a collection is about; borrowed from both. Not published. */
struct scope result_scope(const struct collection *collection, const struct selection *selection);

/* The groups that a result about a scope is shown by: places in the edition, of one group it alone,
 * else all, and last -1, all together. How many is the value. */
#define SCOPE_GROUPS_MAX 17 /* those of the edition (EDITION_GROUPS_MAX), and all together */
size_t result_scope_groups(const struct scope *scope, int group[SCOPE_GROUPS_MAX]);

#endif
