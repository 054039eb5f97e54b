#include "analysis/covered.h"

#include "analysis/collection.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void covered_claim_add(struct list *claims, int64_t serial, const struct answer_record *record)
{
    for (unsigned i = 0; i < record->covers; i++) {
        struct covered_claim *claim = list_add(claims);
        claim->serial = serial;
        answer_record_covered(record, i, claim->number);
    }
}

/* ---- whose claim it is ---- */

static int by_serial(const void *left, const void *right)
{
    int64_t a = (*(const struct member *const *)left)->serial;
    int64_t b = (*(const struct member *const *)right)->serial;
    return (a > b) - (a < b);
}

static int compare_serial(const void *serial, const void *member)
{
    int64_t wanted = *(const int64_t *)serial;
    int64_t found = (*(const struct member *const *)member)->serial;
    return (wanted > found) - (wanted < found);
}

/* The members in the order of their submissions. Allocated. */
static const struct member **members_by_serial(const struct collection *collection)
{
    const struct member **order = memory_new(collection->members, sizeof *order);
    for (size_t i = 0; i < collection->members; i++)
        order[i] = &collection->member[i];
    qsort(order, collection->members, sizeof *order, by_serial);
    return order;
}

/* ---- who is covered ---- */

static void take_claim(struct collection *out, const struct member *member, const char *number)
{
    if (number[0] == '\0') {
        out->unnumbered++;
        return;
    }
    if (collection_find(out, number) != NULL)
        return;
    struct covered *covered = &out->covered[out->covereds++];
    *covered = (struct covered){
        .listed = population_find(out->population, out->populations, number),
        .late = member->place == MEMBER_LATE,
    };
    memcpy(covered->number, number, sizeof covered->number);
}

/* Of one number those in time first. */
static int by_number(const void *left, const void *right)
{
    const struct covered *a = left;
    const struct covered *b = right;
    int order = strcmp(a->number, b->number);
    return order != 0 ? order : a->late - b->late;
}

static void keep_each_once(struct collection *out)
{
    size_t kept = 0;
    qsort(out->covered, out->covereds, sizeof *out->covered, by_number);
    for (size_t i = 0; i < out->covereds; i++) {
        if (kept == 0 || strcmp(out->covered[kept - 1].number, out->covered[i].number) != 0)
            out->covered[kept++] = out->covered[i];
    }
    out->covereds = kept;
}

void covered_settle(const struct covered_claim *claim, size_t claims, struct collection *out)
{
    out->covereds = out->unnumbered = 0;
    if (claims == 0 || out->members == 0)
        return;
    const struct member **order = members_by_serial(out);
    out->covered = memory_new(claims, sizeof *out->covered);
    for (size_t i = 0; i < claims; i++) {
        const struct member *const *found =
            bsearch(&claim[i].serial, order, out->members, sizeof *order, compare_serial);
        if (found != NULL && (*found)->place != MEMBER_OUTSIDE)
            take_claim(out, *found, claim[i].number);
    }
    keep_each_once(out);
    free(order);
}

/* ---- what there is ---- */

static int compare_covered(const void *number, const void *covered)
{
    return strcmp(number, ((const struct covered *)covered)->number);
}

const struct covered *covered_find(const struct collection *collection, const char *number)
{
    return collection->covereds == 0 ? NULL
                                     : bsearch(number, collection->covered, collection->covereds,
                                           sizeof *collection->covered, compare_covered);
}

size_t covered_unlisted(const struct collection *collection)
{
    size_t count = 0;
    for (size_t i = 0; collection->populations > 0 && i < collection->covereds; i++)
        count += collection->covered[i].listed == NULL;
    return count;
}
