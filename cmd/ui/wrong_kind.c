#include "cmd/ui/wrong_kind.h"

#include "base/memory.h"
#include "base/text.h"
#include "cmd/ui/file_kind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct taker {
    const char *command;
    enum file_kind takes;
} TAKERS[] = {
    {"check", FILE_KIND_ANSWERS},
    {"score", FILE_KIND_ANSWERS},
    {"compare", FILE_KIND_ANSWERS},
    {"gap", FILE_KIND_ANSWERS},
    {"seal", FILE_KIND_ANSWERS},
    {"trust", FILE_KIND_CARD},
    {"enrol", FILE_KIND_CARD},
    {"fingerprint", FILE_KIND_CARD},
    {"open", FILE_KIND_BUNDLE},
    {"receipt", FILE_KIND_RECEIPT},
};

static const char *const SENTENCE[] = {
    [FILE_KIND_ANSWERS] = N_("%s holds answers: `sigill check` and `sigill seal` take it"),
    [FILE_KIND_CARD] =
        N_("%s is a card: `sigill trust`, and at the authority `sigill-msb enrol`, take it"),
    [FILE_KIND_BUNDLE] =
        N_("%s is a sealed bundle: `sigill inspect` shows what can be seen of it, and "
           "`sigill-msb receive` takes it"),
    [FILE_KIND_PROFILE] =
        N_("%s holds answers, but a target profile is expected, whose format is "
           "sigill-target/1: `sigill compare OLD NEW` compares two sets of answers"),
    [FILE_KIND_KEY] = N_(
        "%s is a secret key, which stays where it is and is given to nobody: `card -k DIR -o FILE` "
        "writes the card that is handed over"),
    [FILE_KIND_RECEIPT] = N_("%s is a receipt: `sigill receipt` reads it"),
};

/* What was expected of the file matters less than what it is: the sentence takes the place of what
 * its reader complained of, which begins in the middle of a format. The format is one of SENTENCE.
 */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void say_kind(
    const struct app *app, enum file_kind kind, const char *path, struct error *err)
{
    char *sentence = memory_printf(text_of(app, SENTENCE[kind]), path);
    text_mask(sentence);
    text_copy(err->text, sizeof err->text, sentence);
    free(sentence);
}
#pragma GCC diagnostic pop

static enum file_kind taken_by(const char *command)
{
    for (size_t i = 0; i < sizeof TAKERS / sizeof TAKERS[0]; i++) {
        if (strcmp(TAKERS[i].command, command) == 0)
            return TAKERS[i].takes;
    }
    return FILE_KIND_OTHER;
}

/* A target profile has no kind of its own here. */
static bool names_profile(const struct option_spec *spec)
{
    return strcmp(spec->name, "target") == 0 || strcmp(spec->name, "against") == 0;
}

bool wrong_kind_say(
    const struct app *app, const char *path, enum file_kind takes, struct error *err)
{
    enum file_kind kind = file_kind_of(path, true);
    if (kind == FILE_KIND_OTHER || kind == takes)
        return false;
    if (takes == FILE_KIND_PROFILE && kind == FILE_KIND_ANSWERS)
        kind = FILE_KIND_PROFILE;
    say_kind(app, kind, path, err);
    return true;
}

/* A refusal of something else stays what it is. */
static bool say_if_other(
    const struct app *app, const char *path, enum file_kind takes, struct error *err)
{
    return strstr(err->text, path) != NULL && wrong_kind_say(app, path, takes, err);
}

void wrong_kind_explain(const struct app *app, struct error *err)
{
    const struct options *options = app->options;
    enum file_kind takes = taken_by(app->command->name);
    if (err->text[0] == '\0')
        return;
    for (size_t i = 0; i < options->count; i++) {
        const struct option_value *value = &options->value[i];
        if (value->text != NULL && names_profile(value->spec) &&
            say_if_other(app, value->text, FILE_KIND_PROFILE, err))
            return;
    }
    for (size_t i = 0; i < options->operands && takes != FILE_KIND_OTHER; i++) {
        if (say_if_other(app, options->operand[i], takes, err))
            return;
    }
}
