#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fixture_collection.h"
#include "register/answer_record.h"

void fixture_put_answers(struct collection *collection, size_t member, const struct answer_set *set)
{
    struct buffer bytes = {0};
    assert_true(answer_record_put_answers(collection->edition, set, &bytes));
    collection->answers_size = bytes.length;
    memcpy(collection->answers + collection->member[member].slot * bytes.length, bytes.data,
        bytes.length);
    buffer_free(&bytes);
}
