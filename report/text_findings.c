#include "report/text_findings.h"

#include "report/layout.h"
#include "report/text_answered.h"
#include "scoring/answered.h"

#include <string.h>

void text_findings_head(struct buffer *out, const char *lead, const struct catalog *catalog,
    const struct edition *edition, const struct answers *answers)
{
    const struct answers_organisation *organisation = &answers->organisation;
    struct buffer line = {0};
    buffer_text(&line, organisation->name[0] != '\0' ? organisation->name
                                                     : tr(catalog, "Organisation without a name"));
    if (organisation->number[0] != '\0')
        buffer_printf(&line, " (%s)", organisation->number);
    buffer_printf(&line, ", %s", edition->id);
    if (answers->period_from[0] != '\0' && answers->period_to[0] != '\0')
        buffer_printf(&line, ", %s – %s", answers->period_from, answers->period_to);
    if (answers->marking[0] != '\0')
        buffer_printf(&line, tr(catalog, ", marked %s"), answers->marking);
    layout_paragraph(out, lead, buffer_string(&line));
    buffer_free(&line);
}

static void put_finding(
    struct buffer *out, const struct edition *edition, const struct finding *finding)
{
    int place = finding->question == 0 ? -1 : edition_find_question(edition, finding->question);
    const char *cell = finding->place == NULL ? "" : finding->place;
    const char *after = finding->place == NULL ? "" : ": ";
    if (place >= 0)
        layout_say(
            out, "  - ", "%s%s%s [%s]", cell, after, finding->text, edition->question[place].topic);
    else
        layout_say(out, "  - ", "%s%s%s", cell, after, finding->text);
}

void text_findings_list(struct buffer *out, const struct edition *edition,
    const struct findings *findings, enum finding_severity severity)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->list[i].severity == severity)
            put_finding(out, edition, &findings->list[i]);
    }
}

/* More questions without an answer than this are one warning. */
enum { UNANSWERED_SHOWN = 3 };

static bool is_unanswered(const struct finding *finding)
{
    return finding->severity == FINDING_WARNING && strcmp(finding->code, "unanswered") == 0;
}

static size_t count_unanswered(const struct findings *findings)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += is_unanswered(&findings->list[i]);
    return count;
}

static void put_unanswered(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct findings *findings)
{
    struct buffer numbers = {0};
    for (size_t i = 0; i < findings->count; i++) {
        if (is_unanswered(&findings->list[i]))
            buffer_printf(
                &numbers, "%s%u", numbers.length == 0 ? "" : ", ", findings->list[i].question);
    }
    layout_say(out, "  - ",
        edition_has_points(edition)
            ? tr(catalog, "%zu questions are not answered; they give no points: %s")
            : tr(catalog, "%zu questions are not answered: %s"),
        count_unanswered(findings), buffer_string(&numbers));
    buffer_free(&numbers);
}

void text_findings_warnings(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct findings *findings)
{
    bool together = count_unanswered(findings) > UNANSWERED_SHOWN;
    if (together)
        put_unanswered(out, catalog, edition, findings);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        if (finding->severity == FINDING_WARNING && !(together && is_unanswered(finding)))
            put_finding(out, edition, finding);
    }
}

static void put_answered(
    struct buffer *out, const struct catalog *catalog, const struct answered *answered)
{
    struct buffer line = {0};
    text_answered(&line, catalog, answered);
    layout_say(out, "", tr(catalog, "Answered: %s."), buffer_string(&line));
    buffer_text(out, "\n");
    buffer_free(&line);
}

static void put_conclusion(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, size_t errors, const struct answered *answered)
{
    if (errors > 0)
        layout_paragraph(
            out, "", tr(catalog, "The answers cannot be sealed before the errors are corrected."));
    else if (answered->all.answered == 0)
        layout_paragraph(out, "",
            tr(catalog,
                "No errors, but nothing is answered yet: fill in the answers before they are "
                "sealed."));
    else if (answered_few(answered))
        layout_say(out, "",
            edition_has_points(edition)
                ? tr(catalog,
                      "No errors, but only %u of %u questions are answered. The others give no "
                      "points: answer them too before the answers are sealed.")
                : tr(catalog,
                      "No errors, but only %u of %u questions are answered. Answer the others "
                      "too before the answers are sealed."),
            answered->all.answered, answered->all.of);
    else
        layout_paragraph(out, "",
            tr(catalog, "No errors: the answers can be sealed. Warnings do not stand in the way."));
}

void text_findings(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answers *answers, const struct findings *findings)
{
    size_t errors = findings->errors;
    size_t warnings = findings->count - errors;
    size_t unanswered = count_unanswered(findings);
    struct answered answered;
    if (unanswered > UNANSWERED_SHOWN)
        warnings -= unanswered - 1;
    answered_count(&edition->model, &answers->set, &answered);
    text_findings_head(out, "", catalog, edition, answers);
    buffer_text(out, "\n");
    if (errors > 0) {
        layout_say(out, "", tr_count(catalog, "%zu error:", "%zu errors:", errors), errors);
        text_findings_list(out, edition, findings, FINDING_ERROR);
        buffer_text(out, "\n");
    }
    if (warnings > 0) {
        layout_say(out, "", tr_count(catalog, "%zu warning:", "%zu warnings:", warnings), warnings);
        text_findings_warnings(out, catalog, edition, findings);
        buffer_text(out, "\n");
    }
    put_answered(out, catalog, &answered);
    put_conclusion(out, catalog, edition, errors, &answered);
}
