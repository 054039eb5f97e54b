#include "isolate/refusal.h"

#include "isolate/wire.h"

#include <stddef.h>

enum status refusal_of_worker(uint32_t reason, struct error *err)
{
    const char *sentence = reason_of_worker((enum reason)reason);
    if (sentence == NULL)
        return wire_failed(err);
    return error_set(err, STATUS_REFUSED, (enum reason)reason, "%s",
        tr(err == NULL ? NULL : err->catalog, sentence));
}

enum status refusal_in_our_words(enum status status, struct error *err)
{
    if (status != STATUS_REFUSED || err == NULL)
        return status;
    return refusal_of_worker(err->reason, err);
}
