#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

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
        status = submissions_add(&fixture->store, fixture->key, row, &json, &signature, err);
        status = store_end(&fixture->store, status, err);
    }
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}
