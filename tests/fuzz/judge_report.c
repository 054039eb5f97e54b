/* What every page and every table for a spreadsheet must be, whatever names and texts went into it.
 */
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { DEPTH_MAX = 64, NAME_SIZE = 32 };

/* What a page of ours is made of: nothing that loads, runs or sends. */
static const char *const ELEMENTS[] = {"html", "head", "meta", "title", "style", "body", "header",
    "main", "footer", "nav", "section", "article", "div", "p", "span", "h1", "h2", "h3", "h4",
    "strong", "em", "b", "i", "small", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td", "colgroup", "col", "figure", "figcaption", "a",
    "br", "hr", "abbr", "svg", "g", "desc", "rect", "line", "path", "polygon", "polyline", "circle",
    "text", "tspan", "details", "summary", "time"};

struct scan {
    const char *at;
    size_t depth;
    char open[DEPTH_MAX][NAME_SIZE];
};

static size_t take_name(struct scan *scan, char name[NAME_SIZE])
{
    size_t length =
        strspn(scan->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:");
    fuzz_require(length > 0 && length < NAME_SIZE);
    memcpy(name, scan->at, length);
    name[length] = '\0';
    scan->at += length;
    return length;
}

static void expect(struct scan *scan, const char *text)
{
    fuzz_require(strncmp(scan->at, text, strlen(text)) == 0);
    scan->at += strlen(text);
}

/* An entity of those that html_text writes, or a number. */
static void take_entity(struct scan *scan)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&nbsp;"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strncmp(scan->at, known[i], strlen(known[i])) == 0) {
            scan->at += strlen(known[i]);
            return;
        }
    }
    fuzz_require(false);
}

static void take_attribute(struct scan *scan)
{
    char name[NAME_SIZE];
    take_name(scan, name);
    fuzz_require(
        strncmp(name, "on", 2) != 0 && strcmp(name, "src") != 0 && strcmp(name, "style") != 0);
    expect(scan, "=\"");
    fuzz_require(strstr(name, "href") == NULL || *scan->at == '#');
    while (*scan->at != '"') {
        fuzz_require(*scan->at != '\0' && *scan->at != '<' && *scan->at != '>');
        if (*scan->at == '&')
            take_entity(scan);
        else
            scan->at++;
    }
    scan->at++;
}

static void take_element(struct scan *scan)
{
    char name[NAME_SIZE];
    bool known = false;
    take_name(scan, name);
    for (size_t i = 0; i < sizeof ELEMENTS / sizeof ELEMENTS[0]; i++)
        known = known || strcmp(name, ELEMENTS[i]) == 0;
    fuzz_require(known);
    while (*scan->at == ' ' || *scan->at == '\n') {
        scan->at++;
        take_attribute(scan);
    }
    if (*scan->at == '/') {
        expect(scan, "/>");
        return;
    }
    expect(scan, ">");
    fuzz_require(scan->depth < DEPTH_MAX);
    memcpy(scan->open[scan->depth++], name, sizeof name);
    if (strcmp(name, "style") == 0) {
        scan->at = strstr(scan->at, "</");
        fuzz_require(scan->at != NULL);
    }
}

static void take_end(struct scan *scan)
{
    char name[NAME_SIZE];
    take_name(scan, name);
    expect(scan, ">");
    fuzz_require(scan->depth > 0 && strcmp(scan->open[--scan->depth], name) == 0);
}

void fuzz_judge_page(const char *page, size_t length)
{
    struct scan scan = {.at = page};
    fuzz_require(strlen(page) == length && text_is_plain(page, length, true));
    if (strncmp(page, "<!DOCTYPE html>", 15) == 0)
        scan.at += 15;
    while (*scan.at != '\0') {
        if (*scan.at == '&')
            take_entity(&scan);
        else if (*scan.at != '<') {
            fuzz_require(*scan.at != '>');
            scan.at++;
        } else if (*++scan.at == '/') {
            scan.at++;
            take_end(&scan);
        } else
            take_element(&scan);
    }
    fuzz_require(scan.depth == 0);
}

/* A field of a line as a spreadsheet reads it; returns what stands behind it. */
static const char *take_field(const char *at)
{
    bool quoted = *at == '"';
    at += quoted ? 1 : 0;
    bool empty = !quoted && at[0] == '\r' && at[1] == '\n';
    fuzz_require(empty || *at == '\0' || strchr("=+-@\t\r", *at) == NULL);
    while (*at != '\0' && (quoted || strchr(";\r\n", *at) == NULL)) {
        if (*at != '"') {
            at++;
            continue;
        }
        fuzz_require(quoted);
        if (at[1] != '"')
            return at + 1;
        at += 2;
    }
    fuzz_require(!quoted);
    return at;
}

/* Whoever reads by another divider, and without quotes, finds no formula either. */
static void judge_cells(const char *at)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};
    bool start = true;
    for (; *at != '\0'; at++) {
        if (strchr(",;\t|\r\n", *at) != NULL) {
            start = true;
        } else if (start && *at != ' ' && *at != '"') {
            start = false;
            fuzz_require(strchr("=+-@", *at) == NULL);
            for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
                fuzz_require(strncmp(at, wide[i], strlen(wide[i])) != 0);
        }
    }
}

void fuzz_judge_csv(const char *csv, size_t length, size_t fields)
{
    static const char mark[] = "\xEF\xBB\xBF";
    fuzz_require(strlen(csv) == length && strncmp(csv, mark, 3) == 0);
    const char *at = csv + 3;
    judge_cells(at);
    while (*at != '\0') {
        size_t count = 1;
        at = take_field(at);
        for (; *at == ';'; count++)
            at = take_field(at + 1);
        fuzz_require(at[0] == '\r' && at[1] == '\n' && (fields == 0 || count == fields));
        at += 2;
    }
}
