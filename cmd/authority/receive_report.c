#include "cmd/authority/receive_report.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/authority/unsealed.h"
#include "cmd/ui/code_shown.h"
#include "cmd/ui/file_kind.h"
#include "isolate/opening_card.h"
#include "report/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RESULT_WIDTH = 10, NAME_WIDTH = 33, NUMBER_WIDTH = 13 };

static const char INDENT[] = "  ";

static const char *result_of(const struct app *app, const struct verdict *verdict)
{
    if (verdict->reason == REASON_NONE)
        return text_of(app, "imported");
    if (verdict->reason == REASON_SECRET_KEY)
        return text_of(app, "A KEY");
    if (verdict->reason == REASON_UNREAD_CONTAINER)
        return text_of(app, "NOT READ");
    if (verdict->reason == REASON_ALREADY_IMPORTED)
        return text_of(app, "was there");
    return verdict->reason == REASON_IO_ERROR ? text_of(app, "FAILED") : text_of(app, "REFUSED");
}

/* ---- rows ---- */

static void put_verdict_heading(const struct app *app, struct buffer *out)
{
    layout_cell(out, text_of(app, "Result"), RESULT_WIDTH);
    layout_cell(out, text_of(app, "Organisation or file"), NAME_WIDTH);
    layout_cell(out, text_of(app, "Number"), NUMBER_WIDTH);
    buffer_printf(out, "%s\n", text_of(app, "Short digest"));
}

/* A file whose sender no signature has shown stands in the list by its own name. */
static void put_verdict_row(
    const struct app *app, struct buffer *out, const char *path, const struct verdict *verdict)
{
    char digest[FINGERPRINT_SHORT_SIZE] = "";
    if (verdict->sealed_known)
        fingerprint_short(digest, &verdict->sealed);
    layout_cell(out, result_of(app, verdict), RESULT_WIDTH);
    if (verdict->sender_known) {
        layout_cell(out, verdict->name, NAME_WIDTH - 1);
        buffer_text(out, " ");
        layout_cell(out, verdict->number, NUMBER_WIDTH);
    } else if (verdict->sealed_known) {
        layout_cell(out, path_name(path), NAME_WIDTH + NUMBER_WIDTH - 1);
        buffer_text(out, " ");
    } else {
        buffer_text(out, path_name(path));
    }
    buffer_printf(out, "%s\n", digest);
}

/* ---- what else is to be said ---- */

static bool has_details(const struct verdict *verdict)
{
    const struct verdict_place *place = &verdict->place;
    return verdict->reason != REASON_NONE || verdict->notes.count > 0 || !place->known ||
           place->unclear || place->lapsed || place->replaces > 0;
}

static void put_place(const struct app *app, struct buffer *out, const struct verdict_place *place)
{
    char id[MANIFEST_ID_HEX];
    struct buffer line = {0};
    if (!place->known)
        layout_paragraph(out, INDENT,
            text_of(
                app, "note: whether it counts cannot be told here; `sigill-msb list` says why"));
    if (place->unclear)
        layout_paragraph(out, INDENT,
            place->current
                ? text_of(app,
                      "note: other submissions of this organisation stand beside it, for "
                      "the same edition and period, and none replaces the others; this one "
                      "counts. Ask the organisation; `sigill-msb choose` decides, "
                      "`sigill-msb list --unclear` lists them")
                : text_of(app, "note: other submissions of this organisation stand beside it, for "
                               "the same edition and period, and none replaces the others; another "
                               "one counts. Ask the organisation; `sigill-msb choose` decides, "
                               "`sigill-msb list --unclear` lists them"));
    if (place->replaces > 0 && !place->lapsed) {
        unsigned long replaced = place->replaces;
        buffer_printf(&line,
            tr_count(app->catalog,
                "note: a correction; it replaces %lu earlier submission of this organisation",
                "note: a correction; it replaces %lu earlier submissions of this organisation",
                replaced),
            replaced);
        layout_paragraph(out, INDENT, buffer_string(&line));
    }
    if (place->lapsed) {
        hex_encode(id, place->chosen, MANIFEST_ID_SIZE);
        buffer_printf(&line,
            text_of(app, "note: it replaces %s, which was chosen; that choice has lapsed"), id);
        layout_paragraph(out, INDENT, buffer_string(&line));
    }
    buffer_free(&line);
}

static void put_details(const struct app *app, struct buffer *out, const char *path,
    const struct verdict *verdict, const struct beside *beside)
{
    char digest[FINGERPRINT_SHORT_SIZE];
    struct buffer line = {0};
    if (!has_details(verdict))
        return;
    buffer_text(out, "\n");
    layout_cell(out, result_of(app, verdict), RESULT_WIDTH);
    buffer_printf(out, "%s\n", path);
    if (verdict->sender_known)
        buffer_printf(out, "%s%s (%s)\n", INDENT, verdict->name, verdict->number);
    if (verdict->sealed_known) {
        fingerprint_short(digest, &verdict->sealed);
        buffer_printf(out, "%s%s %s\n", INDENT, text_of(app, "short digest"), digest);
    }
    if (verdict->reason != REASON_NONE) {
        code_show(app, reason_code(verdict->reason), &line);
        buffer_printf(&line, ": %s", verdict->text);
        layout_paragraph(out, INDENT, buffer_string(&line));
    }
    if (verdict->quarantined)
        layout_paragraph(out, INDENT, text_of(app, "kept in quarantine"));
    if (verdict->unrecorded)
        layout_paragraph(out, INDENT, text_of(app, "neither kept nor recorded"));
    for (size_t i = 0; i < verdict->notes.count; i++) {
        buffer_free(&line);
        buffer_printf(&line, text_of(app, "note: %s"), verdict->notes.note[i]);
        layout_paragraph(out, INDENT, buffer_string(&line));
    }
    buffer_free(&line);
    if (verdict->reason == REASON_NONE)
        put_place(app, out, &verdict->place);
    beside_describe(app, beside, INDENT, out);
}

static void count_verdict(
    struct receive_report *report, enum status status, const struct verdict *verdict)
{
    if (status != STATUS_OK) {
        report->failed++;
    } else if (verdict->reason == REASON_NONE) {
        report->imported++;
    } else {
        report->refused++;
        report->reasons[verdict->reason]++;
        report->unrecorded += verdict->unrecorded ? 1 : 0;
    }
}

void receive_report_container(struct receive_report *report, const char *path)
{
    free(report->container);
    report->container = path == NULL ? NULL : memory_text(path);
    report->inside = false;
}

void receive_report_odd(struct receive_report *report, const char *path)
{
    buffer_printf(&report->odd,
        text_of(report->app, "looked into, though its name does not end in .sigill: %s\n"), path);
}

/* Above the first row of a container stands which one it is. */
static void put_container(struct receive_report *report, struct buffer *row)
{
    if (report->container != NULL && !report->inside)
        buffer_printf(row, text_of(report->app, "from %s:\n"), path_name(report->container));
    report->inside = report->container != NULL;
}

enum status receive_report_add(struct receive_report *report, const char *path, enum status status,
    const struct verdict *verdict, const struct beside *beside, struct error *err)
{
    struct buffer row = {0};
    count_verdict(report, status, verdict);
    if (report->app->json)
        return STATUS_OK;
    if (!report->begun)
        put_verdict_heading(report->app, &row);
    report->begun = true;
    report->digests = report->digests || verdict->sealed_known;
    put_container(report, &row);
    put_verdict_row(report->app, &row, path, verdict);
    put_details(report->app, &report->details, path, verdict, beside);
    enum status printed = app_print(report->app, &row, err);
    buffer_free(&row);
    return printed;
}

/* ---- the end ---- */

static void print_counts(struct receive_report *report, const struct media *media, FILE *out)
{
    const struct app *app = report->app;
    const char *between = ": ";
    fprintf(out, text_of(app, "imported: %zu, refused: %zu, failed: %zu, left aside: %zu\n"),
        report->imported, report->refused, report->failed, media->asides);
    if (report->refused > 0)
        fputs(text_of(app, "refused for"), out);
    for (size_t reason = 0; reason < REASON_COUNT; reason++) {
        if (report->reasons[reason] == 0)
            continue;
        struct buffer code = {0};
        code_show(app, reason_code((enum reason)reason), &code);
        fprintf(out, "%s%s %zu", between, buffer_string(&code), report->reasons[reason]);
        buffer_free(&code);
        between = ", ";
    }
    if (report->refused > 0)
        fputs("\n", out);
    if (report->refused > 0 && report->refused == report->reasons[REASON_ALREADY_IMPORTED])
        fprintf(out, "%s\n",
            text_of(app, "Nothing is amiss: what was there had been received before."));
    if (report->unrecorded > 0)
        fprintf(out,
            text_of(app,
                "neither kept nor recorded: %zu of the refused; one run does so with %d of "
                "no enrolled organisation's. They are where they were: take the rubbish "
                "away, and receive the rest once more.\n"),
            report->unrecorded, INTAKE_STRANGERS_MAX);
    if (report->failed > 0)
        fprintf(out, "%s\n",
            text_of(app, "What failed can be received once more when the cause is gone."));
}

static bool is_own_card(const struct opened_register *opened, const struct fingerprint *fingerprint)
{
    for (size_t i = 0; i < opened->history_count; i++) {
        if (memcmp(&opened->history[i].fingerprint, fingerprint, sizeof *fingerprint) == 0)
            return true;
    }
    return false;
}

/* Only an organisation's card is enrolled. */
static const char *words_of_card(
    const struct app *app, const struct opened_register *opened, const char *path)
{
    struct card card;
    struct fingerprint fingerprint;
    struct error why;
    error_init(&why, app->catalog);
    enum status status = opening_card(&opened->spawner, path, &card, &fingerprint, &why);
    if (status == STATUS_REFUSED && why.reason != REASON_WORKER_FAILED)
        return text_of(app, "  a card that cannot be read\n");
    if (status != STATUS_OK)
        return text_of(app, "  a card; the process that was to read it did not do its work\n");
    if (is_own_card(opened, &fingerprint))
        return text_of(app, "  your own card, for the organisations to trust\n");
    if (card.role == CARD_AUTHORITY)
        return text_of(app, "  a card of an authority, for organisations to trust\n");
    return text_of(app, "  a card; `sigill-msb enrol` takes it\n");
}

/* What else than junk it is, and what to do with it; appends nothing to junk. cards: how many were
 * read before. */
static void put_words_of_aside(const struct app *app, const struct opened_register *opened,
    const char *path, size_t *cards, struct buffer *out)
{
    enum file_kind kind = file_kind_of(path, false);
    const char *unsealed = unsealed_words(app, unsealed_of(path, kind));
    if (unsealed[0] != '\0')
        layout_paragraph(out, INDENT, unsealed);
    else if (kind == FILE_KIND_CARD)
        buffer_text(out, (*cards)++ < BESIDE_CARDS_MAX
                             ? words_of_card(app, opened, path)
                             : text_of(app, "  a card; `sigill-msb fingerprint` says whose\n"));
    else if (kind == FILE_KIND_RECEIPT)
        buffer_text(out, text_of(app, "  a receipt; it is for the organisation\n"));
}

/* Those with something to do about them stand above junk. */
void receive_report_put_asides(const struct app *app, const struct opened_register *opened,
    const struct media *media, struct buffer *out)
{
    size_t cards = 0;
    struct buffer path = {0};
    struct buffer words = {0};
    struct buffer junk = {0};
    for (size_t i = 0; i < media->asides; i++) {
        buffer_free(&path);
        buffer_free(&words);
        text_show(&path, media->aside[i], strlen(media->aside[i]), false);
        put_words_of_aside(app, opened, media->aside[i], &cards, &words);
        struct buffer *list = words.length > 0 ? out : &junk;
        buffer_printf(list, text_of(app, "left aside, no bundle: %s\n"), buffer_string(&path));
        buffer_append(list, words.data, words.length);
    }
    buffer_append(out, junk.data, junk.length);
    buffer_free(&path);
    buffer_free(&words);
    buffer_free(&junk);
}

static void print_passed(const struct app *app, const struct media *media, FILE *out)
{
    struct buffer names = {0};
    struct buffer text = {0};
    if (media->passed == 0)
        return;
    media_passed(media, &names);
    layout_say(&text, "", text_of(app, "passed over, what systems put there (%zu): %s"),
        media->passed, buffer_string(&names));
    fputs(buffer_string(&text), out);
    buffer_free(&text);
    buffer_free(&names);
}

/* What shows that the medium holds what was handed over, and all of it. */
static void print_comparison(const struct receive_report *report, FILE *out)
{
    struct buffer text = {0};
    if (!report->digests)
        return;
    layout_paragraph(&text, "",
        text_of(report->app,
            "Compare each short digest with the transfer slip that came with the medium. If one is "
            "another, or a slip has no row here, call the sender on a number that you knew before."));
    fputs(buffer_string(&text), out);
    buffer_free(&text);
}

/* Nobody shall have to find it in a long list. */
static void print_alarm(const struct receive_report *report, FILE *out)
{
    struct buffer text = {0};
    size_t keys = report->reasons[REASON_SECRET_KEY];
    if (keys == 0)
        return;
    layout_say(&text, "*** ",
        tr_count(report->app->catalog, "A SECRET KEY LIES ON THIS MEDIUM: see above what to do.",
            "%zu SECRET KEYS LIE ON THIS MEDIUM: see above what to do.", keys),
        keys);
    fputs(buffer_string(&text), out);
    buffer_free(&text);
}

/* What was printed into memory is shown. */
static void show_end(struct app *app, FILE *printed, char **text, const size_t *length)
{
    struct buffer whole = {0};
    if (fclose(printed) != 0)
        memory_exhausted();
    buffer_append(&whole, *text, *length);
    free(*text);
    app_show(app, app->json ? app->err : app->out, &whole);
    buffer_free(&whole);
}

enum status receive_report_end(struct receive_report *report, const struct opened_register *opened,
    const struct media *media, struct error *err)
{
    struct app *app = report->app;
    char *text = NULL;
    size_t length = 0;
    TRY(app_print(app, &report->details, err));
    FILE *out = open_memstream(&text, &length);
    if (out == NULL)
        memory_exhausted();
    if (report->begun)
        fputs("\n", out);
    receive_report_put_asides(app, opened, media, &report->odd);
    fputs(buffer_string(&report->odd), out);
    print_passed(app, media, out);
    print_counts(report, media, out);
    print_comparison(report, out);
    print_alarm(report, out);
    show_end(app, out, &text, &length);
    return STATUS_OK;
}

void receive_report_free(struct receive_report *report)
{
    buffer_free(&report->details);
    buffer_free(&report->odd);
    free(report->container);
}
