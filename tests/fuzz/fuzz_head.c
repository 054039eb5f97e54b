/* The signed head of an audit chain: the input is its JSON, signed here as the authority would;
 * then it is the file. */
#include "crypto/minisign.h"
#include "format/head.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* The count stands in the trusted comment too; it is taken from where canonical JSON has it. */
static void name_count(const uint8_t *data, size_t size, char comment[MINISIGN_TRUSTED_MAX])
{
    enum { DIGITS_MAX = 24 };
    static const char KEY[] = "\"count\":";
    const uint8_t *at = memmem(data, size, KEY, sizeof KEY - 1);
    memcpy(comment, HEAD_FORMAT " ", sizeof HEAD_FORMAT + 1);
    char *place = comment + strlen(comment);
    if (at != NULL) {
        at += sizeof KEY - 1;
        for (int i = 0; i < DIGITS_MAX && at < data + size && *at >= '0' && *at <= '9'; i++)
            *place++ = (char)*at++;
    }
    *place = '\0';
}

static void open_signed(const struct fuzz_party *authority, const uint8_t *data, size_t size)
{
    char comment[MINISIGN_TRUSTED_MAX];
    struct head head;
    struct buffer frame = {0};
    struct buffer again = {0};
    name_count(data, size, comment);
    fuzz_document(HEAD_NAME, data, size, comment, &frame);
    if (head_open(frame.data, frame.length, &authority->card.sign, &head, NULL) == STATUS_OK) {
        fuzz_require(head_seal(&head, authority->secrets.sign, &again, NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&again, frame.data, frame.length));
    }
    buffer_free(&frame);
    buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_party *authority = fuzz_authority();
    struct head head;
    open_signed(authority, data, size);
    fuzz_ignore(head_open(data, size, &authority->card.sign, &head, NULL));
    return 0;
}
