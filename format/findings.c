#include "format/findings.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void findings_init(struct findings *findings, const struct catalog *catalog)
{
    *findings = (struct findings){.catalog = catalog};
}

static bool make_room(struct findings *findings)
{
    enum { FIRST_CAPACITY = 16 };
    if (findings->count < findings->capacity)
        return true;
    size_t capacity = findings->capacity != 0 ? findings->capacity : FIRST_CAPACITY / 2;
    if (__builtin_mul_overflow(capacity, (size_t)2, &capacity))
        return false;
    struct finding *list = reallocarray(findings->list, capacity, sizeof *list);
    if (list == NULL)
        return false;
    findings->list = list;
    findings->capacity = capacity;
    return true;
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
    char *copy = memory_text(text.text);
    if (copy == NULL || !make_room(findings)) {
        free(copy);
        findings->failed = true;
        return;
    }
    findings->list[findings->count++] =
        (struct finding){.severity = severity, .question = question, .code = code, .text = copy};
    findings->errors += severity == FINDING_ERROR;
}

enum status findings_status(const struct findings *findings, struct error *err)
{
    return findings->failed ? error_memory(err) : STATUS_OK;
}

void findings_free(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        free(findings->list[i].text);
    free(findings->list);
    findings_init(findings, findings->catalog);
}
