#include "cmd/ui/slip.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/late.h"
#include "cmd/ui/held_kit.h"
#include "cmd/ui/output.h"
#include "format/bundle.h"
#include "format/editions.h"
#include "format/journal.h"
#include "report/html_slip.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What a key directory knows. */
struct slip_sources {
    struct journal journal;
    struct keydir_trusted present; /* the own card of today */
    struct keydir_trusted *own;    /* owned: the own cards */
    size_t owns;
    struct keydir_trusted *trusted; /* owned */
    size_t trusteds;
    struct editions editions;
    char day[DAY_SIZE];
};

static void slip_sources_free(struct slip_sources *sources)
{
    journal_free(&sources->journal);
    free(sources->own);
    free(sources->trusted);
    editions_free(&sources->editions);
}

/* The own card that was in force when the bundle was sealed; keys whose older cards are not kept
 * have that of today. */
static void fill_sender(
    struct html_slip *slip, const struct slip_sources *sources, const struct journal_entry *entry)
{
    const struct keydir_trusted *sender = &sources->present;
    for (size_t i = 0; i < sources->owns; i++) {
        if (sources->own[i].card.valid_from <= entry->created)
            sender = &sources->own[i];
    }
    slip->sender =
        (struct html_slip_party){sender->card.name, sender->card.number, &sender->fingerprint};
}

/* The journal has the card's fingerprint; its name stands on the card, or on the one that followed
 * it. */
static void fill_recipient(
    struct html_slip *slip, const struct slip_sources *sources, const struct journal_entry *entry)
{
    slip->recipient.card = &entry->recipient;
    for (size_t i = 0; i < sources->trusteds; i++) {
        const struct keydir_trusted *trusted = &sources->trusted[i];
        bool same = fingerprint_equal(&trusted->fingerprint, &entry->recipient);
        if (same || (slip->recipient.name == NULL &&
                        minisign_public_equal(&trusted->card.sign, &entry->authority)))
            slip->recipient.name = trusted->card.name;
    }
}

/* The edition's title; where it is not at hand, its id. */
static enum status fill_about(struct app *app, struct slip_sources *sources, struct html_slip *slip,
    const char *id, struct error *err)
{
    TRY(kit_editions(app, &sources->editions, err));
    const struct edition *edition = editions_find(&sources->editions, id);
    slip->about = edition != NULL ? edition->title : id;
    return STATUS_OK;
}

static enum status fill_from_journal(struct app *app, const struct keydir *dir,
    struct slip_sources *sources, struct html_slip *slip, struct error *err)
{
    TRY(journal_load(dir->path, &sources->journal, err));
    const struct journal_entry *entry = journal_by_digest(&sources->journal, &slip->digest);
    if (entry == NULL) {
        warn(app,
            "%s: this bundle is not in the journal of %s, so its slip has empty lines; were other "
            "keys used, or has the file been changed?",
            slip->name, dir->path);
        return STATUS_OK;
    }
    TRY(keydir_latest_card(dir, &sources->present.card, &sources->present.fingerprint, err));
    TRY(keydir_history(dir, &sources->own, &sources->owns, err));
    TRY(keydir_trusted_list(dir, &sources->trusted, &sources->trusteds, err));
    TRY(fill_about(app, sources, slip, entry->edition, err));
    day_format(sources->day, entry->created);
    slip->id = entry->id;
    slip->day = sources->day;
    slip->from = entry->from;
    slip->to = entry->to;
    fill_sender(slip, sources, entry);
    fill_recipient(slip, sources, entry);
    return STATUS_OK;
}

enum status slip_load(const struct app *app, struct error *err)
{
    (void)app;
    return late_qrencode(err);
}

enum status slip_page(struct app *app, const struct keydir *dir, const struct slip_bundle *bundle,
    struct buffer *page, struct error *err)
{
    struct slip_sources sources = {0};
    struct html_slip slip = {
        .catalog = app->catalog,
        .marking = EDITION_MARKING_HIGHEST,
        .name = path_name(bundle->path),
        .size = bundle->size,
        .digest = bundle->digest,
    };
    enum status status = STATUS_OK;
    if (dir != NULL)
        TRY_OUT(fill_from_journal(app, dir, &sources, &slip, err));
    html_slip(page, &slip);
out:
    slip_sources_free(&sources);
    return status;
}

enum status slip_judge(struct app *app, const char *path, struct error *err)
{
    const char *ending = strrchr(path_name(path), '.');
    if (ending != NULL && strcasecmp(ending, BUNDLE_SUFFIX) == 0)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "%s: a slip is a page to print, not a bundle; let its name end in .html", path);
    return output_judge(app, path, err);
}

enum status slip_write(struct app *app, const struct keydir *dir, const struct slip_bundle *bundle,
    const char *path, struct error *err)
{
    struct buffer page = {0};
    struct new_file file = NEW_FILE_NONE;
    enum status status;
    TRY_OUT(slip_page(app, dir, bundle, &page, err));
    TRY_OUT(slip_judge(app, path, err));
    TRY_OUT(output_create(app, path, &page, &file, err));
    TRY_OUT(new_file_write(&file, page.data, page.length, err));
    status = new_file_commit(&file, err);
out:
    new_file_abandon(&file);
    buffer_free(&page);
    return status;
}
