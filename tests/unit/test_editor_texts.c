#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "format/editor_texts.h"

static const struct editor_place PLACES[] = {
    {"sammanfattning", "sammanfattning", "at the top"},
    {"kommun risk", "kommun risk", "of the municipalities"},
    {"tabell 1", "tabell 1", "above the table"},
};
enum { PLACES_COUNT = sizeof PLACES / sizeof PLACES[0] };

static void read_ok(struct editor_texts *texts, const char *content)
{
    struct error err;
    error_init(&err, NULL);
    editor_texts_init(texts, PLACES, PLACES_COUNT);
    if (editor_texts_read(content, strlen(content), "t.txt", texts, &err) != STATUS_OK)
        fail_msg("%s", err.text);
}

static void expect_paragraphs(
    const struct editor_texts *texts, const char *place, const char *const paragraphs[])
{
    const struct editor_text *text = editor_texts_find(texts, place);
    size_t count = 0;
    while (paragraphs[count] != NULL)
        count++;
    if (count == 0) {
        assert_null(text);
        return;
    }
    assert_non_null(text);
    assert_int_equal(text->paragraphs.count, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(((char **)text->paragraphs.items)[i], paragraphs[i]);
}

static void test_paragraphs_stand_under_their_places(void **state)
{
    static const char *const contents[] = {
        "## tabell 1\nEtt\ntvå\n\nTre\n\n\n## sammanfattning\nFyra",
        "\xEF\xBB\xBF## tabell 1\r\nEtt\r\ntvå\r\n\r\nTre\r\n## sammanfattning\r\nFyra\r\n",
        "## tabell 1\rEtt\rtvå\r\rTre\r## sammanfattning\rFyra\r",
        "# om\n  ## Tabell   1 \n\n Ett \n#mitt i\n\ttvå\t\n  \nTre\n##SAMMANFATTNING\n\n\nFyra\n#",
    };
    (void)state;
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        struct editor_texts texts;
        read_ok(&texts, contents[i]);
        expect_paragraphs(&texts, "tabell 1", (const char *const[]){"Ett två", "Tre", NULL});
        expect_paragraphs(&texts, "sammanfattning", (const char *const[]){"Fyra", NULL});
        expect_paragraphs(&texts, "kommun risk", (const char *const[]){NULL});
        assert_null(editor_texts_find(&texts, "Tabell 1"));
        editor_texts_free(&texts);
    }
}

static void test_a_place_without_a_text_has_none(void **state)
{
    struct editor_texts texts;
    (void)state;
    read_ok(&texts, "");
    expect_paragraphs(&texts, "sammanfattning", (const char *const[]){NULL});
    editor_texts_free(&texts);
    read_ok(&texts, "\xEF\xBB\xBF");
    editor_texts_free(&texts);
    read_ok(&texts, "## sammanfattning\n\n## tabell 1\nEtt\tett");
    expect_paragraphs(&texts, "sammanfattning", (const char *const[]){NULL});
    expect_paragraphs(&texts, "tabell 1", (const char *const[]){"Ett ett", NULL});
    editor_texts_free(&texts);
}

static void refused_with(
    const char *content, size_t length, enum reason reason, const char *reported)
{
    struct editor_texts texts;
    struct error err;
    error_init(&err, NULL);
    editor_texts_init(&texts, PLACES, PLACES_COUNT);
    if (editor_texts_read(content, length, "t.txt", &texts, &err) != STATUS_REFUSED)
        fail_msg("not refused: %s", reported);
    if (strncmp(err.text, reported, strlen(reported)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", err.text, reported);
    assert_int_equal(err.reason, reason);
    editor_texts_free(&texts);
}

static void test_what_is_wrong_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *content;
        enum reason reason;
        const char *reported;
    } wrong[] = {
        {"\nEtt\n## tabell 1\n", REASON_BAD_SYNTAX,
            "t.txt, line 2: a heading that names a place is expected before the first text: ## "
            "sammanfattning"},
        {"## sammanfatning\n", REASON_BAD_VALUE,
            "t.txt, line 1: the report has no place \"sammanfatning\"; the nearest that it has is "
            "\"sammanfattning\""},
        {"# x\r\n\r\n## komun risk\r\n", REASON_BAD_VALUE,
            "t.txt, line 3: the report has no place \"komun risk\"; the nearest that it has is "
            "\"kommun risk\""},
        {"## en mycket lång rubrik som inget liknar alls\n", REASON_BAD_VALUE,
            "t.txt, line 1: the report has no place \"en mycket lång rubrik som inget liknar "
            "alls\"; the first that it has is \"sammanfattning\""},
        {"## tabell 1\n\n## TABELL 1\n", REASON_BAD_VALUE,
            "t.txt, line 3: the place \"TABELL 1\" stands on line 1 already"},
        {"## \n", REASON_BAD_SYNTAX, "t.txt, line 1: two # and the name of a place"},
        {"##\n", REASON_BAD_SYNTAX, "t.txt, line 1: two # and the name of a place"},
        {"### tabell 1\n", REASON_BAD_SYNTAX, "t.txt, line 1: two # and the name of a place"},
        {"## tabell 1\nett \x07\n", REASON_BAD_SYNTAX,
            "t.txt, line 2: a character that cannot be shown (U+0007)"},
        {"## tabell 1\nett\xE2\x80\xAE\n", REASON_BAD_SYNTAX,
            "t.txt, line 2: a character that cannot be shown (U+202E)"},
        {"## tabell 1\nett\n# \xEF\xBB\xBF\n", REASON_BAD_SYNTAX,
            "t.txt, line 3: a character that cannot be shown (U+FEFF)"},
        {"## tabell 1\ntv\xE5\n", REASON_BAD_SYNTAX, "t.txt, line 2: this is not UTF-8"},
        {"\xFF\xFE#", REASON_BAD_SYNTAX, "t.txt, line 1: this is not UTF-8"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        refused_with(
            wrong[i].content, strlen(wrong[i].content), wrong[i].reason, wrong[i].reported);
    refused_with("## tabell 1\n\0", 13, REASON_BAD_SYNTAX,
        "t.txt, line 2: a character that cannot be shown (U+0000)");
}

/* A heading, then so many paragraphs of so many letters; lines of 100. */
static void make_long(struct buffer *out, size_t paragraphs, size_t letters)
{
    out->length = 0;
    buffer_text(out, "## tabell 1\n");
    for (size_t i = 0; i < paragraphs; i++) {
        for (size_t k = 1; k <= letters; k++)
            buffer_text(out, k % 100 == 0 && k < letters ? "\n" : "x");
        buffer_text(out, "\n\n");
    }
}

static void test_texts_have_their_limits(void **state)
{
    struct editor_texts texts;
    struct buffer content = {0};
    (void)state;
    make_long(&content, EDITOR_TEXT_PARAGRAPHS_MAX, 1);
    read_ok(&texts, buffer_string(&content));
    editor_texts_free(&texts);
    make_long(&content, EDITOR_TEXT_PARAGRAPHS_MAX + 1, 1);
    refused_with(buffer_string(&content), content.length, REASON_BAD_SYNTAX,
        "t.txt, line 203: the text has more than 100 paragraphs");
    make_long(&content, 1, EDITOR_TEXT_PARAGRAPH_MAX);
    read_ok(&texts, buffer_string(&content));
    assert_int_equal(strlen(((char **)editor_texts_find(&texts, "tabell 1")->paragraphs.items)[0]),
        EDITOR_TEXT_PARAGRAPH_MAX);
    editor_texts_free(&texts);
    make_long(&content, 1, EDITOR_TEXT_PARAGRAPH_MAX + 1);
    refused_with(buffer_string(&content), content.length, REASON_BAD_SYNTAX,
        "t.txt, line 102: the paragraph has more than 10000 bytes");
    content.length = 0;
    buffer_text(&content, "## tabell 1\n");
    for (size_t i = 0; i < EDITOR_TEXT_PARAGRAPH_MAX; i++)
        buffer_text(&content, "x");
    read_ok(&texts, buffer_string(&content));
    editor_texts_free(&texts);
    buffer_text(&content, "x");
    refused_with(buffer_string(&content), content.length, REASON_BAD_SYNTAX,
        "t.txt, line 2: the paragraph has more than 10000 bytes");
    content.length = 0;
    while (content.length <= EDITOR_TEXTS_LENGTH_MAX)
        buffer_text(&content, "# a comment\n");
    refused_with(buffer_string(&content), content.length, REASON_TOO_LARGE,
        "t.txt: the file is larger than 1048576 bytes");
    content.length = EDITOR_TEXTS_LENGTH_MAX;
    buffer_string(&content);
    editor_texts_init(&texts, PLACES, PLACES_COUNT);
    assert_int_equal(
        editor_texts_read(content.data, content.length, "t.txt", &texts, NULL), STATUS_OK);
    editor_texts_free(&texts);
    buffer_free(&content);
}

static void test_what_is_written_is_read_again(void **state)
{
    struct editor_texts texts;
    struct editor_texts again;
    struct buffer written = {0};
    struct buffer rewritten = {0};
    (void)state;
    read_ok(&texts, "## kommun risk\nEtt <b>\nrad två\n\nTre\n## sammanfattning\nFyra");
    editor_texts_write(&written, NULL, &texts);
    const char *content = buffer_string(&written);
    assert_int_equal(strncmp(content, "\xEF\xBB\xBF# ", 5), 0);
    assert_non_null(strstr(content, "\r\n\r\n## sammanfattning\r\n# at the top\r\n\r\nFyra\r\n"));
    assert_non_null(strstr(content,
        "\r\n## kommun risk\r\n# of the municipalities\r\n\r\nEtt <b> rad två\r\n\r\nTre\r\n"));
    assert_non_null(strstr(content, "\r\n## tabell 1\r\n# above the table\r\n"));
    read_ok(&again, content);
    editor_texts_write(&rewritten, NULL, &again);
    assert_string_equal(content, buffer_string(&rewritten));
    editor_texts_free(&again);
    editor_texts_free(&texts);
    buffer_free(&rewritten);
    buffer_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraphs_stand_under_their_places),
        cmocka_unit_test(test_a_place_without_a_text_has_none),
        cmocka_unit_test(test_what_is_wrong_is_refused_with_its_line),
        cmocka_unit_test(test_texts_have_their_limits),
        cmocka_unit_test(test_what_is_written_is_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
