/* What a worker says of the card beside a bundle, as the process with the keys reads and judges it
 * (S9): whatever was said, the card that comes out is the one in the file.
 *
 * The input: see talk_change. */
#include "base/file.h"
#include "isolate/client.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/talk.h"

#include <string.h>
#include <unistd.h>

static const struct buffer *genuine_file(void)
{
    static struct buffer file;
    if (file.length == 0)
        fuzz_require(
            file_read("keys-example/ankeborg/own.card", CARD_FILE_MAX, &file, NULL) == STATUS_OK);
    return &file;
}

static void judge(const struct card *card)
{
    const struct fuzz_party *party = fuzz_municipality();
    struct fingerprint fingerprint;
    if (card_confirm(genuine_file()->data, genuine_file()->length, card, &fingerprint, NULL) !=
        STATUS_OK)
        return;
    fuzz_require(fingerprint_equal(&fingerprint, &party->fingerprint));
    fuzz_require(strcmp(card->name, party->card.name) == 0);
    fuzz_require(strcmp(card->number, party->card.number) == 0);
    fuzz_require(strcmp(card->group, party->card.group) == 0);
    fuzz_require(card->role == party->card.role && card->series == party->card.series);
    fuzz_require(card->valid_from == party->card.valid_from);
    fuzz_require(card->valid_until == party->card.valid_until);
    fuzz_require(minisign_public_equal(&card->sign, &party->card.sign));
    fuzz_require(card->recipients == party->card.recipients);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int theirs;
    struct error err;
    struct card card;
    struct talk talk = {0};
    struct client worker = CLIENT_NONE;
    const struct card *genuine = &fuzz_municipality()->card;
    error_init(&err, NULL);
    talk_add_good(&talk, 0);
    talk_add(&talk, 0, WIRE_BYTES, genuine, sizeof *genuine);
    talk_change(&talk, data, size);
    worker.socket = talk_open(&talk, 0, &theirs);
    worker.deadline = channel_clock() + TALK_PATIENCE;
    enum status status = client_card(&worker, &card, &err);
    fuzz_require(status == STATUS_OK || status == STATUS_REFUSED);
    if (status == STATUS_OK)
        judge(&card);
    client_end(&worker);
    (void)close(theirs);
    talk_free(&talk);
    return 0;
}
