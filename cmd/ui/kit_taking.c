#include "cmd/ui/kit_taking.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/system/descriptor.h"
#include "cmd/ui/confirm.h"
#include "cmd/ui/kit_shown.h"
#include "cmd/ui/trusting.h"
#include "format/keydir_kit.h"
#include "isolate/unpacked_kit.h"

#include <string.h>
#include <unistd.h>

/* A kit on its way in, and the one that is held until now. */
struct taken_kit {
    const char *path;
    int fd;
    struct buffer bytes;
    struct kit_opened opened;
    struct trusting card; /* that it stands behind */
    struct kit_content content;
    struct kit_rounds rounds;
    struct keydir_kit held;
    bool holds;      /* there is one that can be read */
    bool unreadable; /* there is one that cannot */
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
    (void)close(fd);
    return read && kit_begins(beginning, got);
}

static enum status read_kit_file(struct taken_kit *taken, struct error *err)
{
    uint64_t size = 0;
    size_t got = 0;
    TRY(file_open(taken->path, true, &taken->fd, &size, err));
    if (size > KIT_FRAME_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "%s: larger than a kit may be, 10 MiB", taken->path);
    uint8_t *bytes = buffer_reserve(&taken->bytes, (size_t)size);
    if (!descriptor_read_at(taken->fd, bytes, (size_t)size, 0, &got))
        return error_system(err, "%s: reading failed", taken->path);
    taken->bytes.length = got;
    taken->opened.fd = taken->fd;
    taken->opened.bytes = taken->bytes.data;
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
    enum status status = unpacked_kit_read(spawner, &taken->opened, &taken->content, err);
    const struct buffer *rounds = kit_content_find(&taken->content, KIT_ROUND, NULL);
    if (status == STATUS_OK && rounds != NULL)
        status = kit_rounds_read(rounds->data, rounds->length, "round.json", &taken->rounds, err);
    if (status == STATUS_REFUSED)
        error_prefix(err, taken->path);
    return status;
}

/* One that cannot be read any more keeps none out. */
static enum status load_held(
    struct app *app, const struct keydir *dir, struct taken_kit *taken, struct error *err)
{
    struct error own;
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

static enum status refuse_older_kit(const struct taken_kit *taken, struct error *err)
{
    unsigned number = taken->content.kit.number;
    unsigned held = taken->held.kit.number;
    if (!is_of_holder(taken) || number > held || is_held(taken))
        return STATUS_OK;
    if (number == held)
        return error_set(err, STATUS_REFUSED, REASON_OLDER_KIT,
            "%s: it is number %u, and so is the kit that was taken in, which is another one; ask the "
            "authority which of them is right",
            taken->path, number);
    return error_set(err, STATUS_REFUSED, REASON_OLDER_KIT,
        "%s: it is number %u, and number %u was taken in already; ask the authority for the newest",
        taken->path, number, held);
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

static enum status keep_kit(
    struct app *app, const struct keydir *dir, const struct taken_kit *taken, struct error *err)
{
    TRY(confirm_kit(app, taken, err));
    TRY(trusting_confirm(app, &taken->card, err));
    TRY(trusting_keep(app, dir, &taken->card, err));
    TRY(keydir_kit_keep(dir->path, &taken->opened.frame, &taken->content, err));
    return print_kit(app, taken, err);
}

enum status kit_taking(struct app *app, const struct keydir *dir, const struct spawner *spawner,
    const char *path, struct error *err)
{
    struct taken_kit taken = {.path = path, .fd = -1};
    enum status status;
    TRY_OUT(read_kit_file(&taken, err));
    TRY_OUT(believe_kit(app, dir, &taken, err));
    TRY_OUT(unpack_taken(spawner, &taken, err));
    TRY_OUT(load_held(app, dir, &taken, err));
    TRY_OUT(refuse_older_kit(&taken, err));
    status = keep_kit(app, dir, &taken, err);
out:
    if (taken.fd >= 0)
        (void)close(taken.fd);
    keydir_kit_free(&taken.held);
    kit_content_free(&taken.content);
    trusting_free(&taken.card);
    buffer_free(&taken.bytes);
    return status;
}
