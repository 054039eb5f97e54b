#include "report/text_findings.h"

#include "report/layout.h"

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
    layout_paragraph(out, lead, buffer_string(&line));
    buffer_free(&line);
}

void text_findings_list(struct buffer *out, const struct edition *edition,
    const struct findings *findings, enum finding_severity severity)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        if (finding->severity != severity)
            continue;
        struct buffer text = {0};
        int place = finding->question == 0 ? -1 : edition_find_question(edition, finding->question);
        buffer_text(&text, finding->text);
        if (place >= 0)
            buffer_printf(&text, " [%s]", edition->question[place].topic);
        layout_paragraph(out, "  - ", buffer_string(&text));
        buffer_free(&text);
    }
}

static void summary(struct buffer *out, const struct catalog *catalog, size_t errors)
{
    if (errors == 0)
        layout_paragraph(out, "",
            tr(catalog, "No errors: the answers can be sealed. Warnings do not stand in the way."));
    else
        layout_paragraph(
            out, "", tr(catalog, "The answers cannot be sealed before the errors are corrected."));
}

void text_findings(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answers *answers, const struct findings *findings)
{
    size_t errors = findings->errors;
    size_t warnings = findings->count - errors;
    text_findings_head(out, "", catalog, edition, answers);
    if (errors > 0) {
        buffer_text(out, "\n");
        buffer_printf(out, tr_count(catalog, "%zu error:", "%zu errors:", errors), errors);
        buffer_text(out, "\n");
        text_findings_list(out, edition, findings, FINDING_ERROR);
    }
    if (warnings > 0) {
        buffer_text(out, "\n");
        buffer_printf(out, tr_count(catalog, "%zu warning:", "%zu warnings:", warnings), warnings);
        buffer_text(out, "\n");
        text_findings_list(out, edition, findings, FINDING_WARNING);
    }
    buffer_text(out, "\n");
    summary(out, catalog, errors);
}
