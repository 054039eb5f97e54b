/* sigill distrust: takes a card out of the key directory again. */
#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "format/keydir_kit.h"

#include <stdlib.h>
#include <string.h>

/* What is meant: a fingerprint as it was typed, or that of a card's file, of which nothing more is
 * read. */
static enum status read_operand(
    const char *operand, struct fingerprint_given *given, struct error *err)
{
    struct buffer frame = {0};
    if (fingerprint_read(operand, strlen(operand), given, NULL) == STATUS_OK)
        return STATUS_OK;
    if (!file_exists(operand) && strcmp(operand, FILE_STANDARD) != 0)
        return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
            "%s: is neither a fingerprint nor a file; give the fingerprint of the card, or its file",
            operand);
    given->whole = true;
    TRY(cards_read(operand, &frame, err));
    enum status status = card_fingerprint(frame.data, frame.length, &given->fingerprint, err);
    if (status != STATUS_OK)
        error_prefix(err, operand);
    buffer_free(&frame);
    return status;
}

static enum status remove_kit(struct app *app, const struct keydir *dir, struct error *err)
{
    TRY(keydir_kit_remove(dir->path, err));
    say(app, "The kit that was taken in from it is removed.\n");
    return STATUS_OK;
}

/* A kit counts as long as its authority is trusted, so it goes first. */
static enum status forget_kit(struct app *app, const struct keydir *dir,
    const struct keydir_trusted *trusted, size_t count, const struct keydir_trusted *gone,
    struct error *err)
{
    struct keydir_kit kit;
    bool found = false;
    struct error unread;
    error_init(&unread, app->catalog);
    if (keydir_kit_load(dir->path, &kit, &found, &unread) != STATUS_OK)
        return remove_kit(app, dir, err); /* of nobody who could be told */
    bool left = found && minisign_public_equal(&kit.card.sign, &gone->card.sign);
    for (size_t i = 0; i < count; i++)
        left = left && (&trusted[i] == gone ||
                           !minisign_public_equal(&trusted[i].card.sign, &gone->card.sign));
    keydir_kit_free(&kit);
    return left ? remove_kit(app, dir, err) : STATUS_OK;
}

static enum status distrust(struct app *app, const struct keydir *dir,
    const struct fingerprint_given *given, struct error *err)
{
    struct keydir_trusted *trusted = NULL;
    const struct keydir_trusted *found = NULL;
    size_t count = 0;
    enum status status;
    TRY_OUT(keydir_trusted_list(dir, &trusted, &count, err));
    for (size_t i = 0; i < count && found == NULL; i++) {
        if (fingerprint_differs(given, &trusted[i].fingerprint) == 0)
            found = &trusted[i];
    }
    if (found == NULL)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: this card is not trusted here, so there is nothing to take back; `%s fingerprint` shows the "
            "fingerprint of each card in %s/%s",
            dir->path, app->program->name, dir->path, KEYDIR_TRUSTED));
    TRY_OUT(forget_kit(app, dir, trusted, count, found, err));
    TRY_OUT(keydir_distrust(dir, &found->fingerprint, err));
    say(app,
        "%s is not trusted any more. To trust it again its fingerprint is needed, read out over the "
        "telephone.\n",
        found->card.name);
out:
    free(trusted);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct fingerprint_given given = {0};
    struct keydir dir;
    enum status status;
    TRY_OUT(keys_load(app, &dir, err));
    TRY_OUT(read_operand(app->options->operand[0], &given, err));
    TRY_OUT(distrust(app, &dir, &given, err));
out:
    keydir_free(&dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_KEYS, &OPTION_EXAMPLE_KEYS, NULL};

const struct command distrust_command = {
    .name = "distrust",
    .summary = N_("Trusts a card no more."),
    .options = {OPTIONS, N_("FINGERPRINT|CARD"), 1, 1},
    .run = run,
};
