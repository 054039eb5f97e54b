/* Which kits were taken into a key directory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture_directory.h"
#include "format/kit.h"
#include "format/kits_taken.h"

#define AUTHORITY "RWSF45ooQS4GDK8lGWLo4UzRouleyzg5UMktdBosDoIEQxCtCZVgQFXB"
#define ENTRY                                                                                      \
    "{\"authority\":\"" AUTHORITY "\",\"number\":7,\"kit\":\""                                     \
    "0707070707070707070707070707070707070707070707070707070707070707\"}"
#define DOCUMENT(entries) "{\"format\":\"" KITS_TAKEN_FORMAT "\",\"taken\":[" entries "]}"

static struct error err;
static struct kits_taken *taken;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    taken = calloc(1, sizeof *taken);
    assert_non_null(taken);
    (void)fixture_directory_make();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(taken);
    fixture_directory_remove();
    return 0;
}

/* Another authority for each number. */
static struct minisign_public authority(unsigned number)
{
    struct minisign_public key;
    assert_int_equal(
        minisign_public_from_line(AUTHORITY, strlen(AUTHORITY), &key, NULL), STATUS_OK);
    key.number[0] = (uint8_t)number;
    key.number[1] = (uint8_t)(number >> 8);
    return key;
}

static struct kit_taken one(unsigned whose, uint32_t number)
{
    struct kit_taken made = {.authority = authority(whose), .number = number};
    memset(made.kit.bytes, (int)number, FINGERPRINT_SIZE);
    return made;
}

static void note(unsigned whose, uint32_t number)
{
    const struct kit_taken added = one(whose, number);
    if (kits_taken_note(fixture_directory_path(""), &added, &err) != STATUS_OK)
        fail_msg("%s", err.text);
}

static void load(void)
{
    if (kits_taken_load(fixture_directory_path(""), taken, &err) != STATUS_OK)
        fail_msg("%s", err.text);
}

/* The number that is noted of an authority; 0 if none is. */
static uint32_t noted(unsigned whose)
{
    struct minisign_public key = authority(whose);
    const struct kit_taken *found = kits_taken_find(taken, &key);
    return found == NULL ? 0 : found->number;
}

static void test_a_directory_without_the_file_has_none(void **state)
{
    (void)state;
    load();
    assert_int_equal(taken->count, 0);
    assert_int_equal(noted(1), 0);
}

static void test_what_is_noted_is_found_by_its_authority(void **state)
{
    struct stat about;
    (void)state;
    note(1, 3);
    note(2, KIT_NUMBER_MAX);
    load();
    assert_int_equal(taken->count, 2);
    assert_int_equal(noted(1), 3);
    assert_int_equal(noted(2), KIT_NUMBER_MAX);
    assert_int_equal(noted(3), 0);
    const struct kit_taken third = one(1, 3);
    assert_memory_equal(&taken->one[0].kit, &third.kit, sizeof third.kit);
    assert_int_equal(stat(fixture_directory_path(KITS_TAKEN_FILE), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

/* The latest stands last; a lower number takes no place, whenever it is noted. */
static void test_a_higher_number_takes_the_place_of_a_lower(void **state)
{
    (void)state;
    note(1, 3);
    note(2, 1);
    note(1, 5);
    load();
    assert_int_equal(taken->count, 2);
    assert_int_equal(noted(1), 5);
    struct kit_taken same = one(1, 5);
    assert_true(minisign_public_equal(&taken->one[1].authority, &same.authority));
    note(1, 4);
    load();
    assert_int_equal(noted(1), 5);
    assert_memory_equal(&taken->one[1].kit, &same.kit, sizeof same.kit);
    memset(same.kit.bytes, 0xEE, FINGERPRINT_SIZE);
    assert_int_equal(kits_taken_note(fixture_directory_path(""), &same, &err), STATUS_OK);
    load();
    assert_memory_equal(&taken->one[1].kit, &same.kit, sizeof same.kit);
}

static void test_S8_of_too_many_authorities_the_oldest_goes(void **state)
{
    (void)state;
    struct buffer text = {0};
    buffer_text(&text, "{\"format\":\"" KITS_TAKEN_FORMAT "\",\"taken\":[");
    for (unsigned whose = 0; whose < KITS_TAKEN_MAX; whose++) {
        char line[MINISIGN_PUBLIC_LINE_SIZE];
        const struct minisign_public key = authority(whose);
        minisign_public_line(line, &key);
        buffer_printf(&text, "%s{\"authority\":\"%s\",\"number\":%u,\"kit\":\"%064u\"}",
            whose == 0 ? "" : ",", line, whose + 1, whose);
    }
    buffer_text(&text, "]}");
    fixture_directory_write(KITS_TAKEN_FILE, text.data, text.length);
    buffer_free(&text);
    note(0, 500); /* the first is the latest now */
    note(KITS_TAKEN_MAX, 9);
    load();
    assert_int_equal(taken->count, KITS_TAKEN_MAX);
    assert_int_equal(noted(0), 500);
    assert_int_equal(noted(1), 0);
    assert_int_equal(noted(2), 3);
    assert_int_equal(noted(KITS_TAKEN_MAX), 9);
}

static void test_a_file_of_another_form_fails_and_stays(void **state)
{
    static const char *const wrong[] = {"", "{", "[]", "{\"format\":\"sigill-kits/1\"}",
        "{\"format\":\"sigill-kits/2\",\"taken\":[]}",
        "{\"format\":\"sigill-kits/1\",\"taken\":[],\"more\":1}", DOCUMENT("{}"),
        DOCUMENT("{\"authority\":\"" AUTHORITY "\",\"number\":7}"),
        DOCUMENT("{\"authority\":\"" AUTHORITY "\",\"number\":7,\"kit\":\"07\"}"),
        DOCUMENT("{\"authority\":\"RWS\",\"number\":7,\"kit\":\""
                 "0707070707070707070707070707070707070707070707070707070707070707\"}")};
    static const char *const numbers[] = {"0", "1000001", "-1", "1.5", "\"7\""};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0] + sizeof numbers / sizeof numbers[0];
         i++) {
        size_t first = sizeof wrong / sizeof wrong[0];
        char text[600];
        if (i < first)
            (void)snprintf(text, sizeof text, "%s", wrong[i]);
        else
            (void)snprintf(text, sizeof text,
                DOCUMENT("{\"authority\":\"" AUTHORITY "\",\"number\":%s,\"kit\":\""
                         "0707070707070707070707070707070707070707070707070707070707070707\"}"),
                numbers[i - first]);
        fixture_directory_write(KITS_TAKEN_FILE, text, strlen(text));
        error_init(&err, NULL);
        assert_int_equal(kits_taken_load(fixture_directory_path(""), taken, &err), STATUS_FAILED);
        assert_int_equal(err.reason, REASON_BAD_SYNTAX);
        assert_non_null(strstr(err.text, "the list of kits that were taken in is damaged"));
        const struct kit_taken added = one(1, 3);
        assert_int_equal(kits_taken_note(fixture_directory_path(""), &added, &err), STATUS_FAILED);
        struct buffer after = fixture_directory_read(KITS_TAKEN_FILE);
        assert_int_equal(after.length, strlen(text));
        assert_memory_equal(after.data, text, after.length);
        buffer_free(&after);
    }
    fixture_directory_write(KITS_TAKEN_FILE, DOCUMENT(ENTRY), strlen(DOCUMENT(ENTRY)));
    load();
    assert_int_equal(taken->count, 1);
    assert_int_equal(taken->one[0].number, 7);
}

static void test_S8_a_list_of_more_is_refused(void **state)
{
    struct buffer text = {0};
    (void)state;
    buffer_text(&text, "{\"format\":\"" KITS_TAKEN_FORMAT "\",\"taken\":[");
    for (unsigned i = 0; i <= KITS_TAKEN_MAX; i++)
        buffer_printf(&text, "%s%s", i == 0 ? "" : ",", ENTRY);
    buffer_text(&text, "]}");
    fixture_directory_write(KITS_TAKEN_FILE, text.data, text.length);
    assert_int_equal(kits_taken_load(fixture_directory_path(""), taken, &err), STATUS_FAILED);
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_a_directory_without_the_file_has_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_is_noted_is_found_by_its_authority, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_higher_number_takes_the_place_of_a_lower, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S8_of_too_many_authorities_the_oldest_goes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_file_of_another_form_fails_and_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_S8_a_list_of_more_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
