#include "cmd/ui/kit_shown.h"

#include "base/clock.h"
#include "report/layout.h"

#include <string.h>

static void say_round(
    const struct app *app, const char *lead, const struct kit_round *round, struct buffer *out)
{
    char opens[DAY_SIZE];
    char closes[DAY_SIZE];
    day_format(opens, round->opens);
    day_format(closes, round->closes);
    struct buffer line = {0};
    buffer_printf(
        &line, text_of(app, "round %s of %s: %s to %s"), round->id, round->edition, opens, closes);
    layout_paragraph(out, lead, buffer_string(&line));
    buffer_free(&line);
}

static void say_of_kit(
    const struct app *app, const struct card *card, const struct kit *kit, struct buffer *out)
{
    char day[DAY_SIZE];
    day_format(day, kit->date);
    struct buffer line = {0};
    buffer_printf(
        &line, text_of(app, "%s, kit number %u of %s"), card->name, (unsigned)kit->number, day);
    layout_paragraph(out, "  ", buffer_string(&line));
    buffer_free(&line);
}

/* What a member is, in words; its id is the one that commands and pages show. */
static void put_member(const struct app *app, const char *path, struct buffer *out)
{
    static const char *const what[KIT_MEMBERS] = {
        [KIT_BENCHMARKS] = N_("benchmarks of a questionnaire"),
        [KIT_EDITION] = N_("questionnaire"),
        [KIT_RECOMMENDATIONS] = N_("recommendations"),
        [KIT_ROUND] = N_("days of the rounds"),
        [KIT_SUPPORT] = N_("support catalogue"),
        [KIT_TARGET] = N_("target profile"),
    };
    enum kit_member member;
    char id[KIT_ID_SIZE];
    if (!kit_path_read(path, &member, id)) {
        buffer_text(out, path);
        return;
    }
    buffer_text(out, text_of(app, what[member]));
    if (member != KIT_ROUND)
        buffer_printf(out, " (%s)", id);
}

void kit_shown(const struct app *app, const struct card *card, const struct kit *kit,
    const struct kit_rounds *rounds, struct buffer *out)
{
    say_of_kit(app, card, kit, out);
    for (size_t i = 0; i < rounds->count; i++)
        say_round(app, "  ", &rounds->round[i], out);
    for (size_t i = 0; i < kit->files; i++) {
        struct buffer line = {0};
        put_member(app, kit->file[i].path, &line);
        layout_paragraph(out, "  ", buffer_string(&line));
        buffer_free(&line);
    }
}

static const struct kit_file *find_file(const struct kit *kit, const char *path)
{
    for (size_t i = 0; i < kit->files; i++) {
        if (strcmp(kit->file[i].path, path) == 0)
            return &kit->file[i];
    }
    return NULL;
}

static const struct kit_round *find_round(const struct kit_rounds *rounds, const char *id)
{
    for (size_t i = 0; i < rounds->count; i++) {
        if (strcmp(rounds->round[i].id, id) == 0)
            return &rounds->round[i];
    }
    return NULL;
}

static void say_changed_file(
    const struct app *app, const char *word, const char *path, struct buffer *out)
{
    struct buffer line = {0};
    buffer_printf(&line, "%s: ", text_of(app, word));
    put_member(app, path, &line);
    layout_paragraph(out, "  ", buffer_string(&line));
    buffer_free(&line);
}

static void say_changed_files(
    const struct app *app, const struct kit *held, const struct kit *kit, struct buffer *out)
{
    for (size_t i = 0; i < kit->files; i++) {
        const struct kit_file *file = &kit->file[i];
        const struct kit_file *before = find_file(held, file->path);
        if (before == NULL)
            say_changed_file(app, N_("new"), file->path, out);
        else if (memcmp(before->digest, file->digest, sizeof file->digest) != 0)
            say_changed_file(app, N_("changed"), file->path, out);
    }
    for (size_t i = 0; i < held->files; i++) {
        if (find_file(kit, held->file[i].path) == NULL)
            say_changed_file(app, N_("gone"), held->file[i].path, out);
    }
}

static void say_changed_rounds(const struct app *app, const struct kit_rounds *held,
    const struct kit_rounds *rounds, struct buffer *out)
{
    for (size_t i = 0; i < rounds->count; i++) {
        const struct kit_round *round = &rounds->round[i];
        const struct kit_round *before = find_round(held, round->id);
        if (before != NULL && before->opens == round->opens && before->closes == round->closes &&
            strcmp(before->edition, round->edition) == 0)
            continue;
        if (before != NULL)
            say_round(app, text_of(app, "  until now: "), before, out);
        say_round(app, text_of(app, "  from now on: "), round, out);
    }
}

void kit_shown_changes(const struct app *app, const struct keydir_kit *held,
    const struct card *card, const struct kit *kit, const struct kit_rounds *rounds,
    struct buffer *out)
{
    layout_paragraph(out, "", text_of(app, "The kit that is held until now:"));
    say_of_kit(app, &held->card, &held->kit, out);
    layout_paragraph(out, "", text_of(app, "The kit that takes its place:"));
    say_of_kit(app, card, kit, out);
    if (!minisign_public_equal(&held->card.sign, &card->sign))
        layout_paragraph(out, "  ",
            text_of(app, "It is from another authority, with a key of its own, whatever the names "
                         "are."));
    say_changed_rounds(app, &held->rounds, rounds, out);
    say_changed_files(app, &held->kit, kit, out);
}
