#include "format/findings.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void findings_init(struct findings *findings, const struct catalog *catalog)
{
    *findings = (struct findings){.catalog = catalog};
}

/* The name of a sheet may be anything. */
static char *masked_place(const char *place)
{
    char *copy = memory_text(place);
    text_mask(copy);
    return copy;
}

static void findings_add_list(struct findings *findings, struct finding finding, const char *format,
    va_list args) __attribute__((format(printf, 3, 0)));

static void findings_add_list(
    struct findings *findings, struct finding finding, const char *format, va_list args)
{
    struct error text;
    error_init(&text, findings->catalog);
    (void)error_set_list(&text, STATUS_OK, REASON_NONE, format, args);
    finding.text = memory_text(text.text);
    findings->list = memory_resize(findings->list, findings->count + 1, sizeof *findings->list);
    findings->list[findings->count++] = finding;
    findings->errors += finding.severity == FINDING_ERROR;
}

void findings_add(struct findings *findings, enum finding_severity severity, unsigned question,
    const char *code, const char *format, ...)
{
    struct finding finding = {.severity = severity, .question = question, .code = code};
    va_list args;
    va_start(args, format);
    findings_add_list(findings, finding, format, args);
    va_end(args);
}

void findings_add_at(struct findings *findings, const char *place, enum finding_severity severity,
    unsigned question, const char *code, const char *format, ...)
{
    struct finding finding = {.severity = severity,
        .question = question,
        .code = code,
        .place = place == NULL ? NULL : masked_place(place)};
    va_list args;
    va_start(args, format);
    findings_add_list(findings, finding, format, args);
    va_end(args);
}

void findings_place(struct findings *findings, size_t index, const char *place)
{
    free(findings->list[index].place);
    findings->list[index].place = masked_place(place);
}

void findings_label(struct findings *findings, size_t index, const char *label)
{
    struct finding *finding = &findings->list[index];
    const char *rest = strstr(finding->text, ": ");
    if (rest == NULL)
        return;
    char *masked = masked_place(label);
    char *text = memory_printf("%s%s", masked, rest);
    free(masked);
    free(finding->text);
    finding->text = text;
}

static bool findings_same(const struct finding *one, const struct finding *other)
{
    return one->question == other->question && strcmp(one->code, other->code) == 0;
}

void findings_drop(struct findings *findings, unsigned question, const char *code)
{
    size_t kept = 0;
    for (size_t i = 0; i < findings->count; i++) {
        struct finding *finding = &findings->list[i];
        if (finding->question == question && strcmp(finding->code, code) == 0) {
            findings->errors -= finding->severity == FINDING_ERROR;
            free(finding->text);
            free(finding->place);
        } else {
            findings->list[kept++] = *finding;
        }
    }
    findings->count = kept;
}

/* Takes the finding over. */
static void findings_take(struct findings *to, struct finding *finding)
{
    to->list = memory_resize(to->list, to->count + 1, sizeof *to->list);
    to->errors += finding->severity == FINDING_ERROR;
    to->list[to->count++] = *finding;
    finding->text = NULL;
    finding->place = NULL;
}

void findings_move(struct findings *to, struct findings *from)
{
    for (size_t i = 0; i < from->count; i++)
        findings_take(to, &from->list[i]);
    findings_free(from);
}

/* Takes over those of named that are the same as the finding, or all; whether there was one. */
static bool findings_take_named(
    struct findings *to, struct findings *named, const struct finding *finding)
{
    bool any = false;
    for (size_t i = 0; i < named->count; i++) {
        bool wanted = finding == NULL || findings_same(&named->list[i], finding);
        any = any || wanted;
        if (wanted && named->list[i].text != NULL)
            findings_take(to, &named->list[i]);
    }
    return any;
}

void findings_replace(struct findings *findings, struct findings *named)
{
    struct findings whole;
    findings_init(&whole, findings->catalog);
    for (size_t i = 0; i < findings->count; i++) {
        if (!findings_take_named(&whole, named, &findings->list[i]))
            findings_take(&whole, &findings->list[i]);
    }
    (void)findings_take_named(&whole, named, NULL);
    findings_free(findings);
    findings_free(named);
    *findings = whole;
}

static void findings_forget(struct finding *finding)
{
    free(finding->text);
    free(finding->place);
}

void findings_free(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        findings_forget(&findings->list[i]);
    free(findings->list);
    findings_init(findings, findings->catalog);
}
