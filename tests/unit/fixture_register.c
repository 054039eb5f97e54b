#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/directory.h"
#include "base/file.h"
#include "crypto/secret.h"
#include "fixture_card.h"
#include "fixture_directory.h"
#include "fixture_minisign.h"
#include "fixture_register.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"
#include "register/vault.h"

void fixture_party_make(struct fixture_party *party, const char *name, const char *number)
{
    *party = (struct fixture_party){0};
    party->sign = minisign_key_generate();
    fixture_card(&party->card, 1);
    (void)snprintf(party->card.name, sizeof party->card.name, "%s", name);
    (void)snprintf(party->card.number, sizeof party->card.number, "%s", number);
    party->card.sign = *minisign_key_public(party->sign);
    assert_int_equal(
        card_seal(&party->card, party->sign, &party->frame, &party->fingerprint, NULL), STATUS_OK);
}

/* The number stands behind algorithms, salt and limits in the file that minisign -W writes. */
static struct minisign_secret *secret_numbered(
    const struct minisign_secret *secret, const uint8_t number[MINISIGN_NUMBER_SIZE])
{
    enum { RAW_SIZE = 158, AT_NUMBER = 54 };
    uint8_t raw[RAW_SIZE];
    char line[sodium_base64_ENCODED_LEN(RAW_SIZE, sodium_base64_VARIANT_ORIGINAL)];
    size_t length = 0;
    struct buffer text = {0};
    struct minisign_secret *numbered = NULL;
    struct secret file = minisign_secret_write(secret, NULL);
    const char *second = memchr(file.bytes, '\n', file.length);
    assert_int_equal(sodium_base642bin(raw, sizeof raw, second + 1, sizeof line - 1, NULL, &length,
                         NULL, sodium_base64_VARIANT_ORIGINAL),
        0);
    assert_int_equal(length, RAW_SIZE);
    memcpy(raw + AT_NUMBER, number, MINISIGN_NUMBER_SIZE);
    (void)sodium_bin2base64(line, sizeof line, raw, sizeof raw, sodium_base64_VARIANT_ORIGINAL);
    buffer_printf(&text, "untrusted comment: numbered\n%s\n", line);
    assert_int_equal(
        minisign_secret_read(text.data, text.length, NULL, &numbered, NULL), STATUS_OK);
    buffer_free(&text);
    secret_clear(&file);
    return numbered;
}

void fixture_party_number(struct fixture_party *party, const uint8_t number[MINISIGN_NUMBER_SIZE])
{
    struct minisign_secret *numbered = secret_numbered(party->sign, number);
    minisign_key_free(party->sign);
    party->sign = numbered;
    party->card.sign = *minisign_key_public(numbered);
    buffer_free(&party->frame);
    assert_int_equal(
        card_seal(&party->card, party->sign, &party->frame, &party->fingerprint, NULL), STATUS_OK);
}

void fixture_party_free(struct fixture_party *party)
{
    minisign_key_free(party->sign);
    buffer_free(&party->frame);
}

void fixture_register_make(struct fixture_register *fixture)
{
    fixture->path = fixture_directory_path("register");
    assert_int_equal(store_create(fixture->path, false, NULL), STATUS_OK);
    assert_int_equal(store_open(fixture->path, true, &fixture->store, NULL), STATUS_OK);
    fixture->path = fixture->store.path;
    fixture->key = secret_new(VAULT_KEY_SIZE);
    assert_non_null(fixture->key);
    memset(fixture->key, 0x6B, VAULT_KEY_SIZE);
    (void)snprintf(fixture->keys, sizeof fixture->keys, "%s", fixture_directory_path("heads"));
    assert_int_equal(directory_make(fixture->keys, NULL), STATUS_OK);
    fixture->sign = fixture_secret();
    audit_open(&fixture->audit, &fixture->store, fixture->keys, fixture->sign, fixture->key);
    assert_int_equal(audit_keep_head(&fixture->audit, false, NULL), STATUS_OK);
}

void fixture_register_free(struct fixture_register *fixture)
{
    audit_close(&fixture->audit);
    minisign_key_free(fixture->sign);
    secret_free(fixture->key);
    store_close(&fixture->store);
}

void fixture_enrol(struct fixture_register *fixture, const struct fixture_party *party)
{
    assert_int_equal(senders_enrol(&fixture->store, party->frame.data, party->frame.length,
                         &party->card, &party->fingerprint, FIXTURE_NOW, NULL),
        STATUS_OK);
}

void fixture_row(struct submission *row, const struct fixture_party *party,
    const struct edition *edition, uint8_t id)
{
    char seed[64];
    *row = (struct submission){
        .sender = party->fingerprint,
        .created = FIXTURE_NOW - 60,
        .imported = FIXTURE_NOW,
        .arrived = "2026-11-20",
        .reference = "MSB 2026-17",
    };
    (void)snprintf(row->number, sizeof row->number, "%s", party->card.number);
    (void)snprintf(row->edition, sizeof row->edition, "%s", edition->id);
    memcpy(row->edition_digest, edition->digest, sizeof row->edition_digest);
    memset(row->id, id, sizeof row->id);
    int length = snprintf(seed, sizeof seed, "%s %u", row->number, (unsigned)id);
    fingerprint_of(&row->sealed, seed, (size_t)length);
    memcpy(row->manifest_digest, row->sealed.bytes, sizeof row->manifest_digest);
    row->manifest_digest[0] ^= 1;
}

enum status fixture_add(struct fixture_register *fixture, struct submission *row,
    const char *answers, struct error *err)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    buffer_text(&json, answers);
    buffer_text(&signature, "signature");
    enum status status = store_begin(&fixture->store, err);
    if (status == STATUS_OK) {
        status = submissions_add(&fixture->store, fixture->key, row, &json, &signature, NULL, err);
        status = store_end(&fixture->store, status, err);
    }
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}
