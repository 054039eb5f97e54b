#include "format/findings.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void findings_init(struct findings *findings, const struct catalog *catalog)
{
    *findings = (struct findings){.catalog = catalog};
}

void findings_add(struct findings *findings, enum finding_severity severity, unsigned question,
    const char *code, const char *format, ...)
{
    struct error text;
    va_list args;
    error_init(&text, findings->catalog);
    va_start(args, format);
    (void)error_set_list(&text, STATUS_OK, REASON_NONE, format, args);
    va_end(args);
    findings->list = memory_resize(findings->list, findings->count + 1, sizeof *findings->list);
    findings->list[findings->count++] = (struct finding){
        .severity = severity, .question = question, .code = code, .text = memory_text(text.text)};
    findings->errors += severity == FINDING_ERROR;
}

static bool findings_same(const struct finding *one, const struct finding *other)
{
    return one->question == other->question && strcmp(one->code, other->code) == 0;
}

/* Takes the finding over. */
static void findings_take(struct findings *to, struct finding *finding)
{
    to->list = memory_resize(to->list, to->count + 1, sizeof *to->list);
    to->errors += finding->severity == FINDING_ERROR;
    to->list[to->count++] = *finding;
    finding->text = NULL;
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

void findings_free(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        free(findings->list[i].text);
    free(findings->list);
    findings_init(findings, findings->catalog);
}
