#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"

static struct error err;
static struct fixture_register fixture;
static struct fixture_party ankeborg;
static struct fixture_party exempelby;
static struct edition edition; /* only its id and digest are looked at */
static struct submission row;
static struct submission found;

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_party_make(&ankeborg, "Ankeborgs kommun", "212999-0004");
    fixture_party_make(&exempelby, "Exempelby kommun", "212999-0012");
    (void)snprintf(edition.id, sizeof edition.id, "smaprov-2030");
    memset(edition.digest, 0xED, sizeof edition.digest);
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    fixture_party_free(&ankeborg);
    fixture_party_free(&exempelby);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    fixture_enrol(&fixture, &ankeborg);
    fixture_enrol(&fixture, &exempelby);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return 0;
}

static void add(const struct fixture_party *party, uint8_t id, const char *answers)
{
    fixture_row(&row, party, &edition, id);
    assert_int_equal(fixture_add(&fixture, &row, answers, &err), STATUS_OK);
}

static void execute(const char *sql)
{
    assert_int_equal(sqlite3_exec(fixture.store.db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int count(const char *table)
{
    char sql[128];
    sqlite3_stmt *select;
    (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
    assert_int_equal(store_prepare(&fixture.store, sql, &select, &err), STATUS_OK);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    int rows = sqlite3_column_int(select, 0);
    (void)sqlite3_finalize(select);
    return rows;
}

static void assert_same_row(const struct submission *a, const struct submission *b)
{
    assert_int_equal(a->serial, b->serial);
    assert_string_equal(a->number, b->number);
    assert_memory_equal(a->id, b->id, sizeof a->id);
    assert_true(fingerprint_equal(&a->sender, &b->sender));
    assert_string_equal(a->edition, b->edition);
    assert_memory_equal(a->edition_digest, b->edition_digest, sizeof a->edition_digest);
    assert_int_equal(a->created, b->created);
    assert_int_equal(a->imported, b->imported);
    assert_memory_equal(&a->supersedes, &b->supersedes, sizeof a->supersedes);
    assert_memory_equal(a->manifest_digest, b->manifest_digest, sizeof a->manifest_digest);
    assert_true(fingerprint_equal(&a->sealed, &b->sealed));
    assert_string_equal(a->arrived, b->arrived);
    assert_string_equal(a->reference, b->reference);
    assert_int_equal(a->chosen, b->chosen);
}

static void test_a_row_comes_back_as_it_was(void **state)
{
    (void)state;
    bool there;
    fixture_row(&row, &ankeborg, &edition, 0xA1);
    row.supersedes.count = MANIFEST_SUPERSEDES_MAX;
    memset(row.supersedes.id, 0x5A, sizeof row.supersedes.id);
    assert_int_equal(fixture_add(&fixture, &row, "{}", &err), STATUS_OK);
    assert_int_equal(
        submissions_by_sealed(&fixture.store, &row.sealed, &there, &found, &err), STATUS_OK);
    assert_true(there);
    assert_same_row(&found, &row);
    assert_int_equal(
        submissions_by_id(&fixture.store, row.number, row.id, &there, &found, &err), STATUS_OK);
    assert_true(there);
    assert_same_row(&found, &row);
    assert_int_equal(
        submissions_by_id(&fixture.store, "212999-0012", row.id, &there, &found, &err), STATUS_OK);
    assert_false(there);
    row.sealed.bytes[0] ^= 1;
    assert_int_equal(
        submissions_by_sealed(&fixture.store, &row.sealed, &there, &found, &err), STATUS_OK);
    assert_false(there);
}

static void test_S4_an_id_belongs_to_its_sender(void **state)
{
    (void)state;
    add(&exempelby, 0xA1, "{}");
    add(&ankeborg, 0xA1, "{}");
    fixture_row(&row, &ankeborg, &edition, 0xA1);
    row.sealed.bytes[0] ^= 1;
    assert_int_equal(fixture_add(&fixture, &row, "{}", &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    fixture_row(&row, &ankeborg, &edition, 0xA1);
    row.id[0] ^= 1;
    assert_int_equal(fixture_add(&fixture, &row, "{}", &err), STATUS_FAILED);
    assert_int_equal(count("submissions"), 2);
}

static void test_a_row_needs_its_sender(void **state)
{
    (void)state;
    fixture_row(&row, &ankeborg, &edition, 0xA1);
    row.sender.bytes[0] ^= 1;
    assert_int_equal(fixture_add(&fixture, &row, "{}", &err), STATUS_FAILED);
    assert_int_equal(count("submissions"), 0);
}

static enum status find(const char *typed)
{
    return submissions_find(&fixture.store, typed, &found, &err);
}

static void test_an_id_is_found_by_its_beginning(void **state)
{
    (void)state;
    add(&ankeborg, 0xAB, "{}");
    add(&ankeborg, 0xAC, "{}");
    add(&exempelby, 0xAC, "{}");
    assert_int_equal(find("abab"), STATUS_OK);
    assert_int_equal(found.id[15], 0xAB);
    assert_int_equal(find("abababababababababababababababab"), STATUS_OK);
    assert_refused(find("acac"), err, REASON_BAD_VALUE);
    assert_refused(find("acacacacacacacacacacacacacacacac"), err, REASON_BAD_VALUE);
    assert_refused(find("abac"), err, REASON_NOT_FOUND);
    static const char *const none[] = {
        "", "aba", "ABAB", "abab ", "ab%%", "____", "ababababababababababababababababa", "0xab"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_refused(find(none[i]), err, REASON_BAD_VALUE);
}

/* ---- all rows ---- */

struct visited {
    size_t count;
    uint8_t ids[8];
    size_t most;
};

static enum status visit(void *context, const struct submission *submission, struct error *why)
{
    struct visited *visited = context;
    if (visited->count == visited->most)
        return error_set(why, STATUS_REFUSED, REASON_BAD_VALUE, "enough");
    visited->ids[visited->count++] = submission->id[0];
    return STATUS_OK;
}

static void test_rows_are_visited_in_the_order_of_importing(void **state)
{
    (void)state;
    struct visited all = {.most = 8};
    struct visited two = {.most = 2};
    add(&ankeborg, 0xF0, "{}");
    add(&exempelby, 0x01, "{}");
    add(&ankeborg, 0x80, "{}");
    assert_int_equal(submissions_each(&fixture.store, visit, &all, &err), STATUS_OK);
    assert_int_equal(all.count, 3);
    assert_memory_equal(all.ids, "\xF0\x01\x80", 3);
    assert_refused(submissions_each(&fixture.store, visit, &two, &err), err, REASON_BAD_VALUE);
    assert_int_equal(two.count, 2);
}

static void test_R4_a_broken_row_is_told_of(void **state)
{
    (void)state;
    struct visited all = {.most = 8};
    static const char *const edits[] = {
        "UPDATE submissions SET id = x'00'",
        "UPDATE submissions SET number = '212999-00040'",
        "UPDATE submissions SET manifest_digest = x'00'",
        "UPDATE submissions SET supersedes = x'00'",
        "UPDATE submissions SET supersedes = zeroblob(33 * 16)",
        "UPDATE submissions SET edition = printf('%64s', 'x')",
    };
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        execute("DELETE FROM submissions");
        add(&ankeborg, 0xA1, "{}");
        execute(edits[i]);
        assert_int_equal(submissions_each(&fixture.store, visit, &all, &err), STATUS_FAILED);
        assert_string_equal(reason_code(err.reason), "damaged");
    }
    assert_int_equal(all.count, 0);
}

/* ---- answers ---- */

static enum status read_answers(
    const struct submission *submission, struct buffer *answers, struct buffer *signature)
{
    return submissions_answers(&fixture.store, fixture.key, submission, answers, signature, &err);
}

static void test_answers_rest_with_their_signature(void **state)
{
    (void)state;
    struct buffer answers = {0};
    struct buffer signature = {0};
    add(&ankeborg, 0xA1, "{\"marking\":\"begränsat hemlig\"}");
    assert_int_equal(read_answers(&row, &answers, &signature), STATUS_OK);
    assert_string_equal(buffer_string(&answers), "{\"marking\":\"begränsat hemlig\"}");
    assert_string_equal(buffer_string(&signature), "signature");
    buffer_free(&answers);
    buffer_free(&signature);
}

static bool file_has(const char *name, const char *words)
{
    struct buffer content = fixture_directory_read(name);
    bool has = memmem(content.data, content.length, words, strlen(words)) != NULL;
    buffer_free(&content);
    return has;
}

static void test_no_answer_lies_in_the_clear(void **state)
{
    (void)state;
    add(&ankeborg, 0xA1, "{\"obstacles\":\"Ingen har haft tid\"}");
    store_close(&fixture.store);
    assert_true(file_has("register/register.db", "212999-0004"));
    assert_false(file_has("register/register.db", "Ingen har"));
    assert_false(file_has("register/register.db", "obstacles"));
    assert_false(file_has("register/register.db", "signature"));
}

/* A row's answers cannot be given to another row, nor its number or edition changed. */
static void test_R4_answers_belong_to_their_row(void **state)
{
    (void)state;
    struct buffer answers = {0};
    struct buffer signature = {0};
    struct submission other;
    add(&exempelby, 0xA1, "{\"a\":1}");
    other = row;
    add(&ankeborg, 0xA1, "{\"a\":2}");
    struct submission moved = row;
    (void)snprintf(moved.number, sizeof moved.number, "%s", "212999-0012");
    assert_refused(read_answers(&moved, &answers, &signature), err, REASON_DAMAGED);
    moved = row;
    (void)snprintf(moved.edition, sizeof moved.edition, "%s", "smaprov-2031");
    assert_refused(read_answers(&moved, &answers, &signature), err, REASON_DAMAGED);
    moved = row;
    moved.manifest_digest[5] ^= 1;
    assert_refused(read_answers(&moved, &answers, &signature), err, REASON_DAMAGED);
    execute("UPDATE submissions SET answers ="
            " (SELECT answers FROM submissions WHERE number = '212999-0012')");
    assert_refused(read_answers(&row, &answers, &signature), err, REASON_DAMAGED);
    assert_int_equal(answers.length, 0);
    assert_int_equal(signature.length, 0);
    assert_int_equal(read_answers(&other, &answers, &signature), STATUS_OK);
    buffer_free(&answers);
    buffer_free(&signature);
}

static void test_answers_of_a_row_that_is_gone(void **state)
{
    (void)state;
    struct buffer answers = {0};
    struct buffer signature = {0};
    add(&ankeborg, 0xA1, "{}");
    execute("DELETE FROM submissions");
    assert_int_equal(read_answers(&row, &answers, &signature), STATUS_FAILED);
    assert_int_equal(answers.length, 0);
}

/* ---- choice and refusals ---- */

static bool is_chosen(int64_t serial)
{
    sqlite3_stmt *select;
    assert_int_equal(store_prepare(&fixture.store,
                         "SELECT chosen FROM submissions WHERE serial = ?", &select, &err),
        STATUS_OK);
    (void)sqlite3_bind_int64(select, 1, serial);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    bool chosen = sqlite3_column_int(select, 0) == 1;
    (void)sqlite3_finalize(select);
    return chosen;
}

static void test_one_is_chosen_and_the_others_are_not(void **state)
{
    (void)state;
    int64_t serial[3];
    for (uint8_t i = 0; i < 3; i++) {
        add(&ankeborg, i, "{}");
        serial[i] = row.serial;
        assert_false(is_chosen(row.serial));
    }
    assert_int_equal(submissions_choose(&fixture.store, serial[0], serial + 1, 1, &err), STATUS_OK);
    assert_true(is_chosen(serial[0]));
    assert_int_equal(submissions_choose(&fixture.store, serial[2], serial, 2, &err), STATUS_OK);
    assert_false(is_chosen(serial[0]));
    assert_false(is_chosen(serial[1]));
    assert_true(is_chosen(serial[2]));
}

static void test_a_refusal_is_noted_once_for_each_file(void **state)
{
    (void)state;
    fixture_row(&row, &ankeborg, &edition, 0xA1);
    assert_int_equal(submissions_refused(&fixture.store, &row.sealed, REASON_UNKNOWN_SENDER,
                         FIXTURE_NOW, 65536, "", &err),
        STATUS_OK);
    assert_int_equal(submissions_refused(&fixture.store, &row.sealed, REASON_EXPIRED_KEY,
                         FIXTURE_NOW + 9, 65536, "212999-0004", &err),
        STATUS_OK);
    assert_int_equal(count("refusals"), 1);
    assert_int_equal(count("refusals WHERE reason = 'expired-key' AND size = 65536"
                           " AND number = '212999-0004'"),
        1);
    row.sealed.bytes[0] ^= 1;
    assert_int_equal(submissions_accepted(&fixture.store, &row.sealed, &err), STATUS_OK);
    assert_int_equal(count("refusals"), 1);
    row.sealed.bytes[0] ^= 1;
    assert_int_equal(submissions_accepted(&fixture.store, &row.sealed, &err), STATUS_OK);
    assert_int_equal(count("refusals"), 0);
}

/* Each word that is not as it stands there is none of a submission's. */
static void test_R4_words_are_read_back_as_what_a_row_has(void **state)
{
    static const struct {
        const char *word;
        size_t at; /* behind its beginning */
    } words_of[] = {
        {"number=", 0}, {" id=", 3}, {" sealed=", 9}, {" manifest=", 40}, {" card=", 6}};
    struct submission_words said;
    char words[AUDIT_SUBJECT_SIZE];
    char rest[AUDIT_SUBJECT_SIZE];
    const char *behind;
    (void)state;
    fixture_row(&row, &ankeborg, &edition, 0xA1);
    text_copy(row.reference, sizeof row.reference, "dnr 1");
    row.supersedes.count = 1;
    submissions_words(words, &row);
    submissions_rest_words(rest, &row);
    assert_true(submissions_words_read(words, &said, &behind));
    assert_string_equal(behind, rest);
    assert_non_null(strstr(rest, " reference="));
    assert_string_equal(said.number, row.number);
    assert_memory_equal(said.id, row.id, sizeof row.id);
    assert_memory_equal(&said.sealed, &row.sealed, sizeof row.sealed);
    assert_memory_equal(said.manifest_digest, row.manifest_digest, sizeof row.manifest_digest);
    assert_memory_equal(&said.sender, &row.sender, sizeof row.sender);
    for (size_t i = 0; i < sizeof words_of / sizeof words_of[0]; i++) {
        char *place = strstr(words, words_of[i].word) + words_of[i].at;
        char kept = *place;
        *place = 'X';
        assert_false(submissions_words_read(words, &said, &behind));
        *place = '\0';
        assert_false(submissions_words_read(words, &said, &behind));
        *place = kept;
    }
    memset(words, '1', sizeof words - 1);
    memcpy(words, "number=", 7);
    words[sizeof words - 1] = '\0';
    assert_false(submissions_words_read(words, &said, &behind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_row_comes_back_as_it_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_S4_an_id_belongs_to_its_sender, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_row_needs_its_sender, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_id_is_found_by_its_beginning, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_rows_are_visited_in_the_order_of_importing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_R4_a_broken_row_is_told_of, set_up, tear_down),
        cmocka_unit_test(test_R4_words_are_read_back_as_what_a_row_has),
        cmocka_unit_test_setup_teardown(test_answers_rest_with_their_signature, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_answer_lies_in_the_clear, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_R4_answers_belong_to_their_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_answers_of_a_row_that_is_gone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_one_is_chosen_and_the_others_are_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_refusal_is_noted_once_for_each_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
