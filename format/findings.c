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

void findings_free(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        free(findings->list[i].text);
    free(findings->list);
    findings_init(findings, findings->catalog);
}
