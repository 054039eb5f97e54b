#include "analysis/result_scope.h"

#include "analysis/collection.h"

struct scope result_scope(const struct collection *collection, const struct selection *selection)
{
    struct scope scope = {.edition = collection->edition,
        .round = collection->round.id,
        .group = selection->group,
        .tag = selection->tag,
        .value = selection->value,
        .late = selection->late};
    for (size_t i = 0; i < collection->members; i++)
        scope.members += collection_selects(selection, &collection->member[i]);
    return scope;
}
