/* Members of a collection that no register has. */
#ifndef FIXTURE_COLLECTION_H
#define FIXTURE_COLLECTION_H

#include "analysis/collection.h"

/* Gives a member answers; collection->answers has room for those of all. */
void fixture_put_answers(
    struct collection *collection, size_t member, const struct answer_set *set);

#endif
