/* sigill keygen --rotate, sigill-msb rotate: a new key to be received with.
 * sigill-msb add-recipient: one more key that what comes is sealed to, such as an offline backup.
 */
#include "cmd/ui/rotate.h"

#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "format/example_keys.h"

#include <string.h>

enum { RECIPIENTS_FILE_MAX = 64 * 1024 };

static bool is_authority(const struct keydir *dir)
{
    struct card card;
    struct fingerprint fingerprint;
    return keydir_latest_card(dir, &card, &fingerprint, NULL) == STATUS_OK &&
           card.role == CARD_AUTHORITY;
}

static void tell_next(struct app *app, const struct keydir *dir)
{
    say(app, "Next, make the card that carries it: %s card -k %s --renew\n", app->program->name,
        dir->path);
    if (is_authority(dir))
        say(app,
            "Then seal what the register holds to it as well: %s rewrap -r REGISTER -k %s "
            "--to %s\n",
            app->program->name, dir->path, dir->path);
}

enum status rotate_keys(struct app *app, struct error *err)
{
    struct keydir dir = {0};
    struct secret passphrase = {0};
    enum status status = keys_load(app, &dir, err);
    if (status == STATUS_OK)
        status = keys_passphrase(app, &dir, &passphrase, err);
    if (status == STATUS_OK)
        status = keydir_rotate(&dir, &passphrase, err);
    if (status == STATUS_OK) {
        say(app,
            "%s has a new key to receive with. The older ones stay and open what was sealed "
            "to them.\n",
            dir.path);
        tell_next(app, &dir);
    }
    secret_clear(&passphrase);
    keydir_free(&dir);
    return status;
}

/* A text that begins as a recipient does is one; anything else names a file with exactly one. */
static enum status read_recipient(const char *given, struct age_recipients *list, struct error *err)
{
    struct buffer content = {0};
    if (strncmp(given, "age1", 4) == 0)
        return age_recipients_parse(list, given, strlen(given), AGE_HYBRID_ONLY, 1, err);
    enum status status = file_read(given, RECIPIENTS_FILE_MAX, &content, err);
    if (status == STATUS_OK) {
        status = age_recipients_parse(list, content.data, content.length, AGE_HYBRID_ONLY, 1, err);
        if (status != STATUS_OK)
            error_prefix(err, given);
    }
    buffer_free(&content);
    return status;
}

static enum status judge_example(
    struct app *app, const struct age_recipient *recipient, struct error *err)
{
    char text[AGE_RECIPIENT_TEXT_SIZE];
    age_recipient_encode(recipient, text);
    return keys_judge_example(app, example_recipient(text), app->options->operand[0], err);
}

static enum status add_recipient(struct app *app, struct error *err)
{
    struct keydir dir = {0};
    struct age_recipients list = {0};
    enum status status = keys_load(app, &dir, err);
    if (status == STATUS_OK)
        status = read_recipient(app->options->operand[0], &list, err);
    if (status == STATUS_OK)
        status = judge_example(app, &list.items[0], err);
    if (status == STATUS_OK)
        status = keydir_add_recipient(&dir, &list.items[0], err);
    if (status == STATUS_OK) {
        say(app, "%s has one recipient more, %zu in all.\n", dir.path, dir.recipients.count);
        tell_next(app, &dir);
    }
    age_recipients_free(&list);
    keydir_free(&dir);
    return status;
}

static const struct option_spec *const ROTATE_OPTIONS[] = {
    &OPTION_KEYS, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command rotate_command = {
    .name = "rotate",
    .summary = N_("Makes a new key to receive with, and keeps the older ones."),
    .options = {ROTATE_OPTIONS, "", 0, 0},
    .run = rotate_keys,
};

static const struct option_spec *const ADD_OPTIONS[] = {&OPTION_KEYS, &OPTION_EXAMPLE_KEYS, NULL};

const struct command add_recipient_command = {
    .name = "add-recipient",
    .summary = N_("Adds a key that what comes is sealed to as well, such as an offline backup."),
    .options = {ADD_OPTIONS, N_("FILE|RECIPIENT"), 1, 1},
    .run = add_recipient,
};
