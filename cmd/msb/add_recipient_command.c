/* sigill-msb add-recipient: one more key that what comes is sealed to, such as an offline backup.
 */
#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/rotate.h"
#include "format/example_keys.h"

#include <string.h>

enum { RECIPIENTS_FILE_MAX = 64 * 1024 };

/* A text that begins as a recipient does is one; anything else names a file with exactly one. */
static enum status read_recipient(const char *given, struct age_recipients *list, struct error *err)
{
    struct buffer content = {0};
    enum status status;
    if (strncmp(given, "age1", 4) == 0)
        return age_recipients_parse(list, given, strlen(given), AGE_HYBRID_ONLY, 1, err);
    TRY_OUT(file_read_given(given, RECIPIENTS_FILE_MAX, &content, err));
    status = age_recipients_parse(list, content.data, content.length, AGE_HYBRID_ONLY, 1, err);
    if (status != STATUS_OK)
        error_prefix(err, given);
out:
    buffer_free(&content);
    return status;
}

static enum status judge_recipient_example(
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
    enum status status;
    TRY_OUT(keys_load(app, &dir, err));
    TRY_OUT(read_recipient(app->options->operand[0], &list, err));
    TRY_OUT(judge_recipient_example(app, &list.items[0], err));
    TRY_OUT(keydir_add_recipient(&dir, &list.items[0], err));
    say(app, "%s has one recipient more, %zu in all.\n", dir.path, dir.recipients.count);
    rotate_say_next(app, &dir);
out:
    age_recipients_free(&list);
    keydir_free(&dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_KEYS, &OPTION_EXAMPLE_KEYS, NULL};

const struct command add_recipient_command = {
    .name = "add-recipient",
    .summary = N_("Adds a key that what comes is sealed to as well, such as an offline backup."),
    .options = {OPTIONS, N_("FILE|RECIPIENT"), 1, 1},
    .run = add_recipient,
};
