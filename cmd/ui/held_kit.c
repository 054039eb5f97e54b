#include "cmd/ui/held_kit.h"

#include "base/clock.h"
#include "base/memory.h"
#include "cmd/ui/keys.h"
#include "format/example_keys.h"
#include "format/keydir.h"

#include <stdlib.h>

/* A kit whose authority is not trusted any more is none, whatever kept it from being removed. */
static enum status is_of_trusted(
    const char *keys, const struct keydir_kit *kit, bool *trusted, struct error *err)
{
    struct keydir dir = {0};
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    enum status status;
    *trusted = false;
    TRY_OUT(keydir_load(keys, &dir, err));
    TRY_OUT(keydir_trusted_list(&dir, &list, &count, err));
    for (size_t i = 0; i < count; i++)
        *trusted = *trusted || minisign_public_equal(&list[i].card.sign, &kit->card.sign);
out:
    free(list);
    keydir_free(&dir);
    return status;
}

void kit_release(struct app *app)
{
    if (app->kit != NULL)
        keydir_kit_free(app->kit);
    free(app->kit);
    app->kit = NULL;
    app->kit_sought = false;
}

static const char *keys_of_kit(const struct app *app)
{
    const char *keys = option_text(app->options, &OPTION_KEYS);
    if (keys == NULL)
        keys = option_text(app->options, &OPTION_KIT_KEYS);
    return keys != NULL ? keys : app->keys;
}

static enum status seek_kit(
    struct app *app, const char *keys, struct keydir_kit *kit, bool *found, struct error *err)
{
    TRY(keydir_kit_load(keys, kit, found, err));
    if (*found)
        TRY(is_of_trusted(keys, kit, found, err));
    return *found ? keys_judge_example(app, example_card(&kit->card), kit->path, err) : STATUS_OK;
}

/* app->kit is NULL if there is none. */
static enum status hold_kit(struct app *app, const char *keys, struct error *err)
{
    bool held = false;
    bool found = false;
    enum status status;
    app->kit = memory_new(1, sizeof *app->kit);
    TRY_OUT(seek_kit(app, keys, app->kit, &found, err));
    held = found;
out:
    if (!held)
        kit_release(app);
    return status;
}

enum status kit_of_app(struct app *app, const struct keydir_kit **kit, struct error *err)
{
    const char *keys = keys_of_kit(app);
    *kit = NULL;
    if (!app->kit_sought && keys != NULL)
        TRY(hold_kit(app, keys, err));
    app->kit_sought = true;
    *kit = app->kit;
    return STATUS_OK;
}

enum status kit_member_of(struct app *app, enum kit_member member, const char *id,
    struct buffer *bytes, bool *found, struct error *err)
{
    const struct keydir_kit *kit;
    *found = false;
    TRY(kit_of_app(app, &kit, err));
    return kit == NULL ? STATUS_OK : keydir_kit_read(kit, member, id, bytes, found, err);
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
    const struct keydir_kit *kit;
    *edition = NULL;
    TRY(kit_of_app(app, &kit, err));
    if (kit == NULL)
        return STATUS_OK;
    const struct kit_round *round = kit_rounds_find(&kit->rounds, NULL, clock_now());
    if (id == NULL && round != NULL)
        id = round->edition;
    return id == NULL ? STATUS_OK : read_kit_edition(kit, id, edition, err);
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
    const struct keydir_kit *kit;
    TRY(editions_load(option_text(app->options, &OPTION_EDITION), editions, err));
    TRY(kit_of_app(app, &kit, err));
    return kit == NULL ? STATUS_OK : add_kit_editions(kit, editions, err);
}

enum status kit_round_of(
    struct app *app, const char *edition, struct kit_round *round, bool *found, struct error *err)
{
    const struct keydir_kit *kit;
    const struct kit_round *held = NULL;
    TRY(kit_of_app(app, &kit, err));
    if (kit != NULL)
        held = kit_rounds_find(&kit->rounds, edition, clock_now());
    *found = held != NULL;
    if (*found)
        *round = *held;
    return STATUS_OK;
}
