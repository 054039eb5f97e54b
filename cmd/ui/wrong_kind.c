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
    bool explains; /* what a card or a receipt is, it says itself (cmd/ui/envelope.h) */
} TAKERS[] = {
    {"check", FILE_KIND_ANSWERS, false},
    {"score", FILE_KIND_ANSWERS, false},
    {"compare", FILE_KIND_ANSWERS, false},
    {"gap", FILE_KIND_ANSWERS, false},
    {"seal", FILE_KIND_ANSWERS, false},
    {"answer", FILE_KIND_ANSWERS, false},
    {"trust", FILE_KIND_KIT, false},
    {"enrol", FILE_KIND_CARD, false},
    {"fingerprint", FILE_KIND_CARD, false},
    {"distrust", FILE_KIND_CARD, false},
    {"convert", FILE_KIND_ANSWERS, false},
    {"open", FILE_KIND_BUNDLE, false},
    {"inspect", FILE_KIND_BUNDLE, true},
    {"slip", FILE_KIND_BUNDLE, true},
    {"receipt", FILE_KIND_RECEIPT, false},
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
    [FILE_KIND_KIT] = N_("%s is an authority's kit: `sigill trust` takes it in"),
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

/* Kinds that no subcommand here is for, and what is taken. */
static const char *const NAME[] = {
    [FILE_KIND_OFFICE] = N_("a workbook or another office document"),
    [FILE_KIND_EMPTY] = N_("an empty file"),
    [FILE_KIND_LOCK] = N_("the lock that an office program keeps beside a file that is open"),
    [FILE_KIND_PAGE] = N_("a page for a browser"),
    [FILE_KIND_TABLE] = N_("a table as text (CSV)"),
    [FILE_KIND_PDF] = N_("a PDF"),
    [FILE_KIND_PICTURE] = N_("a picture"),
    [FILE_KIND_ARCHIVE] = N_("an archive or the image of a disk"),
};

static const char *const WANTED[] = {
    [FILE_KIND_ANSWERS] = N_("a form with answers: a workbook (.xlsx, .ods) or JSON"),
    [FILE_KIND_CARD] = N_("a card, whose name mostly ends in .card"),
    [FILE_KIND_BUNDLE] = N_("a sealed bundle, whose name ends in .sigill"),
    [FILE_KIND_RECEIPT] = N_("a receipt, whose name ends in .kvittens"),
    [FILE_KIND_KIT] = N_("a card or a kit, whose names mostly end in .card and .kit"),
};

static void say_wanted(const struct app *app, enum file_kind kind, enum file_kind takes,
    const char *path, struct error *err)
{
    enum reason reason = err->reason;
    if (kind == FILE_KIND_TABLE && takes == FILE_KIND_ANSWERS)
        (void)error_set(err, STATUS_REFUSED, reason,
            "%s: a table as text (CSV) cannot hold the answers; save the workbook as .xlsx, and give "
            "that",
            path);
    else
        (void)error_set(err, STATUS_REFUSED, reason, "%s: this is %s, and not %s", path,
            text_of(app, NAME[kind]), text_of(app, WANTED[takes]));
}

static const struct taker *taker_of(const char *command)
{
    for (size_t i = 0; i < sizeof TAKERS / sizeof TAKERS[0]; i++) {
        if (strcmp(TAKERS[i].command, command) == 0)
            return &TAKERS[i];
    }
    return NULL;
}

/* A target profile has no kind of its own here. */
static bool names_profile(const struct option_spec *spec)
{
    return strcmp(spec->name, "target") == 0 || strcmp(spec->name, "against") == 0;
}

/* A form is refused by who reads it, with more than its kind. */
static bool is_read(enum file_kind kind, enum file_kind takes)
{
    return kind == takes || (takes == FILE_KIND_KIT && kind == FILE_KIND_CARD) ||
           (takes == FILE_KIND_ANSWERS && (kind == FILE_KIND_OFFICE || kind == FILE_KIND_ARCHIVE ||
                                              kind == FILE_KIND_PAGE || kind == FILE_KIND_EMPTY));
}

static bool say_of(const struct app *app, const char *path, enum file_kind kind,
    enum file_kind takes, struct error *err)
{
    if (kind == FILE_KIND_OTHER || is_read(kind, takes))
        return false;
    if (takes == FILE_KIND_PROFILE && SENTENCE[kind] == NULL)
        return false;
    if (takes == FILE_KIND_PROFILE && kind == FILE_KIND_ANSWERS)
        kind = FILE_KIND_PROFILE;
    if (SENTENCE[kind] != NULL)
        say_kind(app, kind, path, err);
    else
        say_wanted(app, kind, takes, path, err);
    return true;
}

bool wrong_kind_say(
    const struct app *app, const char *path, enum file_kind takes, struct error *err)
{
    return say_of(app, path, file_kind_of(path, true), takes, err);
}

enum status wrong_kind_refuse(
    const struct app *app, const char *path, const struct buffer *bytes, struct error *err)
{
    enum file_kind kind = file_kind_of_bytes(bytes->data, bytes->length);
    if (!say_of(app, path, kind, FILE_KIND_ANSWERS, err))
        return STATUS_OK;
    err->reason = REASON_BAD_SYNTAX;
    return STATUS_REFUSED;
}

/* A refusal of something else stays what it is. */
static bool say_if_other(
    const struct app *app, const char *path, enum file_kind takes, struct error *err)
{
    return strstr(err->text, path) != NULL && wrong_kind_say(app, path, takes, err);
}

static bool is_document(const char *path)
{
    enum file_kind kind = file_kind_of(path, true);
    return kind == FILE_KIND_CARD || kind == FILE_KIND_RECEIPT;
}

void wrong_kind_explain(const struct app *app, struct error *err)
{
    const struct options *options = app->options;
    const struct taker *taker = taker_of(app->command->name);
    if (err->text[0] == '\0')
        return;
    for (size_t i = 0; i < options->count; i++) {
        const struct option_value *value = &options->value[i];
        if (value->text != NULL && names_profile(value->spec) &&
            say_if_other(app, value->text, FILE_KIND_PROFILE, err))
            return;
    }
    for (size_t i = 0; i < options->operands && taker != NULL; i++) {
        if (taker->explains && err->reason == REASON_NOT_A_BUNDLE &&
            is_document(options->operand[i]))
            return;
        if (say_if_other(app, options->operand[i], taker->takes, err))
            return;
    }
}
