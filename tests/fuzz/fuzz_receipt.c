/* A receipt: the input is its JSON, signed here as the authority would. */
#include "crypto/minisign.h"
#include "format/receipt.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* The digest stands in the trusted comment too; it is taken from where canonical JSON has it. */
static void name_digest(const uint8_t *data, size_t size, char comment[MINISIGN_TRUSTED_MAX])
{
    static const char KEY[] = "\"sealed\":\"";
    const uint8_t *at = memmem(data, size, KEY, sizeof KEY - 1);
    memcpy(comment, RECEIPT_FORMAT " ", sizeof RECEIPT_FORMAT + 1);
    if (at == NULL || (size_t)(data + size - at) < sizeof KEY - 1 + 64)
        return;
    char *place = comment + strlen(comment);
    for (size_t i = 0; i < 64; i++) {
        char letter = (char)at[sizeof KEY - 1 + i];
        place[i] = letter > ' ' && letter < 0x7F ? letter : '?';
    }
    place[64] = '\0';
}

/* A reason that this version does not know is read, but not written. */
static bool is_written_here(const struct receipt *receipt)
{
    return receipt->reason[0] == '\0' ||
           reason_may(reason_from_code(receipt->reason), REASON_IN_RECEIPT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_party *authority = fuzz_authority();
    char comment[MINISIGN_TRUSTED_MAX];
    struct receipt receipt;
    struct buffer frame = {0};
    struct buffer again = {0};
    name_digest(data, size, comment);
    fuzz_document(RECEIPT_NAME, data, size, comment, &frame);
    if (receipt_open(frame.data, frame.length, &authority->card.sign, &receipt, NULL) ==
            STATUS_OK &&
        is_written_here(&receipt)) {
        fuzz_require(receipt_seal(&receipt, authority->secrets.sign, &again, NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&again, frame.data, frame.length));
    }
    fuzz_ignore(receipt_open(data, size, &authority->card.sign, &receipt, NULL));
    buffer_free(&frame);
    buffer_free(&again);
    return 0;
}
