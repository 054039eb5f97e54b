/* What a subcommand is called with: its options, declared as data, and its operands.
 *
 * A declaration gives the parser, the errors and --help alike, so that none of them can say
 * something else than the others. A parsed option is asked for by its declaration, not by its name.
 */
#ifndef CMD_UI_OPTIONS_H
#define CMD_UI_OPTIONS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Marks a text that is translated where it is used, not where it stands. */
#define N_(text) text

struct option_spec {
    const char *name;     /* long name, without its hyphens */
    char letter;          /* short name; 0 if it has none */
    const char *argument; /* what its value is, such as N_("FILE"); NULL for an option without one;
                             in brackets where it may be left out: then its text is NULL */
    const char *help;     /* N_("…"): a phrase, lower case, no full stop */
    bool repeats;         /* may be given several times */
};

/* The options that several subcommands share. Every subcommand takes OPTION_LANG and OPTION_HELP
 * beside those that it lists. */
extern const struct option_spec OPTION_HELP;
extern const struct option_spec OPTION_LANG;
extern const struct option_spec OPTION_JSON;
extern const struct option_spec OPTION_HTML;
extern const struct option_spec OPTION_OUTPUT;          /* -o FILE */
extern const struct option_spec OPTION_OUTPUT_DIR;      /* -o DIR */
extern const struct option_spec OPTION_SLIP;            /* --slip FILE */
extern const struct option_spec OPTION_FORCE;           /* overwrite */
extern const struct option_spec OPTION_KEYS;            /* -k DIR */
extern const struct option_spec OPTION_KIT_KEYS;        /* the same for its kit alone */
extern const struct option_spec OPTION_REGISTER;        /* -r DIR */
extern const struct option_spec OPTION_EDITION;         /* FILE */
extern const struct option_spec OPTION_EDITIONS;        /* the same, several times */
extern const struct option_spec OPTION_PASSPHRASE_FILE; /* FILE */
extern const struct option_spec OPTION_NO_PASSPHRASE;
extern const struct option_spec OPTION_FINGERPRINT;  /* F */
extern const struct option_spec OPTION_EXAMPLE_KEYS; /* --allow-example-keys */
extern const struct option_spec OPTION_YES;
extern const struct option_spec OPTION_NO_SANDBOX; /* --allow-no-sandbox */

#define OPERANDS_ANY ((size_t)-1)

/* What a subcommand takes. */
struct options_spec {
    const struct option_spec *const *option; /* ends with NULL */
    const char *operands;                    /* as in the usage line, N_("OLD NEW"); "" if none */
    size_t least;                            /* operands */
    size_t most;                             /* OPERANDS_ANY: no limit */
};

#define OPTIONS_MAX 40 /* different ones that a subcommand may list */

struct option_value {
    const struct option_spec *spec;
    const char *text; /* NULL for an option without a value; borrowed from argv */
};

struct options {
    size_t count;
    struct option_value *value; /* in the order given; owned */
    size_t operands;
    char *const *operand; /* borrowed from argv */
    char *joined; /* a fingerprint that was given as several words; owned, NULL if none was */
};

/* Parses argv[1 .. argc-1]; argv[0] is the subcommand. GNU rules: options and operands mixed, long
 * names may be cut where they stay clear, `--` ends the options, argv is reordered. Words of
 * digits that complete the value of --fingerprint belong to it. STATUS_USAGE
 * with REASON_BAD_SYNTAX for an unknown option, a missing or superfluous value, an option given
 * twice that does not repeat, or too few or many operands; the number of operands is not judged if
 * --help was given. *options is the caller's (options_free), also on failure. */
enum status options_parse(const struct options_spec *spec, int argc, char **argv,
    struct options *options, struct error *err) MUST_USE;
void options_free(struct options *options);

/* Takes --keys and --register from the environment (SIGILL_KEYS, SIGILL_REGISTER; not empty) where
 * the subcommand takes them and they were not given. */
void options_take_places(const struct options_spec *spec, struct options *options);

bool option_given(const struct options *options, const struct option_spec *spec);

/* The value of an option; NULL if it was not given. Of one that repeats, the first. */
const char *option_text(const struct options *options, const struct option_spec *spec);

/* How many times it was given, and the value at a place, counted from 0; NULL after the last. */
size_t option_count(const struct options *options, const struct option_spec *spec);
const char *option_text_at(
    const struct options *options, const struct option_spec *spec, size_t place);

/* Whether its value names what is written, not what is read. */
bool option_names_output(const struct option_spec *spec);

/* The value of an option that must be given; STATUS_USAGE if it was not. */
enum status option_require(const struct options *options, const struct option_spec *spec,
    const char **text, struct error *err) MUST_USE;

/* The value as a decimal number from least to most, *number left alone if the option was not given.
 * STATUS_USAGE with REASON_BAD_VALUE for anything else. */
enum status option_number(const struct options *options, const struct option_spec *spec,
    unsigned least, unsigned most, unsigned *number, struct error *err) MUST_USE;

#endif
