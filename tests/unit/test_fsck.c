/* What only who holds the keys could put into a register, and fsck finds all the same: answers that
 * are the organisation's own but not those of the original, and receipts that the authority signed
 * but that say another thing than the register. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "fixture_directory.h"
#include "fixture_intake.h"
#include "format/receipt.h"
#include "register/changes.h"
#include "register/changes_parts.h"
#include "register/fsck.h"
#include "register/intake.h"
#include "register/record_blocks.h"
#include "register/record_walk.h"
#include "register/store_parts.h"
#include "register/submissions.h"
#include "register/vault.h"

#define BROKEN "broken.sigill"

static const char *const NAMES[] = {"one.sigill", "two.sigill"};

static struct fixture_intake fixture;
static struct error err;

/* What was found beside the fixture's sender, whom no audit tells of. */
static struct {
    size_t count;
    enum fsck_code code;
} found;

static enum status take_finding(
    void *context, const struct fsck_finding *finding, struct error *ignored)
{
    (void)context;
    (void)ignored;
    if (strcmp(finding->subject, fixture.sender.card.number) == 0)
        return STATUS_OK;
    found.count++;
    found.code = finding->code;
    return STATUS_OK;
}

static void check(void)
{
    struct fsck_counts counts;
    struct fsck fsck = fixture_intake_fsck(&fixture);
    fsck.report = take_finding;
    found.count = 0;
    assert_int_equal(fsck_run(&fsck, &counts, &err), STATUS_OK);
}

static void assert_whole(void)
{
    check();
    assert_int_equal(found.count, 0);
}

static void assert_found(enum fsck_code code)
{
    check();
    assert_int_equal(found.count, 1);
    assert_int_equal(found.code, code);
}

/* A register with two submissions of one organisation. */
static void receive_two(struct submission row[2])
{
    struct verdict verdict;
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fixture_intake_receive(&fixture, NAMES[i], &verdict), STATUS_OK);
        assert_int_equal(verdict.reason, REASON_NONE);
    }
    fixture_intake_rows(&fixture, row);
    assert_whole();
}

/* Seals a content as the program does, for this row. */
static void put_answers(const struct submission *row, const struct buffer *content)
{
    struct buffer blob = {0};
    sqlite3_stmt *update = NULL;
    const struct vault_binding binding = {
        "submissions", row->number, row->edition, row->manifest_digest};
    const void *bytes = content->length == 0 ? "" : (const void *)content->data;
    assert_int_equal(
        vault_seal(&fixture.store, fixture.key, &binding, bytes, content->length, &blob, &err),
        STATUS_OK);
    assert_int_equal(store_prepare(&fixture.store,
                         "UPDATE submissions SET answers = ? WHERE serial = ?", &update, &err),
        STATUS_OK);
    store_bind_blob(update, 1, blob.data, blob.length);
    store_bind_number(update, 2, row->serial);
    assert_int_equal(store_run(&fixture.store, update, &err), STATUS_OK);
    buffer_free(&blob);
}

static void put_parts(
    const struct submission *row, const struct buffer *json, const struct buffer *signature)
{
    struct buffer content = {0};
    uint8_t length[4];
    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (uint8_t)(json->length >> (8 * i));
    buffer_append(&content, length, sizeof length);
    buffer_append(&content, json->data, json->length);
    buffer_append(&content, signature->data, signature->length);
    put_answers(row, &content);
    buffer_free(&content);
}

static void read_parts(const struct submission *row, struct buffer *json, struct buffer *signature)
{
    assert_int_equal(
        submissions_answers(&fixture.store, fixture.key, row, json, signature, &err), STATUS_OK);
}

static void test_answers_of_another_original_are_found(void **state)
{
    struct submission row[2];
    struct buffer json[2] = {{0}, {0}};
    struct buffer signature[2] = {{0}, {0}};
    (void)state;
    receive_two(row);
    for (int i = 0; i < 2; i++)
        read_parts(&row[i], &json[i], &signature[i]);
    put_parts(&row[0], &json[0], &signature[0]);
    assert_whole();
    put_parts(&row[0], &json[1], &signature[1]);
    assert_found(FSCK_ANSWERS);
    put_parts(&row[0], &json[0], &signature[1]);
    assert_found(FSCK_ANSWERS);
    signature[0].data[signature[0].length - 3] ^= 1;
    put_parts(&row[0], &json[0], &signature[0]);
    assert_found(FSCK_ANSWERS);
    for (int i = 0; i < 2; i++) {
        buffer_free(&json[i]);
        buffer_free(&signature[i]);
    }
}

static void test_a_content_whose_length_is_not_its_own_is_found(void **state)
{
    static const uint8_t CONTENTS[][6] = {
        {0}, {1}, {2, 0, 0, 0, 'x'}, {0xFF, 0xFF, 0xFF, 0xFF, 'x'}, {0, 0, 0, 0, 'x'}};
    static const size_t LENGTHS[] = {0, 3, 5, 5, 5};
    struct submission row[2];
    (void)state;
    receive_two(row);
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        struct buffer content = {0};
        buffer_append(&content, CONTENTS[i], LENGTHS[i]);
        put_answers(&row[0], &content);
        assert_found(FSCK_ANSWERS);
        buffer_free(&content);
    }
}

/* ---- records ---- */

/* Puts records of the two rows into their block: each of its own answers, but for the second's, in
 * which the first question has another assessment. */
static void put_records(const struct submission row[2], uint8_t assessment)
{
    struct buffer content = {0};
    struct stored_answers stored = {
        .store = &fixture.store, .key = fixture.key, .editions = &fixture.editions};
    for (int i = 0; i < 2; i++) {
        struct buffer record = {0};
        assert_int_equal(stored_answers_open(&stored, &row[i], &err), STATUS_OK);
        if (i == 1 && assessment != ASSESSMENT_ABSENT)
            stored.answers->set.answer[0].assessment = assessment;
        assert_true(answer_record_encode(&row[i], stored.edition, stored.answers,
            fixture.sender.card.name, fixture.sender.card.group, &record));
        record_block_put(&content, record.data, record.length);
        buffer_free(&record);
    }
    assert_int_equal(record_block_write(&fixture.store, fixture.key, 0, &content, &err), STATUS_OK);
    stored_answers_close(&stored);
    buffer_free(&content);
}

static void test_R4_a_record_of_other_answers_is_found(void **state)
{
    struct submission row[2];
    (void)state;
    receive_two(row);
    put_records(row, ASSESSMENT_ABSENT);
    assert_whole();
    put_records(row, ASSESSMENT_SURE);
    check();
    size_t sure = found.count;
    put_records(row, ASSESSMENT_UNSURE);
    check();
    assert_int_equal(sure + found.count, 1); /* it was one of the two */
    assert_int_equal(found.code, FSCK_RECORD);
    const struct submission exchanged[2] = {row[1], row[0]};
    put_records(exchanged, ASSESSMENT_ABSENT);
    check();
    assert_int_equal(found.count, 2);
    assert_int_equal(found.code, FSCK_RECORD);
}

static void put_content(const char *path, const struct buffer *content)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fwrite(content->data, 1, content->length, file), content->length);
    assert_int_equal(fclose(file), 0);
}

/* What rests is what the import saw in the original: no worker needs to open it. Where nobody but a
 * later run vouches for that, one does. */
static void test_R4_the_witness_of_an_import_stands_for_its_original(void **state)
{
    struct submission row[2];
    struct fsck_counts counts;
    (void)state;
    receive_two(row);
    fixture.spawner = SPAWNER_NONE;
    assert_whole();
    assert_int_equal(store_execute(&fixture.store, "DELETE FROM answer_records", &err), STATUS_OK);
    struct fsck fsck = fixture_intake_fsck(&fixture);
    fsck.report = take_finding;
    assert_int_equal(fsck_run(&fsck, &counts, &err), STATUS_FAILED);
    fixture.spawner = SPAWNER_UNPROTECTED;
    assert_whole();
}

static void test_R4_a_record_made_anew_of_an_edited_row_is_no_witness(void **state)
{
    struct submission row[2];
    (void)state;
    receive_two(row);
    assert_int_equal(store_execute(&fixture.store,
                         "UPDATE submissions SET created = created + 1 WHERE serial = 1", &err),
        STATUS_OK);
    assert_found(FSCK_MANIFEST_MISMATCH);
    assert_int_equal(store_execute(&fixture.store, "DELETE FROM answer_records", &err), STATUS_OK);
    assert_found(FSCK_MANIFEST_MISMATCH);
    assert_int_equal(
        record_renewal(&fixture.store, fixture.key, &fixture.editions, NULL, &err), STATUS_OK);
    assert_found(FSCK_MANIFEST_MISMATCH);
}

/* As somebody would who can write to the register: puts another bundle into the place of the one
 * that was just copied in, before it is opened. */
static int exchange_copy(unsigned kind, void *context, void *statement, void *text)
{
    bool *exchanged = context;
    char *incoming = path_join(fixture.store.path, STORE_INCOMING);
    DIR *list = opendir(incoming);
    const struct dirent *entry;
    (void)kind;
    (void)statement;
    (void)text;
    assert_non_null(list);
    while (!*exchanged && (entry = readdir(list)) != NULL) {
        if (entry->d_type != DT_REG)
            continue;
        struct buffer other = fixture_directory_read(NAMES[1]);
        char *path = path_join(incoming, entry->d_name);
        put_content(path, &other);
        *exchanged = true;
        free(path);
        buffer_free(&other);
    }
    (void)closedir(list);
    free(incoming);
    return 0;
}

/* Else its witness would say of the file that came what was seen in another one, and hold when that
 * one lies there again. */
static void test_R4_what_is_opened_at_an_import_is_what_came(void **state)
{
    struct verdict verdict;
    bool exchanged = false;
    (void)state;
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    assert_int_equal(
        sqlite3_trace_v2(fixture.store.db, SQLITE_TRACE_STMT, exchange_copy, &exchanged),
        SQLITE_OK);
    assert_int_equal(fixture_intake_receive(&fixture, NAMES[0], &verdict), STATUS_FAILED);
    assert_true(exchanged);
    assert_int_equal(sqlite3_trace_v2(fixture.store.db, 0, NULL, NULL), SQLITE_OK);
    assert_int_equal(fixture_intake_count(&fixture), 0);
    assert_int_equal(fixture_intake_receive(&fixture, NAMES[0], &verdict), STATUS_OK);
    assert_whole();
}

static void put_byte(struct buffer *buffer, uint8_t byte)
{
    buffer->length = 0;
    for (size_t i = 0; i < 100; i++)
        buffer_append(buffer, &byte, 1);
}

static void test_a_witness_is_of_one_row_and_its_very_answers(void **state)
{
    struct buffer made = {0};
    struct buffer bytes = {0};
    struct buffer json = {0};
    struct buffer signature = {0};
    struct buffer *const changed[] = {&made, &json, &signature};
    const struct file_mac mac = {0};
    (void)state;
    put_byte(&made, 1);
    put_byte(&bytes, 1);
    put_byte(&json, 2);
    put_byte(&signature, 3);
    assert_true(answer_record_is_same(bytes.data, bytes.length, &made));
    assert_false(answer_record_has_witness(bytes.data, bytes.length, &made, &json, &signature));
    answer_record_add_witness(&json, &signature, &bytes);
    assert_true(answer_record_is_same(bytes.data, bytes.length, &made));
    assert_true(answer_record_has_witness(bytes.data, bytes.length, &made, &json, &signature));
    for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++) {
        changed[i]->data[99] ^= 1;
        assert_false(answer_record_has_witness(bytes.data, bytes.length, &made, &json, &signature));
        changed[i]->data[99] ^= 1;
    }
    assert_false(answer_record_is_same(bytes.data, bytes.length - 1, &made));
    answer_record_add_mac(&mac, &bytes);
    assert_true(answer_record_is_same(bytes.data, bytes.length, &made));
    assert_true(answer_record_has_witness(bytes.data, bytes.length, &made, &json, &signature));
    assert_false(answer_record_is_same(bytes.data, bytes.length - 1, &made));
    for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++)
        buffer_free(changed[i]);
    buffer_free(&bytes);
}

/* ---- receipts ---- */

static void put_receipt(
    const struct fingerprint *of, const struct receipt *receipt, const struct minisign_secret *sign)
{
    struct buffer frame = {0};
    char *path = store_file(&fixture.store, STORE_RECEIPTS, of->bytes, RECEIPT_SUFFIX);
    assert_int_equal(receipt_seal(receipt, sign, &frame, &err), STATUS_OK);
    assert_int_equal(
        file_write(path, frame.data, frame.length, S_IRUSR | S_IWUSR, true, &err), STATUS_OK);
    buffer_free(&frame);
    free(path);
}

static struct receipt receipt_of(const struct submission *row)
{
    struct receipt receipt = {.sealed = row->sealed, .id_known = true, .time = row->imported};
    memcpy(receipt.id, row->id, sizeof receipt.id);
    (void)snprintf(receipt.reference, sizeof receipt.reference, "%s", row->reference);
    return receipt;
}

/* Each is genuine, and each says one thing that the register does not. */
static void test_a_receipt_that_says_another_thing_is_found(void **state)
{
    struct submission row[2];
    struct receipt lie[6];
    (void)state;
    receive_two(row);
    struct receipt honest = receipt_of(&row[0]);
    put_receipt(&row[0].sealed, &honest, fixture.authority.sign);
    assert_whole();
    for (size_t i = 0; i < sizeof lie / sizeof lie[0]; i++)
        lie[i] = honest;
    lie[0].sealed = row[1].sealed;
    (void)snprintf(lie[1].reason, sizeof lie[1].reason, "%s", reason_code(REASON_DAMAGED));
    lie[2].id_known = false;
    memset(lie[2].id, 0, sizeof lie[2].id);
    lie[3].id[MANIFEST_ID_SIZE - 1] ^= 1;
    lie[4].time++;
    (void)snprintf(lie[5].reference, sizeof lie[5].reference, "another");
    for (size_t i = 0; i < sizeof lie / sizeof lie[0]; i++) {
        put_receipt(&row[0].sealed, &lie[i], fixture.authority.sign);
        assert_found(FSCK_RECEIPT_WRONG);
    }
    put_receipt(&row[0].sealed, &honest, fixture.sender.sign);
    assert_found(FSCK_RECEIPT_WRONG);
    put_receipt(&row[0].sealed, &honest, fixture.authority.sign);
    assert_whole();
}

/* ---- refusals ---- */

static void note_refusal(uint8_t digest, const char *audited)
{
    struct fingerprint sealed;
    char hex[FINGERPRINT_HEX_SIZE];
    memset(sealed.bytes, digest, sizeof sealed.bytes);
    fingerprint_hex(hex, &sealed);
    assert_int_equal(audit_begin(&fixture.audit, &err), STATUS_OK);
    assert_int_equal(submissions_refused(&fixture.store, &sealed, REASON_WORKER_FAILED,
                         fixture.receiver.now, 26, "", &err),
        STATUS_OK);
    assert_int_equal(audit_append(&fixture.audit, AUDIT_REFUSE, fixture.receiver.now, &err,
                         "sealed=%s %s", hex, audited),
        STATUS_OK);
    assert_int_equal(audit_end(&fixture.audit, STATUS_OK, &err), STATUS_OK);
}

static void test_a_refusal_is_what_the_audit_says_of_it(void **state)
{
    struct verdict verdict;
    (void)state;
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    assert_int_equal(fixture_intake_receive(&fixture, BROKEN, &verdict), STATUS_OK);
    assert_true(verdict.quarantined);
    assert_whole();
    assert_true(intake_remove(&fixture.store, STORE_QUARANTINE, &verdict.sealed));
    assert_found(FSCK_QUARANTINE);
    assert_int_equal(fixture_intake_receive(&fixture, BROKEN, &verdict), STATUS_OK);
    assert_whole();
    note_refusal(1, "reason=worker-failed kept=0 size=26");
    assert_whole();
    note_refusal(2, "reason=worker-failed kept=0 size=27");
    assert_found(FSCK_NOT_AUDITED);
}

static void test_the_receipt_of_a_refusal_is_judged(void **state)
{
    struct verdict verdict;
    (void)state;
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    assert_int_equal(fixture_intake_receive(&fixture, BROKEN, &verdict), STATUS_OK);
    assert_whole();
    struct receipt lie = {.sealed = verdict.sealed, .time = fixture.receiver.now};
    put_receipt(&verdict.sealed, &lie, fixture.authority.sign);
    assert_found(FSCK_RECEIPT_WRONG);
    (void)snprintf(lie.reason, sizeof lie.reason, "%s", reason_code(REASON_TOO_LARGE));
    put_receipt(&verdict.sealed, &lie, fixture.authority.sign);
    assert_found(FSCK_RECEIPT_WRONG);
    (void)snprintf(lie.reason, sizeof lie.reason, "%s", reason_code(REASON_DAMAGED));
    put_receipt(&verdict.sealed, &lie, fixture.authority.sign);
    assert_whole();
}

/* ---- rounds ---- */

static void execute(const char *sql)
{
    assert_int_equal(sqlite3_exec(fixture.store.db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void declare(const char *id, const char *opens, const char *closes)
{
    struct round round = {.implicit = false};
    bool changed;
    size_t taken;
    text_copy(round.id, sizeof round.id, id);
    text_copy(round.edition, sizeof round.edition, fixture.editions.edition[0]->id);
    text_copy(round.opens, sizeof round.opens, opens);
    text_copy(round.closes, sizeof round.closes, closes);
    assert_int_equal(changes_round(&fixture.audit, &fixture.editions, &round, fixture.receiver.now,
                         &changed, &taken, &err),
        STATUS_OK);
}

static void test_rounds_and_lists_are_what_the_audit_says_of_them_last(void **state)
{
    struct population_entry list[] = {
        {.number = "212999-0012", .name = "Ex"}, {.number = "212999-0020", .name = "Gås"}};
    (void)state;
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    declare("a", "2026-01-01", "2026-02-01");
    declare("b", "2026-03-01", "2026-04-01");
    declare("a", "2026-01-01", "2026-02-02");
    assert_int_equal(
        changes_population(&fixture.audit, "b", list, 2, fixture.receiver.now, &err), STATUS_OK);
    assert_whole();
    execute("UPDATE rounds SET closes = '2026-02-01' WHERE id = 'a'");
    assert_found(FSCK_NOT_AUDITED);
    execute("UPDATE rounds SET closes = '2026-02-02' WHERE id = 'a'");
    assert_whole();
    execute("UPDATE population SET name = 'x' WHERE name = 'Ex'");
    assert_found(FSCK_NOT_AUDITED);
    execute("DELETE FROM population");
    assert_found(FSCK_NOT_AUDITED);
    assert_int_equal(
        changes_population(&fixture.audit, "b", list, 1, fixture.receiver.now, &err), STATUS_OK);
    assert_whole();
    execute("DELETE FROM rounds WHERE id = 'b'");
    assert_found(FSCK_ROW_MISSING);
}

static int make_all(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_intake_make(&fixture);
    for (int i = 0; i < 2; i++)
        fixture_intake_seal(&fixture, NAMES[i], i == 1, 0);
    (void)fixture_intake_break(NAMES[0], BROKEN);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    fixture_intake_free(&fixture);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_of_another_original_are_found),
        cmocka_unit_test(test_a_content_whose_length_is_not_its_own_is_found),
        cmocka_unit_test(test_R4_a_record_of_other_answers_is_found),
        cmocka_unit_test(test_a_witness_is_of_one_row_and_its_very_answers),
        cmocka_unit_test(test_R4_the_witness_of_an_import_stands_for_its_original),
        cmocka_unit_test(test_R4_a_record_made_anew_of_an_edited_row_is_no_witness),
        cmocka_unit_test(test_R4_what_is_opened_at_an_import_is_what_came),
        cmocka_unit_test(test_a_receipt_that_says_another_thing_is_found),
        cmocka_unit_test(test_a_refusal_is_what_the_audit_says_of_it),
        cmocka_unit_test(test_the_receipt_of_a_refusal_is_judged),
        cmocka_unit_test(test_rounds_and_lists_are_what_the_audit_says_of_them_last),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
