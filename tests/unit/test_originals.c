/* Kept originals, opened anew: whatever was imported, an original is verified as strictly as a
 * bundle that comes in. Each is put into the register by hand, as an earlier version might have
 * done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "crypto/minisign.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_intake.h"
#include "format/frame.h"
#include "format/signed_answers.h"
#include "isolate/opening.h"
#include "register/answer_record.h"
#include "register/changes_parts.h"
#include "register/originals.h"
#include "register/store_parts.h"

#define ANSWERS "{\"answers\":1}"

static struct error err;
static struct fixture_intake fixture;
static struct fixture_parties parties; /* the intake's sender and authority; borrowed */
static struct age_recipient recipient;
static struct manifest *manifest;
static struct buffer answers_signature;
static struct fixture_received received;
static struct buffer json;

static void put(char *field, size_t size, const char *text)
{
    memset(field, 0, size);
    memcpy(field, text, strlen(text));
}

static int make_all(void **state)
{
    (void)state;
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    fixture_intake_make(&fixture);
    age_identity_recipient(&fixture.authority.identities.items[0], &recipient);
    parties = (struct fixture_parties){.sign = fixture.sender.sign, .recipients = {&recipient, 1}};
    manifest = calloc(1, sizeof *manifest);
    signed_answers_comment(comment, fixture.sender.card.number);
    assert_int_equal(
        minisign_sign(parties.sign, ANSWERS, strlen(ANSWERS), comment, &answers_signature, NULL),
        STATUS_OK);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    fixture_intake_free(&fixture);
    buffer_free(&answers_signature);
    free(manifest);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    fixture_manifest(manifest);
    put(manifest->sender.name, sizeof manifest->sender.name, fixture.sender.card.name);
    put(manifest->sender.number, sizeof manifest->sender.number, fixture.sender.card.number);
    put(manifest->sender.group, sizeof manifest->sender.group, fixture.sender.card.group);
    memcpy(manifest->sender.fingerprint, fixture.sender.fingerprint.bytes, FINGERPRINT_SIZE);
    return 0;
}

static int end(void **state)
{
    (void)state;
    fixture_received_free(&received);
    buffer_free(&json);
    return 0;
}

static struct fixture_parts parts_with(const char *answers)
{
    const struct fixture_member members[] = {
        {answers, strlen(answers), "answers.json"},
        {answers_signature.data, answers_signature.length, "answers.json.minisig"},
    };
    return fixture_parts(&parties, members, 2, manifest);
}

/* The same with as many bytes attached as fill some chunks, and do not shrink. */
enum { ATTACHED = 300000 };

static struct fixture_parts parts_with_attached(void)
{
    uint8_t *attached = memory_allocate(ATTACHED);
    randombytes_buf(attached, ATTACHED);
    const struct fixture_member members[] = {
        {ANSWERS, strlen(ANSWERS), "answers.json"},
        {answers_signature.data, answers_signature.length, "answers.json.minisig"},
        {attached, ATTACHED, "attached"},
    };
    struct fixture_parts parts = fixture_parts(&parties, members, 3, manifest);
    free(attached);
    return parts;
}

/* What the import left of a row: its record, and perhaps the MAC of its file. */
static void make_record(
    const struct submission *row, const struct file_mac *mac, struct buffer *record)
{
    static struct answers none;
    const struct card *card = &fixture.sender.card;
    assert_true(answer_record_encode(
        row, fixture.editions.edition[0], &none, card->name, card->group, record));
    answer_record_add_witness(&answers_signature, &answers_signature, record);
    if (mac != NULL)
        answer_record_add_mac(mac, record);
}

static struct file_mac mac_of(const struct buffer *sealed)
{
    struct file_mac_making making;
    struct file_mac mac;
    file_mac_start(&making);
    file_mac_add(&making, sealed->data, sealed->length);
    file_mac_end(&making, &mac);
    return mac;
}

static void write_original(const struct submission *row, const struct buffer *sealed)
{
    char *path = store_file(&fixture.store, STORE_ORIGINALS, row->sealed.bytes, BUNDLE_SUFFIX);
    assert_int_equal(file_write(path, sealed->data, sealed->length, 0600, true, &err), STATUS_OK);
    free(path);
}

/* The row of the parts as if they had been imported, and the original in its place. mac: that of
 * the file by its record; NULL: there is none. */
static struct submission keep_as(struct fixture_parts *parts, const struct file_mac *mac)
{
    const struct edition *edition = fixture.editions.edition[0];
    struct submission row = {.sender = fixture.sender.fingerprint,
        .created = manifest->created,
        .imported = fixture.receiver.now};
    struct buffer answers = {0};
    struct buffer record = {0};
    memcpy(row.number, fixture.sender.card.number, sizeof row.number);
    memcpy(row.id, manifest->id, sizeof row.id);
    put(row.edition, sizeof row.edition, edition->id);
    memcpy(row.edition_digest, edition->digest, sizeof row.edition_digest);
    (void)crypto_generichash(row.manifest_digest, sizeof row.manifest_digest, parts->json.data,
        parts->json.length, NULL, 0);
    fingerprint_of(&row.sealed, parts->sealed.data, parts->sealed.length);
    write_original(&row, &parts->sealed);
    buffer_text(&answers, ANSWERS);
    make_record(&row, mac, &record);
    assert_int_equal(store_begin(&fixture.store, &err), STATUS_OK);
    enum status status = submissions_add(
        &fixture.store, fixture.key, &row, &answers, &answers_signature, &record, &err);
    assert_int_equal(store_end(&fixture.store, status, &err), STATUS_OK);
    buffer_free(&answers);
    buffer_free(&record);
    return row;
}

static struct submission keep(struct fixture_parts *parts)
{
    fixture_age(&parties, &parts->frame, &parts->sealed);
    const struct file_mac mac = mac_of(&parts->sealed);
    return keep_as(parts, &mac);
}

static enum status unpack(const struct submission *row)
{
    struct payload_receiver receiver = fixture_receiver(&received);
    struct originals_reader reader = {.spawner = &fixture.spawner,
        .identities = fixture.receiver.identities,
        .key = fixture.key,
        .editions = &fixture.editions};
    return originals_unpack(&fixture.store, &reader, row, &receiver, &json, &err);
}

/* Releases the parts. */
static enum status keep_and_unpack(struct fixture_parts *parts)
{
    struct submission row = keep(parts);
    enum status status = unpack(&row);
    fixture_parts_free(parts);
    return status;
}

static void refuse_parts(struct fixture_parts parts, enum reason reason)
{
    struct submission row = keep(&parts);
    assert_int_equal(fixture_intake_manifest(&fixture, &row, manifest, &err), STATUS_REFUSED);
    assert_string_equal(reason_code(err.reason), reason_code(reason));
    assert_int_equal(unpack(&row), STATUS_REFUSED);
    assert_string_equal(reason_code(err.reason), reason_code(reason));
    assert_int_equal(received.begun, 0);
    fixture_parts_free(&parts);
}

static void test_an_original_is_unpacked(void **state)
{
    (void)state;
    struct fixture_parts parts = parts_with(ANSWERS);
    struct submission row = keep(&parts);
    assert_int_equal(unpack(&row), STATUS_OK);
    assert_int_equal(received.begun, 2);
    assert_string_equal(buffer_string(&received.kept[0]), ANSWERS);
    assert_int_equal(json.length, parts.json.length);
    assert_memory_equal(json.data, parts.json.data, json.length);
    fixture_parts_free(&parts);
}

/* Its cards need be valid no longer, and it may have been rewrapped for others. */
static void test_an_original_is_opened_after_its_cards_have_ended(void **state)
{
    (void)state;
    struct age_recipient two[] = {recipient, recipient};
    fixture.own.card.valid_until = 0;
    parties.recipients = (struct age_recipients){two, 2};
    struct fixture_parts parts = parts_with(ANSWERS);
    assert_int_equal(keep_and_unpack(&parts), STATUS_OK);
    parties.recipients = (struct age_recipients){&recipient, 1};
}

static void test_another_original_than_the_row_s_is_refused(void **state)
{
    (void)state;
    struct fixture_parts parts = parts_with(ANSWERS);
    struct submission row = keep(&parts);
    row.manifest_digest[0] ^= 1;
    assert_int_equal(unpack(&row), STATUS_REFUSED);
    assert_string_equal(reason_code(err.reason), "content-mismatch");
    assert_non_null(strstr(err.text, "restore it from a copy"));
    assert_int_equal(received.begun, 0);
    fixture_parts_free(&parts);
}

static void test_a_signature_made_for_another_document_is_refused(void **state)
{
    (void)state;
    struct fixture_parts parts = parts_with(ANSWERS);
    buffer_free(&parts.signature);
    buffer_free(&parts.frame);
    assert_int_equal(
        minisign_sign(parties.sign, parts.json.data, parts.json.length,
            "sigill-bundle/1 submission 00000000000000000000000000000000", &parts.signature, &err),
        STATUS_OK);
    fixture_frame(&parts.payload, &parts.json, &parts.signature, &parts.frame);
    refuse_parts(parts, REASON_BAD_SIGNATURE);
}

static void test_another_sender_than_the_signer_is_refused(void **state)
{
    (void)state;
    manifest->sender.fingerprint[0] ^= 1;
    refuse_parts(parts_with(ANSWERS), REASON_SENDER_MISMATCH);
}

static void test_another_number_than_the_card_s_is_refused(void **state)
{
    (void)state;
    put(manifest->sender.number, sizeof manifest->sender.number, "212999-0004");
    refuse_parts(parts_with(ANSWERS), REASON_SENDER_MISMATCH);
}

static void test_feedback_is_no_original(void **state)
{
    (void)state;
    manifest->type = MANIFEST_FEEDBACK;
    refuse_parts(parts_with(ANSWERS), REASON_WRONG_TYPE);
}

/* The receiver has them then, and must let nothing out. */
static void test_answers_that_the_organisation_did_not_sign_are_refused(void **state)
{
    (void)state;
    struct fixture_parts parts = parts_with("{\"answers\":2}");
    assert_int_equal(keep_and_unpack(&parts), STATUS_REFUSED);
    assert_string_equal(reason_code(err.reason), "bad-signature");
    assert_non_null(strstr(err.text, "answers.json"));
}

/* ---- what need not be compared again, since the import has ---- */

/* An original whose payload is not that of its manifest, though it inflates to it: zlib takes any
 * ninth byte of a header. */
static struct fixture_parts with_another_payload(void)
{
    struct fixture_parts parts = parts_with(ANSWERS);
    parts.payload.data[8] ^= 1;
    buffer_free(&parts.frame);
    fixture_frame(&parts.payload, &parts.json, &parts.signature, &parts.frame);
    return parts;
}

/* One that has a byte where there must be none. */
static struct fixture_parts with_a_byte_between(void)
{
    struct fixture_parts parts = parts_with(ANSWERS);
    struct frame_layout layout =
        frame_layout(parts.payload.length, parts.json.length, parts.signature.length);
    parts.frame.data[layout.total - 1] = 1;
    return parts;
}

static void refuse_uninflated(const struct submission *row, enum reason reason)
{
    error_init(&err, NULL);
    assert_int_equal(unpack(row), STATUS_REFUSED);
    assert_string_equal(reason_code(err.reason), reason_code(reason));
    assert_int_equal(received.begun, 0);
}

static const struct {
    struct fixture_parts (*make)(void);
    enum reason reason;
} UNJUDGED[] = {
    {with_another_payload, REASON_CONTENT_MISMATCH}, {with_a_byte_between, REASON_DAMAGED}};

/* No import lets such a file in: that it is unpacked shows what is left to the import, and that it
 * is refused wherever the file is not the import's shows that nothing else is. */
static void test_S2_only_the_very_file_of_the_import_is_inflated_unhashed(void **state)
{
    for (size_t i = 0; i < sizeof UNJUDGED / sizeof UNJUDGED[0]; i++) {
        assert_int_equal(begin(state), 0);
        struct fixture_parts parts = UNJUDGED[i].make();
        struct submission row = keep(&parts);
        assert_int_equal(unpack(&row), STATUS_OK);
        assert_int_equal(received.begun, 2);
        fixture_received_free(&received);
        row.rewrapped_any = true;
        row.rewrapped = row.sealed;
        refuse_uninflated(&row, UNJUDGED[i].reason);
        row.rewrapped_any = false;
        buffer_free(&parts.sealed); /* the same bundle, sealed anew */
        fixture_age(&parties, &parts.frame, &parts.sealed);
        write_original(&row, &parts.sealed);
        refuse_uninflated(&row, UNJUDGED[i].reason);
        fixture_parts_free(&parts);
    }
}

static void test_S2_a_file_without_the_import_s_mac_is_hashed_before_it_is_inflated(void **state)
{
    for (size_t i = 0; i < sizeof UNJUDGED / sizeof UNJUDGED[0]; i++) {
        assert_int_equal(begin(state), 0);
        struct fixture_parts parts = UNJUDGED[i].make();
        fixture_age(&parties, &parts.frame, &parts.sealed);
        struct submission row = keep_as(&parts, NULL);
        refuse_uninflated(&row, UNJUDGED[i].reason);
        fixture_parts_free(&parts);
    }
}

/* Whoever writes to the register but has not its key can take records away, and edit rows; those
 * give a file the MAC of another. */
static void test_S2_a_row_that_was_edited_vouches_for_no_file(void **state)
{
    (void)state;
    struct fixture_parts parts = with_another_payload();
    struct submission row = keep(&parts);
    struct submission edited = row;
    edited.sealed.bytes[0] ^= 1;
    write_original(&edited, &parts.sealed);
    refuse_uninflated(&edited, REASON_CONTENT_MISMATCH);
    edited = row;
    edited.serial++;
    refuse_uninflated(&edited, REASON_CONTENT_MISMATCH);
    edited = row;
    edited.edition_digest[0] ^= 1;
    refuse_uninflated(&edited, REASON_CONTENT_MISMATCH);
    assert_int_equal(store_execute(&fixture.store, "DELETE FROM answer_records", &err), STATUS_OK);
    refuse_uninflated(&row, REASON_CONTENT_MISMATCH);
    fixture_parts_free(&parts);
}

static void test_a_register_that_cannot_be_read_says_so(void **state)
{
    (void)state;
    struct fixture_parts parts = parts_with(ANSWERS);
    struct submission row = keep(&parts);
    assert_int_equal(store_execute(&fixture.store, "DROP TABLE answer_records", &err), STATUS_OK);
    assert_int_equal(unpack(&row), STATUS_FAILED);
    assert_int_equal(received.begun, 0);
    fixture_parts_free(&parts);
}

/* ---- somebody else at work on the file meanwhile ---- */

static enum status give_sender(void *context, const uint8_t number[MINISIGN_NUMBER_SIZE],
    size_t place, struct keydir_trusted *signer, struct error *errors)
{
    (void)context;
    (void)number;
    (void)place;
    (void)errors;
    *signer = (struct keydir_trusted){fixture.sender.fingerprint, fixture.sender.card};
    return STATUS_OK;
}

/* Unpacks an original to which something is done after it was recognised. */
static enum status unpack_meddled(
    struct fixture_parts *parts, void (*meddle)(const char *path), struct submission *row)
{
    const struct opening_policy policy = {.whose_key = give_sender, .kept = true};
    struct payload_receiver receiver = fixture_receiver(&received);
    uint64_t size = 0;
    int fd = -1;
    *row = keep(parts);
    const struct file_mac mac = mac_of(&parts->sealed);
    char *path = store_file(&fixture.store, STORE_ORIGINALS, row->sealed.bytes, BUNDLE_SUFFIX);
    struct opening *opening = opening_new(&policy);
    assert_int_equal(file_open(path, false, &fd, &size, &err), STATUS_OK);
    assert_int_equal(
        opening_unwrap(opening, fd, size, fixture.receiver.identities, &err), STATUS_OK);
    assert_int_equal(opening_verify(opening, &fixture.spawner, NULL, &err), STATUS_OK);
    assert_int_equal(opening_recognise(opening, &mac, NULL, &err), STATUS_OK);
    assert_true(opening->front.hashed);
    meddle(path);
    enum status status = opening_members(opening, &receiver, &err);
    opening_free(opening);
    assert_int_equal(close(fd), 0);
    free(path);
    return status;
}

static void put_another_there(const char *path)
{
    assert_int_equal(file_write(path, "another", strlen("another"), 0600, true, NULL), STATUS_OK);
}

static void test_S2_what_is_put_in_the_place_of_a_recognised_original_is_not_read(void **state)
{
    (void)state;
    struct fixture_parts parts = parts_with(ANSWERS);
    struct submission row;
    assert_int_equal(unpack_meddled(&parts, put_another_there, &row), STATUS_OK);
    assert_int_equal(received.begun, 2);
    assert_string_equal(buffer_string(&received.kept[0]), ANSWERS);
    assert_int_equal(unpack(&row), STATUS_REFUSED);
    fixture_parts_free(&parts);
}

static void change_the_middle(const char *path)
{
    struct buffer bytes = {0};
    assert_int_equal(file_read(path, (size_t)1 << 20, &bytes, NULL), STATUS_OK);
    uint8_t changed = bytes.data[bytes.length / 2] ^ 1;
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_true(descriptor_write_at(fd, &changed, 1, bytes.length / 2));
    assert_int_equal(close(fd), 0);
    buffer_free(&bytes);
}

static void cut_the_middle(const char *path)
{
    assert_int_equal(truncate(path, ATTACHED / 2), 0);
}

/* The file itself, which the worker has too: no byte of it is read that is not authenticated. */
static void test_S1_an_original_that_is_changed_after_it_was_recognised_is_refused(void **state)
{
    static void (*const ways[])(const char *) = {change_the_middle, cut_the_middle};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        assert_int_equal(begin(state), 0);
        struct submission row;
        struct fixture_parts parts = parts_with_attached();
        assert_int_equal(unpack_meddled(&parts, ways[i], &row), STATUS_REFUSED);
        assert_string_equal(reason_code(err.reason), "damaged");
        fixture_received_free(&received);
        fixture_parts_free(&parts);
    }
}

#define RUN(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN(test_an_original_is_unpacked),
        RUN(test_an_original_is_opened_after_its_cards_have_ended),
        RUN(test_another_original_than_the_row_s_is_refused),
        RUN(test_a_signature_made_for_another_document_is_refused),
        RUN(test_another_sender_than_the_signer_is_refused),
        RUN(test_another_number_than_the_card_s_is_refused),
        RUN(test_feedback_is_no_original),
        RUN(test_answers_that_the_organisation_did_not_sign_are_refused),
        RUN(test_S2_only_the_very_file_of_the_import_is_inflated_unhashed),
        RUN(test_S2_a_file_without_the_import_s_mac_is_hashed_before_it_is_inflated),
        RUN(test_S2_a_row_that_was_edited_vouches_for_no_file),
        RUN(test_a_register_that_cannot_be_read_says_so),
        RUN(test_S2_what_is_put_in_the_place_of_a_recognised_original_is_not_read),
        RUN(test_S1_an_original_that_is_changed_after_it_was_recognised_is_refused),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
