#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/respondents.h"
#include "fixture_age.h"
#include "fixture_answers.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "register/changes_parts.h"
#include "register/population_file.h"
#include "register/store_parts.h"

static struct error err;
static struct fixture_register fixture;
static struct fixture_party ankeborg;
static struct small *small;
static struct population_entry *list;
static size_t count;

static const struct population_entry PAIR[2] = {
    {"212999-0004", "Ankeborg", "skola", 2, {{"län", "Kalle=1"}, {"storlek", "stor"}}},
    {"212999-0012", "Exempelby", "bolag", 0, {{"", ""}}},
};

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_party_make(&ankeborg, "Ankeborgs kommun", "212999-0004");
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    fixture_party_free(&ankeborg);
    return 0;
}

static int set_up(void **state)
{
    error_init(&err, NULL);
    (void)small_set_up(state);
    small = *state;
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    return 0;
}

static int tear_down(void **state)
{
    free(list);
    list = NULL;
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return small_tear_down(state);
}

static enum status read_text(const char *text)
{
    struct buffer content = {0};
    free(list);
    buffer_text(&content, text);
    enum status status =
        population_file_parse(small->edition, &content, "p.csv", &list, &count, &err);
    buffer_free(&content);
    return status;
}

static void load(const char *round)
{
    free(list);
    assert_int_equal(population_load(&fixture.store, round, &list, &count, &err), STATUS_OK);
}

static void keep(const char *round, const struct population_entry *entries, size_t entry_count)
{
    assert_int_equal(
        population_replace(&fixture.store, round, entries, entry_count, &err), STATUS_OK);
}

static void test_what_is_kept_comes_back(void **state)
{
    (void)state;
    load("r");
    assert_null(list);
    assert_int_equal(count, 0);
    keep("r", PAIR, 2);
    load("r");
    assert_int_equal(count, 2);
    assert_memory_equal(list, PAIR, sizeof PAIR);
    load("s");
    assert_int_equal(count, 0);
}

/* As many tags as there may be, each of as many letters. */
static void test_the_longest_tags_come_back(void **state)
{
    struct population_entry entry = PAIR[0];
    (void)state;
    entry.tags = POPULATION_TAGS_MAX;
    for (unsigned i = 0; i < POPULATION_TAGS_MAX; i++) {
        memset(entry.tag[i].name, 'a' + (int)i, MANIFEST_WORD_SIZE - 1);
        entry.tag[i].name[MANIFEST_WORD_SIZE - 1] = '\0';
        memset(entry.tag[i].value, 'A' + (int)i, MANIFEST_WORD_SIZE - 1);
        entry.tag[i].value[MANIFEST_WORD_SIZE - 1] = '\0';
    }
    keep("r", &entry, 1);
    load("r");
    assert_int_equal(count, 1);
    assert_memory_equal(list, &entry, sizeof entry);
}

static void test_a_list_takes_the_place_of_the_round_s_earlier_one(void **state)
{
    (void)state;
    keep("r", PAIR, 2);
    keep("s", PAIR, 2);
    keep("r", &PAIR[1], 1);
    load("r");
    assert_int_equal(count, 1);
    assert_string_equal(list[0].number, "212999-0012");
    load("s");
    assert_int_equal(count, 2);
}

static void test_a_list_that_is_moved(void **state)
{
    (void)state;
    keep("r", PAIR, 2);
    assert_int_equal(population_move(&fixture.store, "r", "s", &err), STATUS_OK);
    load("r");
    assert_int_equal(count, 0);
    load("s");
    assert_memory_equal(list, PAIR, sizeof PAIR);
}

static void test_broken_rows_are_told_of(void **state)
{
    (void)state;
    static const char *const tags[] = {"län", "län=x", "=x\n", "a=1\nb=2",
        "a=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\n",
        "0123456789012345678901234567890123456789012345678901234567890123=x\n"};
    char sql[256];
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        keep("r", PAIR, 2);
        (void)snprintf(sql, sizeof sql, "UPDATE population SET tags = '%s'", tags[i]);
        assert_int_equal(sqlite3_exec(fixture.store.db, sql, NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(population_load(&fixture.store, "r", &list, &count, &err), STATUS_FAILED);
        assert_int_equal(err.reason, REASON_DAMAGED);
        assert_null(list);
    }
}

static void test_entries_are_found_with_their_tags(void **state)
{
    (void)state;
    assert_ptr_equal(population_find(PAIR, 2, "212999-0012"), &PAIR[1]);
    assert_null(population_find(PAIR, 2, "212999-0020"));
    assert_null(population_find(NULL, 0, "212999-0020"));
    assert_string_equal(population_value(&PAIR[0], "storlek"), "stor");
    assert_string_equal(population_value(&PAIR[0], "län"), "Kalle=1");
    assert_null(population_value(&PAIR[0], "Kalle"));
    assert_null(population_value(&PAIR[1], "län"));
}

static void test_lists_are_compared_by_number(void **state)
{
    (void)state;
    struct population_entry after[3] = {PAIR[0], PAIR[1], PAIR[1]};
    after[0].tag[1] = (struct population_tag){"storlek", "liten"};
    (void)snprintf(after[2].number, sizeof after[2].number, "212999-0020");
    struct population_change change = population_compare(PAIR, 2, after, 3);
    assert_int_equal(change.added, 1);
    assert_int_equal(change.removed, 0);
    assert_int_equal(change.changed, 1);
    assert_int_equal(change.same, 1);
    change = population_compare(after, 3, &PAIR[1], 1);
    assert_int_equal(change.added, 0);
    assert_int_equal(change.removed, 2);
    assert_int_equal(change.changed, 0);
    assert_int_equal(change.same, 1);
    change = population_compare(NULL, 0, PAIR, 2);
    assert_int_equal(change.added, 2);
    assert_int_equal(change.removed + change.changed + change.same, 0);
}

/* Computed with Python's hashlib.blake2b(digest_size=32) over the eight texts in UTF-8, each with a
 * NUL behind it. */
static void test_the_words_of_the_audit(void **state)
{
    (void)state;
    char words[AUDIT_SUBJECT_SIZE];
    population_words(words, "r", PAIR, 2);
    assert_string_equal(words,
        "round=r count=2 digest=12c59a2b1774e94b091c40da4138644671cd5303bd6a3da16b49506f1182297f");
}

static void test_a_file_is_read_in_any_order_of_columns(void **state)
{
    (void)state;
    assert_int_equal(read_text("Län,NAME,number,Group,storlek\n"
                               ",Exempelby,2129990012,bolag, \n"
                               "Kalle=1,Ankeborg,212999-0004,skola,stor\n"
                               ",,,,\n"),
        STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].number, "212999-0004");
    assert_string_equal(list[0].name, "Ankeborg");
    assert_string_equal(list[0].group, "skola");
    assert_int_equal(list[0].tags, 2);
    assert_string_equal(population_value(&list[0], "Län"), "Kalle=1");
    assert_string_equal(population_value(&list[0], "storlek"), "stor");
    assert_memory_equal(&list[1], &PAIR[1], sizeof PAIR[1]);
}

/* Each refused with this reason, naming the line, and nothing given. */
static void refuse(const char *text, enum reason reason, const char *words)
{
    assert_refused(read_text(text), err, reason);
    assert_int_equal(strncmp(err.text, "p.csv", 5), 0);
    assert_non_null(strstr(err.text, words));
    assert_null(list);
    assert_int_equal(count, 0);
}

/* As spreadsheets save it, and as people write it into them. */
static void test_a_file_as_spreadsheets_save_it(void **state)
{
    (void)state;
    assert_int_equal(read_text("\xEF\xBB\xBFsep=;\r\n"
                               "Nummer;Namn;GRUPP;län;storlek;;\r\n"
                               "162129990004;\xC2\xA0"
                               "\"Ankeborg\";SKOLA;Kalle=1;stor;;\r\n"
                               "16212999\xE2\x80\x93"
                               "0012 ;\"Exempel\r\nby\";bolag;;;;\r\n"
                               ";;;;;;\r\n"),
        STATUS_OK);
    assert_int_equal(count, 2);
    assert_memory_equal(&list[0], &PAIR[0], sizeof PAIR[0]);
    assert_string_equal(list[1].number, "212999-0012");
    assert_string_equal(list[1].name, "Exempel by");
    assert_int_equal(list[1].tags, 0);
    assert_int_equal(
        read_text("nummer\tnamn\tgrupp\r2129990004\tAnkeborg, Å\tSkolor i samma edition\r"),
        STATUS_REFUSED);
    assert_int_equal(read_text("nummer\tnamn\tgrupp\r2129990004\tAnkeborg, Å\tskola\r"), STATUS_OK);
    assert_string_equal(list[0].name, "Ankeborg, Å");
}

static void test_a_file_that_is_no_list(void **state)
{
    (void)state;
    refuse("", REASON_BAD_SYNTAX, "line 1: expected the columns' names");
    refuse("nummer;namn;grupp\n", REASON_BAD_SYNTAX, "names no organisation");
    refuse("nummer;namn;group;name\n", REASON_BAD_SYNTAX, "line 1: expected the columns' names");
    refuse("nummer;nummer;grupp\n", REASON_BAD_SYNTAX, "each once");
    refuse("nummer;namn;grupp;a;b;c;d;e;f;g;h;i\n", REASON_BAD_SYNTAX, "at most 8 columns");
    refuse("nummer;namn;grupp;a;a\n", REASON_BAD_SYNTAX, "two columns are named a");
    refuse("nummer;namn;grupp\n212999-0004;A\n", REASON_BAD_SYNTAX, "line 2: has 2 fields");
    refuse("nummer;namn;grupp\n;A;skola\n", REASON_BAD_VALUE, "line 2: \"\" is not");
    refuse("nummer;namn;grupp\n212999-0004;A;kommun\n", REASON_BAD_VALUE, "skola, bolag");
    refuse("nummer;namn;grupp\n212999-0004;;skola\n", REASON_BAD_VALUE, "column namn");
    refuse("nummer;namn;grupp\n2129990004;A;skola\n212999-0012;B;skola\n212999-0004;C;bolag\n",
        REASON_BAD_VALUE, "line 4: the number 212999-0004 stands on line 2");
}

static void test_who_has_answered(void **state)
{
    (void)state;
    struct respondents answered;
    struct submission row;
    struct round round;
    size_t marked = 0;
    round_implicit(&round, small->edition->id);
    fixture_enrol(&fixture, &ankeborg);
    for (uint8_t id = 3; id > 0; id--) {
        fixture_row(&row, &ankeborg, small->edition, id);
        (void)snprintf(
            row.number, sizeof row.number, "212999-00%u", (unsigned)(10 + id / 2) % 100U);
        assert_int_equal(fixture_add(&fixture, &row, "{}", &err), STATUS_OK);
    }
    assert_int_equal(respondents_load(&fixture.store, &round, &answered, &err), STATUS_OK);
    assert_int_equal(answered.count, 2);
    assert_string_equal(answered.number[0].text, "212999-0010");
    assert_string_equal(answered.number[1].text, "212999-0011");
    respondents_free(&answered);
    assert_int_equal(answered.count, 0);
    assert_int_equal(
        submissions_suspect(&fixture.store, "212999-0010", 0, &marked, &err), STATUS_OK);
    assert_int_equal(respondents_load(&fixture.store, &round, &answered, &err), STATUS_OK);
    assert_int_equal(answered.count, 1);
    respondents_free(&answered);
    round_implicit(&round, "other");
    assert_int_equal(respondents_load(&fixture.store, &round, &answered, &err), STATUS_OK);
    assert_int_equal(answered.count, 0);
    respondents_free(&answered);
}

#define IN(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(test_what_is_kept_comes_back),
        IN(test_the_longest_tags_come_back),
        IN(test_a_list_takes_the_place_of_the_round_s_earlier_one),
        IN(test_a_list_that_is_moved),
        IN(test_broken_rows_are_told_of),
        IN(test_entries_are_found_with_their_tags),
        IN(test_lists_are_compared_by_number),
        IN(test_the_words_of_the_audit),
        IN(test_a_file_is_read_in_any_order_of_columns),
        IN(test_a_file_as_spreadsheets_save_it),
        IN(test_a_file_that_is_no_list),
        IN(test_who_has_answered),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
