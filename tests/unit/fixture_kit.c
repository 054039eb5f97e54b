#include "fixture_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_card.h"
#include "fixture_minisign.h"

static const char ROUNDS[] =
    "{\"format\":\"sigill-round/1\",\"rounds\":[{\"closes\":\"2026-12-15\","
    "\"edition\":\"infosakkollen-2021\",\"id\":\"2026\","
    "\"opens\":\"2026-09-01\"}]}";

static void add_file(
    struct kit_content *content, enum kit_member member, const char *id, const char *path)
{
    struct buffer bytes = {0};
    fixture_file(path, &bytes);
    assert_int_equal(
        kit_content_add(content, member, id, bytes.data, bytes.length, path, NULL), STATUS_OK);
    buffer_free(&bytes);
}

void fixture_kit_content(struct kit_content *content, uint32_t number)
{
    *content = (struct kit_content){0};
    content->kit.number = number;
    content->kit.date = FIXTURE_KIT_DATE;
    add_file(content, KIT_EDITION, "infosakkollen-2021", "editions/infosakkollen-2021.json");
    add_file(
        content, KIT_RECOMMENDATIONS, "recommendations-2021", "editions/recommendations-2021.json");
    assert_int_equal(
        kit_content_add(content, KIT_ROUND, NULL, ROUNDS, sizeof ROUNDS - 1, "round.json", NULL),
        STATUS_OK);
}

void fixture_kit_card(struct card *card, struct buffer *frame, struct fingerprint *fingerprint)
{
    struct minisign_secret *secret = fixture_secret();
    fixture_card(card, 1);
    card->role = CARD_AUTHORITY;
    memset(card->number, 0, sizeof card->number);
    memset(card->group, 0, sizeof card->group);
    assert_int_equal(card_seal(card, secret, frame, fingerprint, NULL), STATUS_OK);
    minisign_key_free(secret);
}

void fixture_kit_seal(struct kit_content *content, struct buffer *out)
{
    struct minisign_secret *secret = fixture_secret();
    struct buffer frame = {0};
    struct card card;
    struct error err;
    error_init(&err, NULL);
    fixture_kit_card(&card, &frame, &content->kit.card);
    if (kit_content_seal(content, frame.data, frame.length, secret, out, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    buffer_free(&frame);
    minisign_key_free(secret);
}
