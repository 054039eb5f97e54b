#include "cmd/ui/rotate.h"

#include "base/system/paste.h"
#include "cmd/ui/keys.h"

#include <string.h>

/* Whether there is a card of one's own, and then whether it is an authority's. */
static bool has_own_card(const struct keydir *dir, bool *authority)
{
    struct card card;
    struct fingerprint fingerprint;
    if (keydir_latest_card(dir, &card, &fingerprint, NULL) != STATUS_OK)
        return false;
    *authority = card.role == CARD_AUTHORITY;
    return true;
}

void rotate_say_next(struct app *app, const struct keydir *dir)
{
    struct buffer pasted = {0};
    const char *path = paste_path(&pasted, dir->path);
    bool authority = strcmp(app->program->name, "sigill-msb") == 0;
    bool renews = has_own_card(dir, &authority);
    say(app, "Next, make the card that carries it:\n  %s card -k %s%s\n", app->program->name, path,
        renews ? " --renew" : "");
    if (authority)
        say(app,
            "Then seal what the register holds to it as well:\n  %s rewrap -r REGISTER -k %s "
            "--to %s\n",
            app->program->name, path, path);
    buffer_free(&pasted);
}

static enum status rotate_with(void *context, const struct secret *passphrase, struct error *err)
{
    return keydir_rotate(context, passphrase, err);
}

enum status rotate_keys(struct app *app, struct error *err)
{
    struct keydir dir = {0};
    enum status status;
    TRY_OUT(keys_load(app, &dir, err));
    TRY_OUT(keys_open(app, &dir, &OPTION_PASSPHRASE_FILE, rotate_with, &dir, err));
    say(app,
        "%s has a new key to receive with. The older ones stay and open what was sealed "
        "to them.\n",
        dir.path);
    rotate_say_next(app, &dir);
out:
    keydir_free(&dir);
    return status;
}
