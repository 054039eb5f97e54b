/* JSON as people write it: what is read can be written in both forms and read again. */
#include "format/json.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *json = NULL;
    json_t *again = NULL;
    struct buffer pretty = {0};
    struct buffer canonical = {0};
    if (json_read_canonical(data, size, "input", &json, NULL) == STATUS_OK) {
        fuzz_require(json_write_canonical(json, &canonical, NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&canonical, data, size));
        buffer_free(&canonical);
        json_decref(json);
    }
    json = NULL;
    if (json_read(data, size, "input", &json, NULL) == STATUS_OK) {
        if (json_write_pretty(json, &pretty, NULL) == STATUS_OK &&
            pretty.length <= JSON_LENGTH_MAX) {
            fuzz_require(json_read(pretty.data, pretty.length, "again", &again, NULL) == STATUS_OK);
            fuzz_require(json_equal(json, again));
            json_decref(again);
            again = NULL;
        }
        if (json_write_canonical(json, &canonical, NULL) == STATUS_OK &&
            canonical.length <= JSON_LENGTH_MAX) {
            fuzz_require(json_read_canonical(
                             canonical.data, canonical.length, "again", &again, NULL) == STATUS_OK);
            fuzz_require(json_equal(json, again));
            json_decref(again);
        }
        json_decref(json);
    }
    buffer_free(&pretty);
    buffer_free(&canonical);
    return 0;
}
