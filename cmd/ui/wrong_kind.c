#include "cmd/ui/wrong_kind.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "crypto/age_header.h"
#include "format/card.h"
#include "format/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOOKED_AT = 4096 };

enum file_kind { KIND_OTHER, KIND_ANSWERS, KIND_CARD, KIND_BUNDLE, KIND_RECEIPT, KIND_PROFILE };

static const struct taker {
    const char *command;
    enum file_kind takes;
} TAKERS[] = {
    {"check", KIND_ANSWERS},
    {"score", KIND_ANSWERS},
    {"compare", KIND_ANSWERS},
    {"gap", KIND_ANSWERS},
    {"seal", KIND_ANSWERS},
    {"trust", KIND_CARD},
    {"enrol", KIND_CARD},
    {"fingerprint", KIND_CARD},
    {"open", KIND_BUNDLE},
    {"receipt", KIND_RECEIPT},
};

static const char *const SENTENCE[] = {
    [KIND_ANSWERS] = N_("%s holds answers: `sigill check` and `sigill seal` take it"),
    [KIND_CARD] =
        N_("%s is a card: `sigill trust`, and at the authority `sigill-msb enrol`, take it"),
    [KIND_BUNDLE] = N_("%s is a sealed bundle: `sigill inspect` shows what can be seen of it, and "
                       "`sigill-msb receive` takes it"),
    [KIND_PROFILE] = N_("%s holds answers, but a target profile is expected, whose format is "
                        "sigill-target/1: `sigill compare OLD NEW` compares two sets of answers"),
    [KIND_RECEIPT] = N_("%s is a receipt: `sigill receipt` reads it"),
};

static bool begins(const char *bytes, size_t length, const char *with, size_t size)
{
    return length >= size && memcmp(bytes, with, size) == 0;
}

/* A document is a tar archive, whose first member is named at its beginning. */
static enum file_kind kind_of(const char *bytes, size_t length)
{
    const char *text = bytes + strspn(bytes, " \t\r\n");
    if (begins(bytes, length, AGE_MAGIC, sizeof AGE_MAGIC - 1))
        return KIND_BUNDLE;
    if (begins(bytes, length, CARD_NAME, sizeof CARD_NAME))
        return KIND_CARD;
    if (begins(bytes, length, RECEIPT_NAME, sizeof RECEIPT_NAME))
        return KIND_RECEIPT;
    /* All that is about an edition names it; answers alone do not name a format. */
    return *text == '{' && strstr(text, "\"edition\"") != NULL && strstr(text, "\"format\"") == NULL
               ? KIND_ANSWERS
               : KIND_OTHER;
}

static enum file_kind look_at(const char *path)
{
    char bytes[LOOKED_AT + 1] = {0};
    uint64_t size;
    int fd = -1;
    if (file_open(path, true, &fd, &size, NULL) != STATUS_OK)
        return KIND_OTHER;
    ssize_t got = pread(fd, bytes, LOOKED_AT, 0);
    (void)close(fd);
    return got <= 0 ? KIND_OTHER : kind_of(bytes, (size_t)got);
}

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
    return KIND_OTHER;
}

/* A target profile has no kind of its own here. */
static bool names_profile(const struct option_spec *spec)
{
    return strcmp(spec->name, "target") == 0 || strcmp(spec->name, "against") == 0;
}

static bool say_if_other(
    const struct app *app, const char *path, enum file_kind takes, struct error *err)
{
    /* A refusal of something else stays what it is. */
    enum file_kind kind = strstr(err->text, path) != NULL ? look_at(path) : KIND_OTHER;
    if (kind == KIND_OTHER || kind == takes)
        return false;
    if (takes == KIND_PROFILE && kind == KIND_ANSWERS)
        kind = KIND_PROFILE;
    say_kind(app, kind, path, err);
    return true;
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
            say_if_other(app, value->text, KIND_PROFILE, err))
            return;
    }
    for (size_t i = 0; i < options->operands && takes != KIND_OTHER; i++) {
        if (say_if_other(app, options->operand[i], takes, err))
            return;
    }
}
