/* What `sigill seal` shows before it asks. */
#include "cmd/ui/sealing.h"

#include "base/clock.h"
#include "base/local_time.h"
#include "base/text.h"
#include "format/form_cells.h"
#include "report/layout.h"
#include "report/text_answered.h"
#include "scoring/answered.h"

#include <string.h>

enum { LABEL_WIDTH = 15, SUPERSEDED_SHOWN = 3 };

/* "  Label        text", broken at the line's end. */
static void summary_row(struct buffer *out, const char *label, const char *text)
{
    struct buffer lead = {0};
    buffer_text(&lead, "  ");
    layout_cell(&lead, label, LABEL_WIDTH);
    layout_paragraph(out, buffer_string(&lead), text);
    buffer_free(&lead);
}

/* The same with a text that was made for it, which is freed. */
static void summary_made_row(struct buffer *out, const char *label, struct buffer *text)
{
    summary_row(out, label, buffer_string(text));
    buffer_free(text);
}

static void summary_sender(const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    const struct answers *answers = sealing->loaded.answers;
    struct buffer text = {0};
    buffer_printf(&text, "%s, %s (%s)", sealing->own.name, sealing->own.number, sealing->own.group);
    summary_made_row(out, text_of(app, "Sender"), &text);
    buffer_printf(&text, text_of(app, "%s, period %s to %s"), answers->edition,
        answers->period_from, answers->period_to);
    summary_made_row(out, text_of(app, "Answers to"), &text);
    summary_row(out, text_of(app, "Marking"), answers->marking);
}

/* Of the other warnings about answers the rows themselves say what they say. */
static void summary_warnings(
    const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    const struct findings *findings = &sealing->loaded.findings;
    for (size_t i = 0; i < findings->count; i++) {
        const char *code = findings->list[i].code;
        if (strcmp(code, "period") == 0 || strcmp(code, FORM_FINDING_MISSING) == 0)
            summary_row(out, text_of(app, "Warning"), findings->list[i].text);
    }
}

static void summary_result(const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    const struct manifest_result *result = &sealing->manifest.result;
    const struct edition *edition = sealing->loaded.edition;
    struct buffer text = {0};
    if (!edition_has_points(edition))
        return;
    buffer_printf(&text, text_of(app, "level %u, %u of %u points, %u of %u measures"),
        (unsigned)result->level, (unsigned)result->points, edition->points,
        (unsigned)result->measures, edition->measures);
    summary_made_row(out, text_of(app, "Result"), &text);
}

static void summary_answered(
    const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    const struct edition *edition = sealing->loaded.edition;
    const struct answer_set *set = &sealing->loaded.answers->set;
    struct answered answered;
    struct buffer text = {0};
    answered_count(&edition->model, set, &answered);
    text_answered(&text, app->catalog, &answered);
    summary_made_row(out, text_of(app, "Filled in"), &text);
    text_answered_missing(&text, app->catalog, edition, set);
    if (text.length > 0)
        summary_made_row(out, "", &text);
}

static void summary_approval(
    const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    const struct answers_approval *approval = &sealing->loaded.answers->approval;
    struct buffer text = {0};
    buffer_comma(&text, approval->by);
    buffer_comma(&text, approval->role);
    buffer_comma(&text, approval->date);
    buffer_comma(&text, approval->reference);
    summary_row(out, text_of(app, "Approved by"),
        text.length == 0 ? text_of(app, "nobody is named") : buffer_string(&text));
    buffer_free(&text);
}

static void summary_attachments(
    const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    const struct attachments *attachments = &sealing->attachments;
    if (attachments->count == 0)
        summary_row(out, text_of(app, "Attachments"), text_of(app, "none"));
    for (size_t i = 0; i < attachments->count; i++) {
        struct buffer text = {0};
        buffer_printf(&text, text_of(app, "%s, %llu bytes"), attachments->list[i].name,
            (unsigned long long)attachments->list[i].size);
        summary_row(out, i == 0 ? text_of(app, "Attachments") : "", buffer_string(&text));
        buffer_free(&text);
    }
}

static void summary_recipient(
    const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    char groups[FINGERPRINT_SHORT_SIZE];
    struct buffer text = {0};
    fingerprint_short(groups, &sealing->recipient.fingerprint);
    buffer_printf(
        &text, text_of(app, "%s (fingerprint begins %s)"), sealing->recipient.card.name, groups);
    summary_made_row(out, text_of(app, "Recipient"), &text);
}

/* Late ones are received too: what counts is the authority's affair. */
static void summary_round(const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    char closes[DAY_SIZE];
    struct buffer text = {0};
    if (!sealing->has_round)
        return;
    day_format(closes, sealing->round.closes);
    if (sealing->late)
        buffer_printf(&text,
            text_of(app, "%s, which has passed: the answers come late, and are received all the "
                         "same"),
            closes);
    else
        buffer_text(&text, closes);
    summary_made_row(out, text_of(app, "Last day"), &text);
}

/* One of the bundles that this one supersedes. */
static void summary_superseded(
    const struct app *app, const struct sealing *sealing, size_t place, struct buffer *out)
{
    char id[MANIFEST_ID_HEX];
    char moment[LOCAL_TIME_SIZE];
    struct buffer text = {0};
    const uint8_t *earlier = sealing->manifest.supersedes.id[place];
    const struct journal_entry *entry = journal_by_id(&sealing->journal, earlier);
    hex_encode(id, earlier, MANIFEST_ID_SIZE);
    if (entry != NULL) {
        local_time_format(moment, entry->created);
        buffer_printf(&text, text_of(app, "the bundle %s, sealed %s"), id, moment);
    } else {
        buffer_printf(&text, text_of(app, "the bundle %s, which is not in the journal here"), id);
    }
    summary_made_row(out, place == 0 ? text_of(app, "Supersedes") : "", &text);
}

static void summary_supersedes(
    const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    size_t count = sealing->manifest.supersedes.count;
    size_t shown = count <= SUPERSEDED_SHOWN + 1 ? count : SUPERSEDED_SHOWN;
    struct buffer text = {0};
    if (count == 0)
        summary_row(out, text_of(app, "Supersedes"), text_of(app, "no earlier bundle"));
    for (size_t i = 0; i < shown; i++)
        summary_superseded(app, sealing, i, out);
    if (shown == count)
        return;
    buffer_printf(&text, text_of(app, "and %zu earlier ones"), count - shown);
    summary_made_row(out, "", &text);
}

void sealing_summary(const struct app *app, const struct sealing *sealing, struct buffer *out)
{
    buffer_printf(out, "%s\n", text_of(app, "This will be sealed:"));
    summary_sender(app, sealing, out);
    summary_warnings(app, sealing, out);
    summary_result(app, sealing, out);
    summary_answered(app, sealing, out);
    summary_approval(app, sealing, out);
    summary_attachments(app, sealing, out);
    summary_recipient(app, sealing, out);
    summary_round(app, sealing, out);
    summary_supersedes(app, sealing, out);
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        text_of(app, "Sealing does not lower the class: the medium that carries the bundle is "
                     "handled as Begränsat hemlig (RESTRICTED)."));
}
