#include "cmd/ui/held_kit.h"

#include "base/clock.h"
#include "format/keydir.h"

#include <stdlib.h>

/* A kit whose authority is not trusted any more is none, whatever kept it from being removed. */
static enum status leave_untrusted(
    const char *keys, struct keydir_kit *kit, bool *found, struct error *err)
{
    struct keydir dir = {0};
    struct keydir_trusted *trusted = NULL;
    size_t count = 0;
    enum status status;
    TRY_OUT(keydir_load(keys, &dir, err));
    TRY_OUT(keydir_trusted_list(&dir, &trusted, &count, err));
    *found = false;
    for (size_t i = 0; i < count; i++)
        *found = *found || minisign_public_equal(&trusted[i].card.sign, &kit->card.sign);
out:
    if (!*found || status != STATUS_OK)
        keydir_kit_free(kit);
    free(trusted);
    keydir_free(&dir);
    return status;
}

enum status kit_of_app(struct app *app, struct keydir_kit *kit, bool *found, struct error *err)
{
    const char *keys = option_text(app->options, &OPTION_KEYS);
    if (keys == NULL)
        keys = option_text(app->options, &OPTION_KIT_KEYS);
    if (keys == NULL)
        keys = app->keys;
    *kit = (struct keydir_kit){0};
    *found = false;
    if (keys == NULL)
        return STATUS_OK;
    TRY(keydir_kit_load(keys, kit, found, err));
    return *found ? leave_untrusted(keys, kit, found, err) : STATUS_OK;
}

enum status kit_member_of(struct app *app, enum kit_member member, const char *id,
    struct buffer *bytes, bool *found, struct error *err)
{
    struct keydir_kit kit;
    enum status status;
    TRY(kit_of_app(app, &kit, found, err));
    if (!*found)
        return STATUS_OK;
    status = keydir_kit_read(&kit, member, id, bytes, found, err);
    keydir_kit_free(&kit);
    return status;
}

static enum status read_kit_edition(
    const struct keydir_kit *kit, const char *id, struct edition **edition, struct error *err)
{
    struct buffer bytes = {0};
    bool found = false;
    char path[KIT_PATH_SIZE];
    enum status status;
    TRY_OUT(keydir_kit_read(kit, KIT_EDITION, id, &bytes, &found, err));
    if (found && kit_path_write(path, KIT_EDITION, id))
        status = edition_load(bytes.data, bytes.length, path, edition, err);
out:
    buffer_free(&bytes);
    return status;
}

enum status kit_edition(
    struct app *app, const char *id, struct edition **edition, struct error *err)
{
    struct keydir_kit kit;
    bool found = false;
    enum status status = STATUS_OK;
    *edition = NULL;
    TRY(kit_of_app(app, &kit, &found, err));
    const struct kit_round *round = kit_rounds_find(&kit.rounds, NULL, clock_now());
    if (id == NULL && round != NULL)
        id = round->edition;
    if (found && id != NULL)
        status = read_kit_edition(&kit, id, edition, err);
    keydir_kit_free(&kit);
    return status;
}

static enum status add_kit_editions(
    const struct keydir_kit *kit, struct editions *editions, struct error *err)
{
    const struct kit_file *file;
    struct buffer bytes = {0};
    size_t place = 0;
    enum status status = STATUS_OK;
    while ((file = keydir_kit_next(kit, KIT_EDITION, &place)) != NULL) {
        enum kit_member member;
        char id[KIT_ID_SIZE];
        bool found = false;
        (void)kit_path_read(file->path, &member, id);
        bytes.length = 0;
        TRY_OUT(keydir_kit_read(kit, KIT_EDITION, id, &bytes, &found, err));
        TRY_OUT(
            editions_add(editions, EDITIONS_KEPT, bytes.data, bytes.length, file->path, 0, err));
    }
out:
    buffer_free(&bytes);
    return status;
}

enum status kit_editions(struct app *app, struct editions *editions, struct error *err)
{
    struct keydir_kit kit;
    bool found = false;
    TRY(editions_load(option_text(app->options, &OPTION_EDITION), editions, err));
    TRY(kit_of_app(app, &kit, &found, err));
    enum status status = found ? add_kit_editions(&kit, editions, err) : STATUS_OK;
    keydir_kit_free(&kit);
    return status;
}

enum status kit_round_of(
    struct app *app, const char *edition, struct kit_round *round, bool *found, struct error *err)
{
    struct keydir_kit kit;
    TRY(kit_of_app(app, &kit, found, err));
    const struct kit_round *held = kit_rounds_find(&kit.rounds, edition, clock_now());
    *found = held != NULL;
    if (*found)
        *round = *held;
    keydir_kit_free(&kit);
    return STATUS_OK;
}
