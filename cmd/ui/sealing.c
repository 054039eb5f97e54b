/* Gathering what is to be sealed. */
#include "cmd/ui/sealing.h"

#include "base/clock.h"
#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/held_kit.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/output.h"
#include "cmd/ui/recipient.h"
#include "format/bundle.h"
#include "format/signed_answers.h"
#include "report/text_findings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct option_spec OPTION_SUPERSEDES = {"supersedes", 0, N_("ID"),
    N_("one more earlier bundle that this one replaces, which the journal lacks; or none, to "
       "replace none at all"),
    false};

const struct option_spec OPTION_BUNDLE = {"output", 'o', N_("OUT"),
    N_("write the bundle as the file OUT, or into the directory OUT under its own name"), false};

/* ---- the answers ---- */

static enum status refuse_answers(
    struct app *app, const char *path, const struct loaded *loaded, struct error *err)
{
    struct buffer text = {0};
    text_findings_list(&text, loaded->edition, &loaded->findings, FINDING_ERROR);
    app_show(app, app->err, &text);
    buffer_free(&text);
    return error_set(err, STATUS_REFUSED, REASON_INVALID_ANSWERS,
        "%s: the answers have errors (%zu) and are not sealed; correct them, `sigill check` tells "
        "when they are right",
        path, loaded->findings.errors);
}

static enum status gather_answers(struct app *app, struct sealing *sealing, struct error *err)
{
    const char *path = app->options->operand[0];
    TRY(load_answers(app, path, &sealing->loaded, err));
    if (sealing->loaded.findings.errors > 0)
        return refuse_answers(app, path, &sealing->loaded, err);
    return STATUS_OK;
}

/* ---- the parties ---- */

/* The receiver takes name and group from the card: where the answers differ there is a warning, and
 * sealing goes on. */
static void note_differences(struct app *app, const struct sealing *sealing)
{
    const struct answers_organisation *said = &sealing->loaded.answers->organisation;
    if (strcmp(said->name, sealing->own.name) != 0)
        warn(app, "the answers call the organisation %s, its card %s; the card's name counts",
            said->name, sealing->own.name);
    if (strcmp(said->group, sealing->own.group) != 0)
        warn(app,
            "the answers put the organisation in the group %s, its card in %s; the card's "
            "group counts",
            said->group, sealing->own.group);
}

static enum status gather_sender(
    struct app *app, int64_t now, struct sealing *sealing, struct error *err)
{
    const char *number = sealing->loaded.answers->organisation.number;
    char until[DAY_SIZE];
    TRY(keydir_own_card(&sealing->dir, &sealing->own, &sealing->own_fingerprint, err));
    if (sealing->own.role != CARD_ORGANISATION || strcmp(sealing->own.number, number) != 0)
        return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
            "the answers are those of %s, but the keys in %s belong to %s %s; use the right keys, "
            "or correct the organisation number in the answers",
            number, sealing->dir.path, sealing->own.name, sealing->own.number);
    if (now > sealing->own.valid_from && !card_valid_on(&sealing->own, now)) {
        day_format(until, sealing->own.valid_until);
        return error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
            "%s: your own card was valid until %s; make the next one with `sigill card --renew` and "
            "have the authority enrol it",
            sealing->dir.path, until);
    }
    cards_warn_of_end(app, &sealing->own, true, now);
    note_differences(app, sealing);
    return STATUS_OK;
}

/* ---- what it supersedes ---- */

static bool is_listed(const struct manifest_supersedes *list, const uint8_t id[MANIFEST_ID_SIZE])
{
    for (size_t i = 0; i < list->count; i++) {
        if (memcmp(list->id[i], id, MANIFEST_ID_SIZE) == 0)
            return true;
    }
    return false;
}

/* A period that was corrected makes the new bundle one beside the old, and not in its place: the
 * newest of those is told of. */
static void warn_of_other_period(struct app *app, const struct sealing *sealing)
{
    const struct answers *answers = sealing->loaded.answers;
    const struct journal_entry *newest = NULL;
    char id[MANIFEST_ID_HEX];
    for (size_t i = 0; i < sealing->journal.count; i++) {
        const struct journal_entry *entry = &sealing->journal.entry[i];
        bool other = strcmp(entry->from, answers->period_from) != 0 ||
                     strcmp(entry->to, answers->period_to) != 0;
        if (other && strcmp(entry->edition, answers->edition) == 0 &&
            !is_listed(&sealing->manifest.supersedes, entry->id))
            newest = entry;
    }
    if (newest == NULL)
        return;
    hex_encode(id, newest->id, MANIFEST_ID_SIZE);
    warn(app,
        "for another period, %s to %s, a bundle was sealed too, which this one stands beside and does "
        "not replace; if only the period was corrected, answer no and give --supersedes %s",
        newest->from, newest->to, id);
}

static enum status gather_supersedes(struct app *app, struct sealing *sealing, struct error *err)
{
    const struct answers *answers = sealing->loaded.answers;
    struct manifest_supersedes *supersedes = &sealing->manifest.supersedes;
    const char *asked = option_text(app->options, &OPTION_SUPERSEDES);
    TRY(journal_load(sealing->dir.path, &sealing->journal, err));
    if (asked != NULL && strcmp(asked, "none") == 0)
        return STATUS_OK;
    if (asked != NULL) {
        if (!hex_decode(sealing->given, MANIFEST_ID_SIZE, asked, strlen(asked)))
            return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
                "--supersedes %s: an id has %d hexadecimal digits, in lower case; give one, or none",
                asked, 2 * MANIFEST_ID_SIZE);
        sealing->given_any = true;
        manifest_list(supersedes, sealing->given);
    }
    journal_earlier(
        &sealing->journal, answers->edition, answers->period_from, answers->period_to, supersedes);
    warn_of_other_period(app, sealing);
    return STATUS_OK;
}

/* ---- the clock ---- */

/* The receiver judges the time of sealing: nothing is sealed by a clock that is before what it was
 * used for itself. */
static enum status question_clock(
    struct app *app, int64_t now, const struct sealing *sealing, struct error *err)
{
    const struct journal *journal = &sealing->journal;
    struct clock_witness known[] = {
        {sealing->own.valid_from, N_("your own card becomes valid")},
        {0, N_("the last bundle in the journal was sealed")},
    };
    for (size_t i = 0; i < journal->count; i++) {
        if (journal->entry[i].created > known[1].moment)
            known[1].moment = journal->entry[i].created;
    }
    return clock_doubt(app, now, known, sizeof known / sizeof known[0], err);
}

/* ---- the manifest ---- */

static void gather_manifest(struct sealing *sealing, int64_t now)
{
    struct signed_answers_parties parties = {
        &sealing->own, &sealing->own_fingerprint, &sealing->recipient.fingerprint};
    signed_answers_manifest(&sealing->manifest, MANIFEST_SUBMISSION, now, &parties,
        sealing->loaded.edition, sealing->loaded.answers);
}

/* ---- where to ---- */

/* The name of the bundle: the receiver's eyes look for its ending. What ends otherwise may be the
 * name of something else, typed in the wrong place. */
static enum status add_suffix(const char *output, char **path, struct error *err)
{
    const char *name = path_name(output);
    const char *ending = strrchr(name, '.');
    if (strcmp(output, FILE_STANDARD) == 0 ||
        (ending != NULL && strcasecmp(ending, BUNDLE_SUFFIX) == 0))
        *path = memory_text(output);
    else if (ending == NULL || ending == name || *name == '\0')
        *path = memory_printf("%s%s", output, *name == '\0' ? "" : BUNDLE_SUFFIX);
    else
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--output %s: a bundle's name ends in %s, by which its receiver finds it; name such a file, or "
            "a directory that is there",
            output, BUNDLE_SUFFIX);
    return STATUS_OK;
}

enum { NAME_DIGITS = 100000000, BUNDLE_NAME_SIZE = DAY_SIZE + 10 + sizeof BUNDLE_SUFFIX };

/* A day and eight digits, which can be read out and tell nothing of the sender: they are of the id,
 * which is random. */
static void name_bundle(
    char name[BUNDLE_NAME_SIZE], const uint8_t id[MANIFEST_ID_SIZE], int64_t now)
{
    char day[DAY_SIZE];
    uint64_t digits = 0;
    for (size_t i = 0; i < sizeof digits; i++)
        digits = digits << 8 | id[i];
    day_format(day, now);
    (void)snprintf(
        name, BUNDLE_NAME_SIZE, "%s-%08u%s", day, (unsigned)(digits % NAME_DIGITS), BUNDLE_SUFFIX);
}

/* What would hinder the writing is reported before a passphrase is asked for; output_create looks
 * again. */
static enum status gather_path(struct app *app, struct sealing *sealing, struct error *err)
{
    char name[BUNDLE_NAME_SIZE];
    const char *output = option_text(app->options, &OPTION_BUNDLE);
    name_bundle(name, sealing->manifest.id, clock_now());
    if (output != NULL && strchr(path_name(output), '.') == NULL)
        TRY(output_judge_medium(app, output, err));
    if (output == NULL)
        sealing->path = memory_text(name);
    else if (directory_is_there(output))
        sealing->path = path_join(output, name);
    else
        TRY(add_suffix(output, &sealing->path, err));
    if (output != NULL && !directory_is_there(output) && strcmp(sealing->path, output) != 0)
        warn(app, "%s: there is no such directory, so the bundle becomes the file %s", output,
            sealing->path);
    return output_judge(app, sealing->path, err);
}

void sealing_warn_of_earlier(struct app *app, const struct sealing *sealing)
{
    char *directory = path_parent(sealing->path);
    for (size_t i = 0; i < sealing->journal.count; i++) {
        const struct journal_entry *entry = &sealing->journal.entry[i];
        char name[BUNDLE_NAME_SIZE];
        name_bundle(name, entry->id, entry->created);
        char *path = path_join(directory, name);
        if (file_exists(path))
            warn(app,
                "%s: an earlier bundle of yours lies beside the new one; take it away, so that nobody hands "
                "over the wrong one",
                path);
        free(path);
    }
    free(directory);
}

enum { DAY_SECONDS = 86400 };

/* The day itself is within the round. */
static enum status gather_round(
    struct app *app, int64_t now, struct sealing *sealing, struct error *err)
{
    const char *edition = sealing->loaded.edition->id;
    TRY(kit_round_of(app, edition, &sealing->round, &sealing->has_round, err));
    sealing->late = sealing->has_round && now >= sealing->round.closes + DAY_SECONDS;
    return STATUS_OK;
}

enum status sealing_gather(struct app *app, int64_t now, struct sealing *sealing, struct error *err)
{
    TRY(keys_load(app, &sealing->dir, err));
    TRY(gather_answers(app, sealing, err));
    TRY(attachments_open(app, &sealing->attachments, err));
    TRY(gather_sender(app, now, sealing, err));
    TRY(recipient_choose(app, &sealing->dir, now, &sealing->recipient, err));
    TRY(gather_supersedes(app, sealing, err));
    TRY(gather_round(app, now, sealing, err));
    TRY(question_clock(app, now, sealing, err));
    gather_manifest(sealing, now);
    return gather_path(app, sealing, err);
}

void sealing_free(struct sealing *sealing)
{
    load_free(&sealing->loaded);
    attachments_close(&sealing->attachments);
    keydir_free(&sealing->dir);
    journal_free(&sealing->journal);
    free(sealing->path);
    *sealing = (struct sealing){0};
}
