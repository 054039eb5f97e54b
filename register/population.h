/* The population of a round: the organisations that were asked to answer.
 *
 * A list belongs to a round by the round's id, which for an implicit round is the edition's. In the
 * audit a list is its digest: BLAKE2b-256 over its entries in the order of their numbers, each as
 * number, name, group, a line NAME=VALUE for each tag in order, and a NUL behind each of these
 * four. */
#ifndef REGISTER_POPULATION_H
#define REGISTER_POPULATION_H

#include "base/error.h"
#include "format/manifest.h"
#include "register/audit.h"
#include "register/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define POPULATION_TAGS_MAX 8

/* Such as län = Skåne. The name has no "=" and neither has a line break. */
struct population_tag {
    char name[MANIFEST_WORD_SIZE];
    char value[MANIFEST_WORD_SIZE];
};

struct population_entry {
    char number[MANIFEST_NUMBER_SIZE]; /* canonical */
    char name[MANIFEST_NAME_SIZE];
    char group[MANIFEST_WORD_SIZE]; /* id of one of the edition's groups */
    unsigned tags;
    struct population_tag tag[POPULATION_TAGS_MAX]; /* in the order of the columns they came from */
};

/* How a list differs from the one before, by number. */
struct population_change {
    size_t added;
    size_t removed;
    size_t changed;
    size_t same;
};

/* The list of a round, by number. *list is allocated, the caller frees it; NULL and 0 if the round
 * has none. */
enum status population_load(struct store *store, const char *round, struct population_entry **list,
    size_t *count, struct error *err) MUST_USE;

void population_sort(struct population_entry *list, size_t count);

/* The entry of a number in a sorted list; NULL if it is not in it. */
const struct population_entry *population_find(
    const struct population_entry *list, size_t count, const char *number);

/* The value of an entry's tag; NULL if it has none of that name. */
const char *population_value(const struct population_entry *entry, const char *tag);

/* Whether name, group and tags of two rows are the same. */
bool population_same(const struct population_entry *a, const struct population_entry *b);

/* Both lists are sorted. */
struct population_change population_compare(const struct population_entry *before,
    size_t before_count, const struct population_entry *after, size_t after_count);

/* The words of a list's row in the audit. The list is sorted. */
void population_words(char words[AUDIT_SUBJECT_SIZE], const char *round,
    const struct population_entry *list, size_t count);

#endif
