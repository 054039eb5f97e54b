/* Small texts from outside: what is shown, fingerprints as they are typed, days, numbers, digits.
 */
#include "base/clock.h"
#include "base/text.h"
#include "format/organisation_number.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void show(const uint8_t *data, size_t size)
{
    struct buffer shown = {0};
    text_show(&shown, data, size, true);
    fuzz_require(text_is_utf8(shown.data, shown.length));
    fuzz_require(text_is_plain((const char *)shown.data, shown.length, true));
    if (text_is_utf8(data, size) && text_is_plain((const char *)data, size, true))
        fuzz_require(fuzz_same(&shown, data, size));
    buffer_free(&shown);
}

static void mask(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    fuzz_require(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    text_mask(text);
    fuzz_require(text_is_plain(text, strlen(text), true) && text_is_utf8(text, strlen(text)));
    free(text);
}

static void read_words(const char *text, size_t size)
{
    struct fingerprint_given given;
    char number[ORGANISATION_NUMBER_SIZE];
    char moment[MOMENT_SIZE];
    char day[DAY_SIZE];
    int64_t seconds;
    if (fingerprint_read(text, size, &given, NULL) == STATUS_OK && given.whole)
        fuzz_require(fingerprint_check(&given, &given.fingerprint, NULL) == STATUS_OK);
    if (organisation_number_canonical(text, size, number))
        fuzz_require(organisation_number_is_canonical(number, strlen(number)));
    if (moment_parse(text, size, &seconds)) {
        moment_format(moment, seconds);
        fuzz_require(strlen(moment) == size && memcmp(moment, text, size) == 0);
    }
    if (day_parse(text, size, &seconds)) {
        day_format(day, seconds);
        fuzz_require(strlen(day) == size && memcmp(day, text, size) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    show(data, size);
    mask(data, size);
    read_words((const char *)data, size);
    return 0;
}
