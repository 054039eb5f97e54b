#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fixture_card.h"
#include "fixture_minisign.h"

void fixture_card_recipient(struct card *card, enum age_kind kind)
{
    struct age_identity identity;
    struct age_recipient recipient;
    age_identity_generate(&identity, kind);
    age_identity_recipient(&identity, &recipient);
    age_recipient_encode(&recipient, card->recipient[card->recipients++]);
    age_identity_clear(&identity);
}

void fixture_card(struct card *card, uint32_t recipients)
{
    *card = (struct card){
        .role = CARD_ORGANISATION,
        .name = "Ankeborgs kommun",
        .number = "212999-0004",
        .group = "kommun",
        .series = 1,
        .valid_from = FIXTURE_CARD_FROM,
        .valid_until = FIXTURE_CARD_UNTIL,
    };
    assert_int_equal(
        minisign_public_read(fixture_public_file, strlen(fixture_public_file), &card->sign, NULL),
        STATUS_OK);
    while (card->recipients < recipients)
        fixture_card_recipient(card, AGE_HYBRID);
}
