#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_text.h"
#include "format/journal.h"

#define HEX32(pair) pair pair pair pair pair pair pair pair pair pair pair pair pair pair pair pair
#define HEX64(pair) HEX32(pair) HEX32(pair)
#define AUTHORITY "RWSF45ooQS4GDK8lGWLo4UzRouleyzg5UMktdBosDoIEQxCtCZVgQFXB"

static struct error err;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

static const char *directory(void)
{
    return fixture_directory_path("");
}

static struct journal_entry entry(int number, const char *edition, const char *from)
{
    struct journal_entry made = {.created = INT64_C(1795300000) + number, .to = "2021-09-30"};
    memset(made.id, number, sizeof made.id);
    memset(made.sealed.bytes, 0x10 + number, FINGERPRINT_SIZE);
    memset(made.recipient.bytes, 0xC3, FINGERPRINT_SIZE);
    assert_int_equal(
        minisign_public_from_line(AUTHORITY, strlen(AUTHORITY), &made.authority, NULL), STATUS_OK);
    (void)snprintf(made.edition, sizeof made.edition, "%s", edition);
    (void)snprintf(made.from, sizeof made.from, "%s", from);
    return made;
}

static enum status append(
    const char *path, const struct journal_entry *added, struct error *failure)
{
    struct journal_addition addition;
    TRY(journal_prepare(path, added, &addition, failure));
    return journal_commit(&addition, failure);
}

static void add(const struct journal_entry *added)
{
    if (append(directory(), added, &err) != STATUS_OK)
        fail_msg("%s", err.text);
}

static struct journal load(void)
{
    struct journal journal;
    if (journal_load(directory(), &journal, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return journal;
}

static void test_a_journal_that_is_not_there_is_empty(void **state)
{
    (void)state;
    struct journal journal = load();
    assert_int_equal(journal.count, 0);
    struct manifest_supersedes none = {0};
    journal_earlier(&journal, "e", "2020-01-01", "2021-09-30", &none);
    assert_int_equal(none.count, 0);
    assert_false(file_exists(fixture_directory_path(JOURNAL_FILE)));
    journal_free(&journal);
}

static void test_what_is_appended_is_read(void **state)
{
    (void)state;
    struct journal_entry first = entry(1, "infosakkollen-2021", "2019-10-01");
    struct journal_entry second = entry(2, "infosakkollen-2021", "2019-10-01");
    second.supersedes_any = true;
    memcpy(second.supersedes, first.id, sizeof first.id);
    add(&first);
    add(&second);
    struct journal journal = load();
    assert_int_equal(journal.count, 2);
    assert_memory_equal(&journal.entry[0], &first, sizeof first);
    assert_memory_equal(&journal.entry[1], &second, sizeof second);
    journal_free(&journal);
}

static void test_the_file_is_exactly_this_and_private(void **state)
{
    (void)state;
    static const char expected[] =
        "{\n \"format\": \"sigill-journal/1\",\n \"sealed\": [\n  {\n   \"id\": \"" HEX32(
            "01") "\",\n"
                  "   \"sealed\": \"" HEX64(
                      "11") "\",\n   \"created\": \"2026-11-21T22:26:41Z\",\n"
                            "   \"edition\": \"infosakkollen-2021\",\n   \"from\": "
                            "\"2019-10-01\",\n"
                            "   \"to\": \"2021-09-30\",\n   \"recipient\": \"" HEX64(
                                "c3") "\",\n"
                                      "   \"authority\": \"" AUTHORITY "\",\n"
                                      "   \"supersedes\": null\n  }\n ]\n}\n";
    struct stat about;
    struct journal_entry first = entry(1, "infosakkollen-2021", "2019-10-01");
    add(&first);
    struct buffer text = fixture_directory_read(JOURNAL_FILE);
    assert_string_equal(buffer_string(&text), expected);
    buffer_free(&text);
    assert_int_equal(stat(fixture_directory_path(JOURNAL_FILE), &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
}

/* The earlier ones of an edition and period must begin with these bytes, and be no more. */
static void assert_earlier(
    const struct journal *journal, const char *edition, const char *from, const char *ids)
{
    struct manifest_supersedes found = {0};
    journal_earlier(journal, edition, from, "2021-09-30", &found);
    assert_int_equal(found.count, strlen(ids));
    for (size_t i = 0; i < found.count; i++)
        assert_int_equal(found.id[i][0], ids[i]);
}

static void test_the_earlier_are_of_the_same_edition_and_period(void **state)
{
    (void)state;
    struct journal_entry entries[] = {entry(1, "a", "2019-10-01"), entry(2, "a", "2019-10-01"),
        entry(3, "a", "2020-10-01"), entry(4, "b", "2019-10-01")};
    struct manifest_supersedes found = {0};
    for (size_t i = 0; i < 4; i++)
        add(&entries[i]);
    struct journal journal = load();
    assert_earlier(&journal, "a", "2019-10-01", "\2\1");
    assert_earlier(&journal, "a", "2020-10-01", "\3");
    assert_earlier(&journal, "b", "2019-10-01", "\4");
    assert_earlier(&journal, "b", "2020-10-01", "");
    journal_earlier(&journal, "a", "2019-10-01", "2021-10-01", &found);
    assert_int_equal(found.count, 0);
    assert_ptr_equal(journal_by_id(&journal, entries[2].id), &journal.entry[2]);
    assert_null(journal_by_id(&journal, found.id[0]));
    journal_free(&journal);
}

static void test_what_was_given_by_hand_is_carried_on(void **state)
{
    (void)state;
    struct journal_entry entries[] = {
        entry(1, "a", "2019-10-01"), entry(2, "a", "2019-10-01"), entry(3, "a", "2020-10-01")};
    for (size_t i = 0; i < 3; i++) {
        entries[i].supersedes_any = i != 1;
        memset(entries[i].supersedes, i != 1 ? 'x' + (int)i : 0, MANIFEST_ID_SIZE);
        add(&entries[i]);
    }
    struct journal journal = load();
    assert_earlier(&journal, "a", "2019-10-01", "\2\1x");
    assert_earlier(&journal, "a", "2020-10-01", "\3z");
    journal_free(&journal);
}

static void test_no_more_are_listed_than_there_is_room_for(void **state)
{
    (void)state;
    struct manifest_supersedes found = {.count = 1};
    for (int i = 1; i <= MANIFEST_SUPERSEDES_MAX + 1; i++) {
        struct journal_entry one = entry(i, "a", "2019-10-01");
        add(&one);
    }
    struct journal journal = load();
    memset(found.id[0], MANIFEST_SUPERSEDES_MAX, MANIFEST_ID_SIZE);
    journal_earlier(&journal, "a", "2019-10-01", "2021-09-30", &found);
    assert_int_equal(found.count, MANIFEST_SUPERSEDES_MAX);
    assert_int_equal(found.id[1][0], MANIFEST_SUPERSEDES_MAX + 1);
    assert_int_equal(found.id[2][0], MANIFEST_SUPERSEDES_MAX - 1);
    assert_int_equal(found.id[MANIFEST_SUPERSEDES_MAX - 1][0], 2);
    journal_free(&journal);
}

static void test_an_entry_is_found_by_its_digest(void **state)
{
    (void)state;
    struct journal_entry first = entry(1, "a", "2019-10-01");
    struct journal_entry second = entry(2, "a", "2019-10-01");
    struct fingerprint other = {{0}};
    add(&first);
    add(&second);
    struct journal journal = load();
    assert_ptr_equal(journal_by_digest(&journal, &first.sealed), &journal.entry[0]);
    assert_ptr_equal(journal_by_digest(&journal, &second.sealed), &journal.entry[1]);
    assert_null(journal_by_digest(&journal, &other));
    journal_free(&journal);
}

/* A damaged journal is told as such, and neither read nor written. */
static void refuse_text(const char *text)
{
    struct journal journal;
    struct journal_entry added = entry(9, "a", "2019-10-01");
    fixture_directory_write(JOURNAL_FILE, text, strlen(text));
    assert_int_equal(journal_load(directory(), &journal, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_BAD_SYNTAX);
    assert_non_null(strstr(err.text, JOURNAL_FILE));
    assert_non_null(strstr(err.text, "restore it"));
    assert_null(journal.entry);
    assert_int_equal(journal.count, 0);
    assert_int_equal(append(directory(), &added, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_BAD_SYNTAX);
    struct buffer after = fixture_directory_read(JOURNAL_FILE);
    assert_string_equal(buffer_string(&after), text);
    buffer_free(&after);
}

static void test_a_damaged_journal_is_left_as_it_is(void **state)
{
    (void)state;
    static const char *const changes[][2] = {
        {"sigill-journal/1", "sigill-journal/2"},
        {"\"format\"", "\"form\""},
        {"\"id\": \"01", "\"id\": \""},
        {"\"id\": \"01", "\"id\": \"0G"},
        {"\"sealed\": \"11", "\"sealed\": \"1"},
        {"2026-11-21T22:26:41Z", "2026-11-21"},
        {"\"from\": \"2019-10-01\"", "\"from\": \"2019-02-30\""},
        {"\"to\": \"2021-09-30\",", ""},
        {"\"recipient\": \"c3", "\"recipient\": \"C3"},
        {"\"authority\": \"RW", "\"authority\": \"RX"},
        {"   \"authority\": \"" AUTHORITY "\",\n", ""},
        {"\"supersedes\": null", "\"supersedes\": \"\""},
        {"\"supersedes\": null", "\"supersedes\": null, \"level\": 4"},
        {"null\n  }\n ]\n}", "null\n  }\n ]"},
    };
    struct journal_entry first = entry(1, "infosakkollen-2021", "2019-10-01");
    add(&first);
    struct buffer whole = fixture_directory_read(JOURNAL_FILE);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char *text = fixture_replace(buffer_string(&whole), changes[i][0], changes[i][1]);
        refuse_text(text);
        free(text);
    }
    buffer_free(&whole);
    refuse_text("");
    refuse_text("[]");
    refuse_text("{\"format\":\"sigill-journal/1\",\"sealed\":[7]}");
    refuse_text("{\"format\":\"sigill-journal/1\",\"sealed\":[{}]}");
}

static void test_a_journal_that_people_have_reformatted_is_read(void **state)
{
    (void)state;
    static const char text[] = "{\"sealed\":[],\n\n\"format\":\"sigill-journal/1\"}";
    struct journal_entry first = entry(1, "a", "2019-10-01");
    fixture_directory_write(JOURNAL_FILE, text, strlen(text));
    add(&first);
    struct journal journal = load();
    assert_int_equal(journal.count, 1);
    journal_free(&journal);
}

static void test_a_full_journal_takes_no_more(void **state)
{
    (void)state;
    struct buffer text = {0};
    struct journal_entry one = entry(1, "a", "2019-10-01");
    buffer_text(&text, "{\"format\":\"sigill-journal/1\",\"sealed\":[");
    for (size_t i = 0; i < JOURNAL_ENTRIES_MAX; i++)
        buffer_printf(&text,
            "%s{\"id\":\"" HEX32("01") "\",\"sealed\":\"" HEX64(
                "11") "\","
                      "\"created\":\"2026-11-21T22:26:41Z\",\"edition\":\"a\",\"from\":\"2019-10-"
                      "01\","
                      "\"to\":\"2021-09-30\",\"recipient\":\"" HEX64(
                          "c3") "\",\"authority\":\"" AUTHORITY "\",\"supersedes\":null}",
            i == 0 ? "" : ",");
    buffer_text(&text, "]}");
    fixture_directory_write(JOURNAL_FILE, text.data, text.length);
    struct journal journal = load();
    assert_int_equal(journal.count, JOURNAL_ENTRIES_MAX);
    journal_free(&journal);
    assert_int_equal(append(directory(), &one, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_TOO_LARGE);
    struct buffer after = fixture_directory_read(JOURNAL_FILE);
    assert_int_equal(after.length, text.length);
    buffer_free(&after);
    buffer_free(&text);
}

static void test_a_directory_that_is_not_there_fails(void **state)
{
    (void)state;
    struct journal_entry one = entry(1, "a", "2019-10-01");
    assert_int_equal(append(fixture_directory_path("none"), &one, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_false(file_exists(fixture_directory_path("none")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_a_journal_that_is_not_there_is_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_appended_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_file_is_exactly_this_and_private, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_earlier_are_of_the_same_edition_and_period, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_was_given_by_hand_is_carried_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_no_more_are_listed_than_there_is_room_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_entry_is_found_by_its_digest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_damaged_journal_is_left_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_journal_that_people_have_reformatted_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_full_journal_takes_no_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_directory_that_is_not_there_fails, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
