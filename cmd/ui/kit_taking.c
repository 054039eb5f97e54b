#include "cmd/ui/kit_taking.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "cmd/ui/confirm.h"
#include "cmd/ui/kit_shown.h"
#include "cmd/ui/trusting.h"
#include "format/edition.h"
#include "format/keydir_kit.h"
#include "format/kits_taken.h"
#include "isolate/unpacked_kit.h"

#include <stdlib.h>
#include <string.h>

/* A kit on its way in, and the one that is held until now. */
struct taken_kit {
    const char *path;
    struct buffer bytes;
    struct kit_opened opened;
    struct trusting card; /* that it stands behind */
    struct kit_content content;
    struct kit_rounds rounds;
    struct keydir_kit held;
    struct kit_taken highest; /* of the card's authority, number 0: none was taken in before */
    bool holds;               /* there is one that can be read */
    bool unreadable;          /* there is one that cannot */
};

bool kit_taking_is_for(const char *path)
{
    uint8_t beginning[sizeof KIT_CARD];
    uint64_t size;
    size_t got = 0;
    int fd = -1;
    if (strcmp(path, FILE_STANDARD) == 0 || file_open(path, true, &fd, &size, NULL) != STATUS_OK)
        return false;
    bool read = descriptor_read_at(fd, beginning, sizeof beginning, 0, &got);
    (void)descriptor_close(fd);
    return read && kit_begins(beginning, got);
}

static enum status read_kit_file(struct taken_kit *taken, struct error *err)
{
    TRY(file_read(taken->path, KIT_FRAME_MAX, &taken->bytes, err));
    taken->opened.bytes = taken->bytes.data;
    taken->opened.length = taken->bytes.length;
    enum status status =
        kit_split(taken->bytes.data, taken->bytes.length, &taken->opened.frame, err);
    if (status != STATUS_OK)
        error_prefix(err, taken->path);
    return status;
}

/* One that is trusted is known by its fingerprint alone; what is kept beside the kit is all of it.
 */
static enum status open_whole_card(struct trusting *card, struct error *err)
{
    const struct fingerprint_given given = {.whole = true, .fingerprint = card->fingerprint};
    struct fingerprint found;
    enum status status =
        card_open(card->frame.data, card->frame.length, &given, &card->card, &found, err);
    if (status != STATUS_OK)
        error_prefix(err, card->path);
    return status;
}

/* Nothing of kit.json is read here. */
static enum status believe_kit(
    struct app *app, const struct keydir *dir, struct taken_kit *taken, struct error *err)
{
    const struct kit_frame *frame = &taken->opened.frame;
    struct trusting *card = &taken->card;
    buffer_append(&card->frame, frame->card.bytes, frame->card.length);
    card->path = taken->path;
    TRY(trusting_open(app, dir, card, err));
    TRY(open_whole_card(card, err));
    if (card->card.role != CARD_AUTHORITY)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "%s: the card in it is an organisation's, and only an authority gives kits",
            taken->path);
    enum status status = kit_verify(&frame->signed_json, &card->card.sign, err);
    if (status != STATUS_OK)
        error_prefix(err, taken->path);
    taken->opened.key = &card->card.sign;
    taken->opened.card = &card->fingerprint;
    return status;
}

static enum status unpack_taken(
    const struct spawner *spawner, struct taken_kit *taken, struct error *err)
{
    enum status status;
    TRY_OUT(unpacked_kit_read(spawner, &taken->opened, &taken->content, err));
    const struct buffer *rounds = kit_content_find(&taken->content, KIT_ROUND, NULL);
    if (rounds != NULL)
        status = kit_rounds_read(rounds->data, rounds->length, "round.json", &taken->rounds, err);
out:
    if (status == STATUS_REFUSED)
        error_prefix(err, taken->path);
    return status;
}

/* One that cannot be read any more keeps none out. */
static enum status load_held(
    struct app *app, const struct keydir *dir, struct taken_kit *taken, struct error *err)
{
    struct error own;
    keydir_kit_free(&taken->held);
    error_init(&own, app->catalog);
    enum status status = keydir_kit_load(dir->path, &taken->held, &taken->holds, &own);
    if (status == STATUS_OK)
        return STATUS_OK;
    if (status != STATUS_REFUSED && own.reason != REASON_IO_ERROR) {
        *err = own;
        return status;
    }
    warn(app, "%s", own.text);
    taken->unreadable = true;
    return STATUS_OK;
}

static bool is_of_holder(const struct taken_kit *taken)
{
    return taken->holds && minisign_public_equal(&taken->held.card.sign, &taken->card.card.sign);
}

static bool is_held(const struct taken_kit *taken)
{
    return is_of_holder(taken) &&
           memcmp(&taken->held.kit, &taken->content.kit, sizeof taken->held.kit) == 0;
}

static struct fingerprint digest_of_kit_taken(const struct taken_kit *taken)
{
    const struct frame_view *json = &taken->opened.frame.signed_json.json;
    struct fingerprint digest;
    fingerprint_of(&digest, json->bytes, json->length);
    return digest;
}

/* The highest that was taken in of its authority, also where it is not held any more. */
static enum status find_highest(
    const struct keydir *dir, struct taken_kit *taken, struct error *err)
{
    struct kits_taken *all = memory_new(1, sizeof *all);
    enum status status;
    TRY_OUT(kits_taken_load(dir->path, all, err));
    const struct kit_taken *noted = kits_taken_find(all, &taken->card.card.sign);
    if (noted != NULL)
        taken->highest = *noted;
    if (is_of_holder(taken) && taken->held.kit.number > taken->highest.number)
        taken->highest = (struct kit_taken){.number = taken->held.kit.number};
out:
    free(all);
    return status;
}

static enum status refuse_older_kit(const struct taken_kit *taken, struct error *err)
{
    unsigned number = taken->content.kit.number;
    unsigned highest = taken->highest.number;
    struct fingerprint digest = digest_of_kit_taken(taken);
    if (number > highest || is_held(taken))
        return STATUS_OK;
    if (number < highest)
        return error_set(err, STATUS_REFUSED, REASON_OLDER_KIT,
            "%s: it is number %u, and number %u was taken in already; ask the authority for the newest",
            taken->path, number, highest);
    if (fingerprint_equal(&digest, &taken->highest.kit))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_OLDER_KIT,
        "%s: it is number %u, and so is the kit that was taken in, which is another one; ask the "
        "authority which of them is right",
        taken->path, number);
}

/* ---- beside the one that is held ---- */

static enum status compare_models(const struct taken_kit *taken, const char *path,
    const struct buffer *bytes, const struct buffer *before, struct error *err)
{
    struct edition *edition = NULL;
    struct edition *held = NULL;
    enum status status;
    TRY_OUT(edition_load(bytes->data, bytes->length, path, &edition, err));
    TRY_OUT(edition_load(before->data, before->length, path, &held, err));
    if (memcmp(edition->digest, held->digest, sizeof held->digest) != 0)
        status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: %s: the kit that is held has that edition with another model, so answers would not "
            "be worth the same; ask the authority for a kit whose edition has an id of its own",
            taken->path, path);
out:
    edition_free(edition);
    edition_free(held);
    return status;
}

/* Other words are welcome; another model of what people are answering is not. The worker compared
 * with what is built in, and has not seen what is held. */
static enum status refuse_other_models(const struct taken_kit *taken, struct error *err)
{
    const struct kit *kit = &taken->content.kit;
    struct buffer before = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; taken->holds && i < kit->files; i++) {
        enum kit_member member = KIT_ROUND;
        char id[KIT_ID_SIZE];
        bool found = false;
        if (!kit_path_read(kit->file[i].path, &member, id) || member != KIT_EDITION)
            continue;
        before.length = 0;
        bool read = keydir_kit_read(&taken->held, KIT_EDITION, id, &before, &found, NULL) ==
                    STATUS_OK; /* one that cannot be read keeps none out */
        if (read && found)
            TRY_OUT(
                compare_models(taken, kit->file[i].path, &taken->content.file[i], &before, err));
    }
out:
    buffer_free(&before);
    return status;
}

static enum status judge_beside_held(
    struct app *app, const struct keydir *dir, struct taken_kit *taken, struct error *err)
{
    TRY(load_held(app, dir, taken, err));
    TRY(find_highest(dir, taken, err));
    TRY(refuse_older_kit(taken, err));
    return refuse_other_models(taken, err);
}

static enum status confirm_kit(struct app *app, const struct taken_kit *taken, struct error *err)
{
    struct buffer text = {0};
    if (taken->unreadable) /* nor can be said whether this one is newer */
        return confirm(
            app, text_of(app, "Take it in the place of the one that cannot be read?"), err);
    if (!taken->holds || is_held(taken))
        return STATUS_OK;
    kit_shown_changes(
        app, &taken->held, &taken->card.card, &taken->content.kit, &taken->rounds, &text);
    app_show(app, app->err, &text);
    buffer_free(&text);
    return confirm(app, text_of(app, "Take it in the place of that one?"), err);
}

static enum status print_kit(struct app *app, const struct taken_kit *taken, struct error *err)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s\n\n",
        is_held(taken) ? text_of(app, "The kit was taken in already:")
                       : text_of(app, "The kit is taken in:"));
    kit_shown(app, &taken->card.card, &taken->content.kit, &taken->rounds, &text);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static bool is_kept(const struct keydir *dir, const struct taken_kit *taken)
{
    struct keydir_kit kit;
    bool found = false;
    bool kept = keydir_kit_load(dir->path, &kit, &found, NULL) == STATUS_OK && found &&
                memcmp(&kit.kit, &taken->content.kit, sizeof kit.kit) == 0;
    keydir_kit_free(&kit);
    return kept;
}

static bool card_is_kept(const struct keydir *dir, const struct taken_kit *taken)
{
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, &taken->card.fingerprint);
    char *path = memory_printf("%s/" KEYDIR_TRUSTED "/%s.card", dir->path, hex);
    bool kept = file_exists(path);
    free(path);
    return kept;
}

/* What stands although something failed. The same command again does what is left to do. */
static void say_what_stands(
    struct app *app, const struct keydir *dir, const struct taken_kit *taken)
{
    if (is_kept(dir, taken))
        hint(app, "The kit counts already. Mend what failed, and give the same command again.");
    else if (!taken->card.known && card_is_kept(dir, taken))
        hint(app,
            "The card is trusted now, but the kit is not taken in: what was held before still "
            "counts. Mend what failed, and give the same command again.");
}

/* All of the kit that needs room on the disk is written before anything counts; the number before
 * the kit, so that none is held that was not noted. */
static enum status keep_prepared(struct app *app, const struct keydir *dir,
    const struct taken_kit *taken, struct keydir_kit_addition *addition, struct error *err)
{
    const struct kit_taken note = {
        taken->card.card.sign, taken->content.kit.number, digest_of_kit_taken(taken)};
    enum status status;
    TRY(kits_taken_note(dir->path, &note, err));
    TRY_OUT(trusting_keep(app, dir, &taken->card, err));
    status = keydir_kit_commit(dir->path, addition, err);
out:
    if (status != STATUS_OK)
        say_what_stands(app, dir, taken);
    return status;
}

static enum status keep_kit(
    struct app *app, const struct keydir *dir, struct taken_kit *taken, struct error *err)
{
    struct keydir_kit_addition addition = KEYDIR_KIT_ADDITION_NONE;
    enum status status;
    TRY(confirm_kit(app, taken, err));
    TRY(trusting_confirm(app, &taken->card, err));
    TRY_OUT(keydir_kit_prepare(dir->path, &taken->opened.frame, &taken->content, &addition, err));
    /* Once more under its lock: another one may have been taken in while this one was asked about.
     */
    TRY_OUT(judge_beside_held(app, dir, taken, err));
    TRY_OUT(keep_prepared(app, dir, taken, &addition, err));
    status = print_kit(app, taken, err);
out:
    keydir_kit_abandon(&addition);
    return status;
}

enum status kit_taking(struct app *app, const struct keydir *dir, const struct spawner *spawner,
    const char *path, struct error *err)
{
    struct taken_kit taken = {.path = path};
    enum status status;
    TRY_OUT(read_kit_file(&taken, err));
    TRY_OUT(believe_kit(app, dir, &taken, err));
    TRY_OUT(unpack_taken(spawner, &taken, err));
    TRY_OUT(judge_beside_held(app, dir, &taken, err));
    status = keep_kit(app, dir, &taken, err);
out:
    keydir_kit_free(&taken.held);
    kit_content_free(&taken.content);
    trusting_free(&taken.card);
    buffer_free(&taken.bytes);
    return status;
}
