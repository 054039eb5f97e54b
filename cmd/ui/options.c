#include "cmd/ui/options.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/process.h"
#include "format/fingerprint.h"
#include "format/typed.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What getopt_long returns for the long name of the option at place n is LONG_BASE + n, beyond
 * every letter; so optopt shows afterwards how an option was written. */
enum { PLACES = 3 }; /* options that the environment may give */

enum { LONG_BASE = 256, LETTERS_SIZE = 2 + 2 * OPTIONS_MAX };

/* The declaration in the form that getopt_long takes. */
struct table {
    size_t count;
    const struct option_spec *spec[OPTIONS_MAX];
    struct option name[OPTIONS_MAX + 1];
    char letters[LETTERS_SIZE];
};

static void add_option(struct table *table, const struct option_spec *spec)
{
    if (table->count == OPTIONS_MAX)
        return;
    size_t place = table->count++;
    bool takes = spec->argument != NULL;
    bool may = takes && spec->argument[0] == '['; /* has no letter */
    table->spec[place] = spec;
    table->name[place] = (struct option){spec->name,
        may     ? optional_argument
        : takes ? required_argument
                : no_argument,
        NULL, LONG_BASE + (int)place};
    if (spec->letter != 0) {
        size_t end = strlen(table->letters);
        table->letters[end] = spec->letter;
        table->letters[end + 1] = takes ? ':' : '\0';
    }
}

/* The leading colon makes getopt_long silent, and distinguishes a missing value from an unknown
 * option. */
static void table_fill(struct table *table, const struct option_spec *const *option)
{
    *table = (struct table){.letters = ":"};
    for (size_t i = 0; option[i] != NULL; i++)
        add_option(table, option[i]);
    add_option(table, &OPTION_LANG);
    add_option(table, &OPTION_HELP);
}

static const struct option_spec *find_spec(const struct table *table, int code)
{
    if (code >= LONG_BASE)
        return table->spec[code - LONG_BASE];
    for (size_t i = 0; i < table->count; i++) {
        if (table->spec[i]->letter == code)
            return table->spec[i];
    }
    return NULL;
}

/* getopt_long refuses both an unknown long name and one that is cut too short, and says no more. */
static enum status refuse_name(const struct table *table, const char *word, struct error *err)
{
    const char *name = word + strspn(word, "-");
    size_t length = strcspn(name, "=");
    unsigned meant = 0;
    for (size_t i = 0; i < table->count; i++)
        meant += strncmp(table->spec[i]->name, name, length) == 0;
    if (meant > 1)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "the option --%.*s may mean several; write it out", (int)length, name);
    return error_set(
        err, STATUS_USAGE, REASON_BAD_SYNTAX, "there is no option --%.*s", (int)length, name);
}

static enum status refuse_option(
    const struct table *table, int code, int written, const char *word, struct error *err)
{
    const struct option_spec *spec = find_spec(table, written);
    /* mingw's getopt_long gives ':' also of an option that takes no value and got one. */
    if (code == ':' && spec != NULL && spec->argument != NULL)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "the option --%s needs a value: --%s=%s", spec->name, spec->name,
            tr(err == NULL ? NULL : err->catalog, spec->argument));
    if (written == 0)
        return refuse_name(table, word, err);
    if (spec != NULL)
        return error_set(
            err, STATUS_USAGE, REASON_BAD_SYNTAX, "the option --%s takes no value", spec->name);
    return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX, "there is no option -%c", written);
}

static enum status take_option(
    struct options *options, const struct option_spec *spec, const char *text, struct error *err)
{
    if (!spec->repeats && option_given(options, spec))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "the option --%s is given twice; give it once", spec->name);
    options->value[options->count++] = (struct option_value){spec, text};
    return STATUS_OK;
}

/* Word processors make a dash of the hyphens before an option. */
static bool begins_with_dash(const char *word)
{
    static const char *const DASH[] = {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"};
    for (size_t i = 0; i < sizeof DASH / sizeof DASH[0]; i++) {
        if (strncmp(word, DASH[i], strlen(DASH[i])) == 0)
            return true;
    }
    return false;
}

static enum status refuse_dash(const char *word, struct error *err)
{
    return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
        "%s: begins with a dash, as word processors write one, and not with the hyphens of an "
        "option; type - or -- in its place",
        word);
}

/* The option whose value the words behind it may have belonged to: the last that takes a text. */
static const struct option_spec *option_of_words(const struct options *options)
{
    for (size_t i = options->count; i > 0; i--) {
        const struct option_spec *spec = options->value[i - 1].spec;
        if (strcmp(spec->name, "name") == 0 || strcmp(spec->name, "reason") == 0 ||
            strcmp(spec->name, "reference") == 0 || strcmp(spec->name, "attach") == 0)
            return spec;
    }
    return NULL;
}

static bool takes_option(const struct options_spec *spec, const struct option_spec *option)
{
    for (size_t i = 0; spec->option[i] != NULL; i++) {
        if (spec->option[i] == option)
            return true;
    }
    return false;
}

static enum status judge_operands(
    const struct options_spec *spec, const struct options *options, struct error *err)
{
    size_t given = options->operands;
    bool many = spec->most != OPERANDS_ANY && given > spec->most;
    const struct option_spec *of_words = option_of_words(options);
    for (size_t i = 0; i < given; i++) {
        if (begins_with_dash(options->operand[i]) && !file_exists(options->operand[i]))
            return refuse_dash(options->operand[i], err);
    }
    if (given >= spec->least && !many)
        return STATUS_OK;
    if (many && of_words != NULL)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "%s: belongs to nothing; if it is a part of --%s, put quotation marks round all of that, "
            "as in --%s \"two words\"",
            options->operand[spec->most], of_words->name, of_words->name);
    if (spec->most == 0 && takes_option(spec, &OPTION_OUTPUT))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "%s: belongs to nothing; if it is the file to write, give it with -o: -o %s",
            options->operand[0], options->operand[0]);
    if (spec->most == 0)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "nothing but options is expected on the command line");
    return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
        "expected on the command line: %s; given: %zu",
        tr(err == NULL ? NULL : err->catalog, spec->operands), given);
}

static bool is_digits(const char *word)
{
    return typed_is_digits(word, strlen(word));
}

static bool is_fingerprint(const char *text)
{
    struct fingerprint_given given;
    return fingerprint_read(text, strlen(text), &given, NULL) == STATUS_OK;
}

/* A fingerprint that was pasted without quotation marks is a word for each group: an option's value
 * and operands, or operands alone. They become one word where they are a fingerprint together, and
 * behind --fingerprint in any case, so that it is the one that is said to be none. */
static void join_fingerprint(struct options *options, char **operand)
{
    struct buffer groups = {0}; /* of the operands */
    struct buffer whole = {0};
    const char **first = NULL;
    size_t left = 0;
    for (size_t i = 0; i < options->operands; i++) {
        if (is_digits(operand[i]))
            buffer_printf(&groups, " %s", operand[i]);
    }
    for (size_t i = 0; i < options->count && first == NULL && groups.length > 0; i++) {
        struct option_value *value = &options->value[i];
        if (value->text == NULL || !is_digits(value->text) || is_fingerprint(value->text))
            continue;
        whole.length = 0;
        buffer_printf(&whole, "%s%s", value->text, buffer_string(&groups));
        if (value->spec == &OPTION_FINGERPRINT || is_fingerprint(buffer_string(&whole)))
            first = &value->text;
    }
    bool alone = first == NULL && is_fingerprint(buffer_string(&groups));
    for (size_t i = 0; i < options->operands && (alone || first != NULL); i++) {
        if (!is_digits(operand[i]))
            operand[left++] = operand[i];
    }
    if (alone || first != NULL)
        options->joined = memory_text(buffer_string(alone ? &groups : &whole));
    if (first != NULL)
        *first = options->joined;
    if (alone)
        operand[left++] = options->joined;
    if (alone || first != NULL)
        options->operands = left;
    buffer_free(&groups);
    buffer_free(&whole);
}

enum status options_parse(const struct options_spec *spec, int argc, char **argv,
    struct options *options, struct error *err)
{
    struct table table;
    int code;
    table_fill(&table, spec->option);
    *options =
        (struct options){.value = memory_new((size_t)argc + PLACES + 1, sizeof *options->value)};
    optind = 0; /* GNU: start afresh */
    opterr = 0;
    while ((code = getopt_long(argc, argv, table.letters, table.name, NULL)) != -1) {
        const struct option_spec *taken = find_spec(&table, code); /* NULL for '?' and ':' */
        TRY(taken == NULL ? refuse_option(&table, code, optopt, argv[optind - 1], err)
                          : take_option(options, taken, optarg, err));
    }
    options->operands = (size_t)(argc - optind);
    options->operand = argv + optind;
    join_fingerprint(options, argv + optind);
    if (option_given(options, &OPTION_HELP))
        return STATUS_OK;
    return judge_operands(spec, options, err);
}

void options_free(struct options *options)
{
    free(options->value);
    free(options->joined);
    *options = (struct options){0};
}

static const struct place {
    const struct option_spec *option;
    const char *variable;
} PLACE[PLACES] = {{&OPTION_KEYS, "SIGILL_KEYS"}, {&OPTION_KIT_KEYS, "SIGILL_KEYS"},
    {&OPTION_REGISTER, "SIGILL_REGISTER"}};

void options_take_places(const struct options_spec *spec, struct options *options)
{
    for (size_t i = 0; i < PLACES; i++) {
        const char *place = process_variable(PLACE[i].variable);
        if (place != NULL && *place != '\0' && takes_option(spec, PLACE[i].option) &&
            !option_given(options, PLACE[i].option))
            options->value[options->count++] = (struct option_value){PLACE[i].option, place};
    }
}

bool option_given(const struct options *options, const struct option_spec *spec)
{
    return option_count(options, spec) > 0;
}

const char *option_text(const struct options *options, const struct option_spec *spec)
{
    return option_text_at(options, spec, 0);
}

size_t option_count(const struct options *options, const struct option_spec *spec)
{
    size_t count = 0;
    for (size_t i = 0; i < options->count; i++)
        count += options->value[i].spec == spec;
    return count;
}

const char *option_text_at(
    const struct options *options, const struct option_spec *spec, size_t place)
{
    for (size_t i = 0; i < options->count; i++) {
        if (options->value[i].spec == spec && place-- == 0)
            return options->value[i].text;
    }
    return NULL;
}

enum status option_require(const struct options *options, const struct option_spec *spec,
    const char **text, struct error *err)
{
    *text = option_text(options, spec);
    if (*text != NULL)
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
        "the option --%s is missing; give --%s=%s", spec->name, spec->name,
        tr(err == NULL ? NULL : err->catalog, spec->argument));
}

enum status option_number(const struct options *options, const struct option_spec *spec,
    unsigned least, unsigned most, unsigned *number, struct error *err)
{
    const char *text = option_text(options, spec);
    if (text == NULL)
        return STATUS_OK;
    size_t digits = strspn(text, "0123456789");
    unsigned long value = digits <= 9 ? strtoul(text, NULL, 10) : ULONG_MAX;
    if (digits > 0 && text[digits] == '\0' && value >= least && value <= most) {
        *number = (unsigned)value;
        return STATUS_OK;
    }
    return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
        "--%s: \"%s\" is not a whole number from %u to %u", spec->name, text, least, most);
}
