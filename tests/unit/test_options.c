#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/nearest.h"
#include "cmd/ui/options.h"

#include <string.h>

static const struct option_spec ATTACH = {"attach", 'a', "FILE", "attach a file", true};
static const struct option_spec LEVEL = {"level", 0, "N", "a level", false};
static const struct option_spec *const TAKEN[] = {
    &OPTION_JSON, &OPTION_FORCE, &OPTION_OUTPUT, &OPTION_PASSPHRASE_FILE, &ATTACH, &LEVEL, NULL};

enum { WORDS_MAX = 12 };

struct line {
    struct options options;
    struct error err;
    char text[WORDS_MAX][32];
    char *word[WORDS_MAX + 1];
};

/* Parses a command line of which words are the part after the subcommand. */
static enum status parse(
    struct line *line, const char *operands, size_t least, size_t most, const char *words)
{
    struct options_spec spec = {TAKEN, operands, least, most};
    int count = 1;
    memset(line, 0, sizeof *line);
    error_init(&line->err, NULL);
    strcpy(line->text[0], "subcommand");
    line->word[0] = line->text[0];
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        assert_true(count < WORDS_MAX && length < sizeof line->text[0]);
        memcpy(line->text[count], words, length);
        line->word[count] = line->text[count];
        count++;
        words += length + (words[length] == ' ');
    }
    return options_parse(&spec, count, line->word, &line->options, &line->err);
}

static void test_options_and_operands_mix(void **state)
{
    (void)state;
    struct line line;
    assert_int_equal(parse(&line, "A B", 2, 2, "one --json -o out --attach=x two -a y"), STATUS_OK);
    assert_true(option_given(&line.options, &OPTION_JSON));
    assert_false(option_given(&line.options, &OPTION_FORCE));
    assert_string_equal(option_text(&line.options, &OPTION_OUTPUT), "out");
    assert_null(option_text(&line.options, &LEVEL));
    assert_int_equal(option_count(&line.options, &ATTACH), 2);
    assert_string_equal(option_text(&line.options, &ATTACH), "x");
    assert_string_equal(option_text_at(&line.options, &ATTACH, 1), "y");
    assert_null(option_text_at(&line.options, &ATTACH, 2));
    assert_int_equal(line.options.operands, 2);
    assert_string_equal(line.options.operand[0], "one");
    assert_string_equal(line.options.operand[1], "two");
    options_free(&line.options);
}

static void test_two_hyphens_end_the_options(void **state)
{
    (void)state;
    struct line line;
    assert_int_equal(parse(&line, "A B", 2, 2, "-- --json -o"), STATUS_OK);
    assert_false(option_given(&line.options, &OPTION_JSON));
    assert_string_equal(line.options.operand[0], "--json");
    assert_string_equal(line.options.operand[1], "-o");
    options_free(&line.options);
}

static void test_a_long_name_may_be_cut(void **state)
{
    (void)state;
    struct line line;
    assert_int_equal(parse(&line, "", 0, 0, "--pass=x"), STATUS_OK);
    assert_string_equal(option_text(&line.options, &OPTION_PASSPHRASE_FILE), "x");
    options_free(&line.options);
}

static void test_help_asks_for_no_operands(void **state)
{
    (void)state;
    struct line line;
    assert_int_equal(parse(&line, "FILE", 1, 1, "--help"), STATUS_OK);
    assert_true(option_given(&line.options, &OPTION_HELP));
    options_free(&line.options);
    assert_int_equal(parse(&line, "FILE", 1, 1, "-h"), STATUS_OK);
    options_free(&line.options);
}

static void test_any_number_of_operands(void **state)
{
    (void)state;
    struct line line;
    assert_int_equal(parse(&line, "PATH...", 1, OPERANDS_ANY, "a b c d e"), STATUS_OK);
    assert_int_equal(line.options.operands, 5);
    options_free(&line.options);
}

static void test_wrong_lines_are_refused_with_their_reason(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        const char *text;
    } wrong[] = {
        {"x --colour", "there is no option --colour"},
        {"x --colour=red", "there is no option --colour"},
        {"x -z", "there is no option -z"},
        {"x --json=yes", "the option --json takes no value"},
        {"x --output", "the option --output needs a value: --output=FILE"},
        {"x -o", "the option --output needs a value: --output=FILE"},
        {"x --json --json", "the option --json is given twice; give it once"},
        {"x -o a --output=b", "the option --output is given twice; give it once"},
        {"x --l=1", "the option --l may mean several; write it out"},
        {"", "expected on the command line: FILE; given: 0"},
        {"x y", "expected on the command line: FILE; given: 2"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct line line;
        assert_int_equal(parse(&line, "FILE", 1, 1, wrong[i].words), STATUS_USAGE);
        assert_int_equal(line.err.status, STATUS_USAGE);
        assert_int_equal(line.err.reason, REASON_BAD_SYNTAX);
        assert_string_equal(line.err.text, wrong[i].text);
        options_free(&line.options);
    }
}

static void test_no_operand_expected(void **state)
{
    (void)state;
    struct line line;
    assert_int_equal(parse(&line, "", 0, 0, "x"), STATUS_USAGE);
    assert_string_equal(
        line.err.text, "x: belongs to nothing; if it is the file to write, give it with -o: -o x");
    options_free(&line.options);
}

static void test_numbers(void **state)
{
    (void)state;
    static const char *const wrong[] = {"--level=0", "--level=5", "--level=", "--level=-1",
        "--level=+1", "--level=1x", "--level=99999999999999999999", "--level=4294967297"};
    struct line line;
    unsigned number = 7;
    assert_int_equal(parse(&line, "", 0, 0, ""), STATUS_OK);
    assert_int_equal(option_number(&line.options, &LEVEL, 1, 4, &number, &line.err), STATUS_OK);
    assert_int_equal(number, 7);
    options_free(&line.options);
    assert_int_equal(parse(&line, "", 0, 0, "--level 4"), STATUS_OK);
    assert_int_equal(option_number(&line.options, &LEVEL, 1, 4, &number, &line.err), STATUS_OK);
    assert_int_equal(number, 4);
    options_free(&line.options);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(parse(&line, "", 0, 0, wrong[i]), STATUS_OK);
        assert_int_equal(
            option_number(&line.options, &LEVEL, 1, 4, &number, &line.err), STATUS_USAGE);
        assert_int_equal(line.err.reason, REASON_BAD_VALUE);
        assert_int_equal(number, 4);
        options_free(&line.options);
    }
}

static void test_a_required_option(void **state)
{
    (void)state;
    struct line line;
    const char *text;
    assert_int_equal(parse(&line, "", 0, 0, "-o x"), STATUS_OK);
    assert_int_equal(option_require(&line.options, &OPTION_OUTPUT, &text, &line.err), STATUS_OK);
    assert_string_equal(text, "x");
    assert_int_equal(
        option_require(&line.options, &OPTION_PASSPHRASE_FILE, &text, &line.err), STATUS_USAGE);
    assert_string_equal(
        line.err.text, "the option --passphrase-file is missing; give --passphrase-file=FILE");
    options_free(&line.options);
}

static void test_distances_between_words(void **state)
{
    (void)state;
    assert_int_equal(nearest_distance("", ""), 0);
    assert_int_equal(nearest_distance("score", "score"), 0);
    assert_int_equal(nearest_distance("scroe", "score"), 2);
    assert_int_equal(nearest_distance("scor", "score"), 1);
    assert_int_equal(nearest_distance("", "gap"), 3);
    assert_int_equal(nearest_distance("kitten", "sitting"), 3);
    assert_int_equal(nearest_distance("12345678901234567890123456789012", "gap"), 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_and_operands_mix),
        cmocka_unit_test(test_two_hyphens_end_the_options),
        cmocka_unit_test(test_a_long_name_may_be_cut),
        cmocka_unit_test(test_help_asks_for_no_operands),
        cmocka_unit_test(test_any_number_of_operands),
        cmocka_unit_test(test_wrong_lines_are_refused_with_their_reason),
        cmocka_unit_test(test_no_operand_expected),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_a_required_option),
        cmocka_unit_test(test_distances_between_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
