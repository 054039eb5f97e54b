#include "cmd/ui/output_ending.h"

#include "base/file.h"
#include "base/messages.h"

#include <string.h>
#include <strings.h>

/* What programs for the office call their own files. */
static const char *const FOREIGN[] = {".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".xltm", ".fods",
    ".ots", ".doc", ".docx", ".docm", ".dot", ".dotx", ".odt", ".ott", ".rtf", ".pdf", ".ppt",
    ".pptx", ".odp", ".numbers", ".pages"};

/* What is written, by what it begins with. */
struct written_kind {
    const char *begins;
    const char *name; /* N_("…") */
    const char *ending;
};

static const struct written_kind KINDS[] = {
    {"PK\3\4", N_("a workbook"), ".xlsx"},
    {"<!DOCTYPE html", N_("a page for a browser"), ".html"},
    {"{", N_("JSON"), ".json"},
    {"[", N_("JSON"), ".json"},
    {"\xEF\xBB\xBF", N_("a table as text (CSV)"), ".csv"},
};

enum { WRITTEN_KINDS = sizeof KINDS / sizeof KINDS[0] };

static const struct written_kind TEXT = {"", N_("text"), ".txt"};

/* "" if there is none. */
static const char *ending_of(const char *path)
{
    const char *dot = strrchr(path_name(path), '.');
    return dot == NULL ? "" : dot;
}

static bool is_foreign(const char *ending)
{
    for (size_t i = 0; i < sizeof FOREIGN / sizeof FOREIGN[0]; i++) {
        if (strcasecmp(ending, FOREIGN[i]) == 0)
            return true;
    }
    return false;
}

enum status output_ending_judge(const char *path, struct error *err)
{
    const char *ending = ending_of(path);
    if (strcasecmp(ending, ".ods") == 0)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "%s: .ods is read and not written; write .xlsx, which LibreOffice opens too", path);
    if (!is_foreign(ending))
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
        "%s: no file of the kind %s is written here; give a name that ends in .xlsx, .html, "
        ".json, .csv or .txt, whichever is wanted",
        path, ending);
}

static const struct written_kind *kind_of_content(const struct buffer *content)
{
    for (size_t i = 0; i < WRITTEN_KINDS; i++) {
        size_t length = strlen(KINDS[i].begins);
        if (content->length >= length && memcmp(content->data, KINDS[i].begins, length) == 0)
            return &KINDS[i];
    }
    return &TEXT;
}

/* NULL if the ending says nothing of the content. */
static const struct written_kind *kind_of_ending(const char *path)
{
    const char *ending = ending_of(path);
    ending = strcasecmp(ending, ".htm") == 0 ? ".html" : ending;
    for (size_t i = 0; i < WRITTEN_KINDS; i++) {
        if (strcasecmp(ending, KINDS[i].ending) == 0)
            return &KINDS[i];
    }
    return NULL;
}

bool output_ending_is_known(const char *path)
{
    const char *ending = ending_of(path);
    return is_foreign(ending) || kind_of_ending(path) != NULL ||
           strcasecmp(ending, TEXT.ending) == 0;
}

enum status output_ending_fits(const char *path, const struct buffer *content, struct error *err)
{
    const struct written_kind *said = kind_of_ending(path);
    if (said == NULL)
        return STATUS_OK;
    if (content == NULL)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "%s: what is written is not %s, as the name says; choose another ending", path,
            tr(err->catalog, said->name));
    const struct written_kind *is = kind_of_content(content);
    if (strcmp(is->ending, said->ending) == 0)
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
        "%s: what is written is %s, and not %s, as the name says; let it end in %s", path,
        tr(err->catalog, is->name), tr(err->catalog, said->name), is->ending);
}
