#include "format/json_faults.h"

#include "base/text.h"
#include "format/json.h"
#include "format/json_spot.h"

#include <ctype.h>
#include <string.h>

enum { DEPTH_MAX = 16, KEYS_MAX = 128 };

enum token { TOKEN_END, TOKEN_MARK, TOKEN_TEXT, TOKEN_WORD, TOKEN_HOPELESS };

/* What may come next. */
enum wanted { WANTED_VALUE, WANTED_KEY, WANTED_COLON, WANTED_COMMA, WANTED_NOTHING };

struct level {
    char close;    /* } or ] */
    bool empty;    /* nothing stands in it yet */
    size_t comma;  /* where the last comma stands, if it is what came last */
    unsigned keys; /* of those seen so far, the first KEYS_MAX are known */
    size_t key[KEYS_MAX];
    size_t key_length[KEYS_MAX];
};

struct scan {
    const char *text;
    size_t length;
    size_t at;
    size_t begin; /* of the last token */
    enum wanted wanted;
    unsigned depth;
    struct level level[DEPTH_MAX];
    struct findings *faults;
};

static void fault(struct scan *scan, size_t place, const char *code, const char *words)
{
    struct json_spot spot = json_spot_at(scan->text, place);
    struct buffer text = {0};
    if (scan->faults->count >= JSON_FAULTS_MAX)
        return;
    buffer_text(&text, tr(scan->faults->catalog, words));
    findings_add(scan->faults, FINDING_ERROR, 0, code, "line %d, column %d: %s", spot.line,
        spot.column, buffer_string(&text));
    buffer_free(&text);
}

/* ---- tokens ---- */

static bool begins_with(const struct scan *scan, size_t at, const char *word)
{
    size_t size = strlen(word);
    return scan->length - at >= size && memcmp(scan->text + at, word, size) == 0;
}

static const char *const double_quotes[] = {"“", "”", "„", "‟", "″", "«", "»", NULL};
static const char *const single_quotes[] = {"‘", "’", "‚", "'", "`", NULL};

/* The length of one of these marks, none of which is that of JSON; 0 if there is none. */
static size_t smart_quote(const struct scan *scan, size_t at, const char *const *marks)
{
    for (; *marks != NULL; marks++) {
        if (begins_with(scan, at, *marks))
            return strlen(*marks);
    }
    return 0;
}

static bool ends_line(const struct scan *scan, size_t at)
{
    return at >= scan->length || scan->text[at] == '\n' || scan->text[at] == '\r';
}

static void skip_comment(struct scan *scan)
{
    bool long_one = begins_with(scan, scan->at, "/*");
    fault(scan, scan->at, "syntax", N_("comments are not allowed; remove it, or use \"note\""));
    while (scan->at < scan->length &&
           (long_one ? !begins_with(scan, scan->at, "*/") : !ends_line(scan, scan->at)))
        scan->at++;
    if (long_one && scan->at < scan->length)
        scan->at += 2;
}

static void skip_space(struct scan *scan)
{
    while (scan->at < scan->length) {
        if (strchr(" \t\r\n", scan->text[scan->at]) != NULL && scan->text[scan->at] != '\0') {
            scan->at++;
        } else if (begins_with(scan, scan->at, "\xC2\xA0") ||
                   begins_with(scan, scan->at, "\xE2\x80\xAF")) {
            fault(scan, scan->at, "syntax",
                N_("this is a no-break space; type an ordinary space instead"));
            scan->at += scan->text[scan->at] == '\xC2' ? 2 : 3;
        } else if (begins_with(scan, scan->at, "//") || begins_with(scan, scan->at, "/*") ||
                   scan->text[scan->at] == '#') {
            skip_comment(scan);
        } else {
            return;
        }
    }
}

/* A text that begins with a quotation mark of another sort, to the next that may end it; false if
 * there is none. */
static bool scan_smart_text(struct scan *scan)
{
    const char *const *marks = double_quotes;
    size_t mark = smart_quote(scan, scan->at, marks);
    if (mark == 0) {
        marks = single_quotes;
        mark = smart_quote(scan, scan->at, marks);
    }
    if (mark == 0)
        return false;
    fault(scan, scan->at, "syntax",
        N_("this quotation mark is not a straight one; write \" before and after the text"));
    for (scan->at += mark; !ends_line(scan, scan->at); scan->at++) {
        mark = scan->text[scan->at] == '"' ? 1 : smart_quote(scan, scan->at, marks);
        if (mark > 0) {
            scan->at += mark;
            return true;
        }
    }
    return true;
}

/* Behind the last smart quote of the line, from begin on; 0 if there is none. */
static size_t last_smart_quote(const struct scan *scan, size_t begin)
{
    size_t found = 0;
    for (size_t at = begin; !ends_line(scan, at); at++)
        found = smart_quote(scan, at, double_quotes) > 0 ? at : found;
    return found;
}

static enum token scan_unclosed_text(struct scan *scan)
{
    size_t smart = last_smart_quote(scan, scan->begin + 1);
    if (smart == 0) {
        fault(scan, scan->begin, "syntax",
            N_("this text has no quotation mark at its end, on the same line; a line break in it is "
               "written \\n"));
        return TOKEN_HOPELESS;
    }
    fault(scan, smart, "syntax",
        N_("this quotation mark is not a straight one; write \" before and after the text"));
    scan->at = smart + smart_quote(scan, smart, double_quotes);
    return TOKEN_TEXT;
}

static void check_escape(struct scan *scan)
{
    if (scan->at + 1 < scan->length && strchr("\"\\/bfnrtu", scan->text[scan->at + 1]) == NULL)
        fault(scan, scan->at, "syntax", N_("a backslash in a text is written twice: \\\\"));
}

/* Whether the text goes on behind this quotation mark: letters follow it, and one more mark on the
 * same line. */
static bool is_inner_quote(const struct scan *scan)
{
    size_t at = scan->at + 1;
    while (!ends_line(scan, at) && (scan->text[at] == ' ' || scan->text[at] == '\t'))
        at++;
    if (ends_line(scan, at) ||
        (isalpha((unsigned char)scan->text[at]) == 0 && (unsigned char)scan->text[at] < 0x80))
        return false;
    while (!ends_line(scan, at) && scan->text[at] != '"')
        at++;
    return !ends_line(scan, at);
}

static enum token scan_text(struct scan *scan)
{
    for (scan->at++; !ends_line(scan, scan->at); scan->at++) {
        unsigned char letter = (unsigned char)scan->text[scan->at];
        if (letter == '"' && !is_inner_quote(scan)) {
            scan->at++;
            return TOKEN_TEXT;
        }
        if (letter == '"')
            fault(scan, scan->at, "syntax", N_("a quotation mark within a text is written \\\""));
        if (letter == '\\')
            check_escape(scan), scan->at++;
        else if (letter == '\t')
            fault(scan, scan->at, "syntax", N_("a tab in a text is written \\t, or as a space"));
    }
    return scan_unclosed_text(scan);
}

static bool is_number_or_word(const char *word, size_t length)
{
    json_error_t none;
    json_t *value = json_loadb(word, length, JSON_DECODE_ANY, &none);
    bool good = value != NULL;
    json_decref(value);
    return good;
}

static void scan_word(struct scan *scan)
{
    while (scan->at < scan->length && strchr(" \t\r\n,:[]{}\"", scan->text[scan->at]) == NULL)
        scan->at++;
    if (scan->at == scan->begin)
        scan->at++;
    if (scan->depth > 0 && !is_number_or_word(scan->text + scan->begin, scan->at - scan->begin))
        fault(scan, scan->begin, "syntax",
            N_("quotation marks are missing around this text, or it is a number that is not whole"));
}

static enum token next_token(struct scan *scan)
{
    skip_space(scan);
    scan->begin = scan->at;
    if (scan->at >= scan->length)
        return TOKEN_END;
    if (scan->text[scan->at] == '"')
        return scan_text(scan);
    if (scan_smart_text(scan))
        return TOKEN_TEXT;
    if (scan->text[scan->at] != '\0' && strchr("{}[]:,", scan->text[scan->at]) != NULL) {
        scan->at++;
        return TOKEN_MARK;
    }
    scan_word(scan);
    return TOKEN_WORD;
}

/* ---- what stands where ---- */

static struct level *innermost(struct scan *scan)
{
    return &scan->level[scan->depth - 1];
}

static void not_json(struct scan *scan)
{
    fault(scan, scan->begin, "not-json",
        N_("this is not JSON; look for a missing or superfluous comma, colon, quotation mark or "
           "bracket just before this place"));
}

static void after_value(struct scan *scan)
{
    scan->wanted = scan->depth == 0 ? WANTED_NOTHING : WANTED_COMMA;
    if (scan->depth > 0) {
        innermost(scan)->empty = false;
        innermost(scan)->comma = 0;
    }
}

static void note_key(struct scan *scan)
{
    struct level *level = innermost(scan);
    size_t length = scan->at - scan->begin;
    for (unsigned i = 0; i < level->keys; i++) {
        if (level->key_length[i] == length &&
            memcmp(scan->text + level->key[i], scan->text + scan->begin, length) == 0) {
            fault(scan, scan->begin, "syntax",
                N_("this name stands twice in the same object; keep one of the two"));
            return;
        }
    }
    if (level->keys < KEYS_MAX) {
        level->key[level->keys] = scan->begin;
        level->key_length[level->keys++] = length;
    }
}

static bool open_level(struct scan *scan, char mark)
{
    if (scan->depth == DEPTH_MAX)
        return false;
    struct level *level = &scan->level[scan->depth++];
    level->close = mark == '{' ? '}' : ']';
    level->empty = true;
    level->comma = 0;
    level->keys = 0;
    scan->wanted = mark == '{' ? WANTED_KEY : WANTED_VALUE;
    return true;
}

static void close_innermost(struct scan *scan)
{
    const struct level *level = innermost(scan);
    if (level->comma > 0)
        fault(scan, level->comma, "syntax",
            N_("nothing follows this comma; remove it, the last one has none"));
    else if (scan->wanted == WANTED_COLON || (scan->wanted == WANTED_VALUE && !level->empty))
        not_json(scan);
    scan->depth--;
    after_value(scan);
}

static void close_level(struct scan *scan, char mark)
{
    if (innermost(scan)->close != mark) {
        if (scan->depth < 2 || scan->level[scan->depth - 2].close != mark) {
            not_json(scan);
            return;
        }
        fault(scan, scan->begin, "syntax",
            mark == '}' ? N_("a ] is missing before this }") : N_("a } is missing before this ]"));
        close_innermost(scan);
    }
    close_innermost(scan);
}

static void take_comma(struct scan *scan)
{
    struct level *level = innermost(scan);
    if (scan->wanted == WANTED_COMMA)
        level->comma = scan->begin;
    else
        not_json(scan);
    level->empty = false;
    scan->wanted = level->close == '}' ? WANTED_KEY : WANTED_VALUE;
}

static void take_colon(struct scan *scan)
{
    bool forgotten = scan->wanted == WANTED_COMMA && innermost(scan)->close == ']' &&
                     scan->depth > 1 && scan->level[scan->depth - 2].close == '}';
    if (forgotten) {
        fault(scan, scan->begin, "syntax", N_("a ] is missing before the name of this colon"));
        scan->depth--;
    } else if (scan->wanted != WANTED_COLON) {
        not_json(scan);
        return;
    }
    scan->wanted = WANTED_VALUE;
}

/* Before a text, a word or an opening bracket: what should have stood there. */
static void expect_between(struct scan *scan)
{
    if (scan->wanted == WANTED_COMMA) {
        fault(scan, scan->begin, "syntax", N_("a comma is missing before this place"));
        scan->wanted = innermost(scan)->close == '}' ? WANTED_KEY : WANTED_VALUE;
    } else if (scan->wanted == WANTED_COLON) {
        fault(scan, scan->begin, "syntax", N_("a colon is missing before this place"));
        scan->wanted = WANTED_VALUE;
    }
}

static void take_text(struct scan *scan, enum token token)
{
    expect_between(scan);
    if (scan->wanted != WANTED_KEY) {
        after_value(scan);
        return;
    }
    if (token == TOKEN_TEXT)
        note_key(scan);
    else if (is_number_or_word(scan->text + scan->begin, scan->at - scan->begin))
        fault(scan, scan->begin, "syntax", N_("quotation marks are missing around this name"));
    innermost(scan)->comma = 0;
    innermost(scan)->empty = false;
    scan->wanted = WANTED_COLON;
}

/* False where no guess leads on. */
static bool take_mark(struct scan *scan, char mark)
{
    if (mark == '{' || mark == '[') {
        expect_between(scan);
        if (scan->wanted == WANTED_KEY)
            not_json(scan);
        return open_level(scan, mark);
    }
    if (scan->depth == 0) {
        not_json(scan);
        return false;
    }
    if (mark == ',')
        take_comma(scan);
    else if (mark == ':')
        take_colon(scan);
    else
        close_level(scan, mark);
    return true;
}

static bool take_token(struct scan *scan, enum token token)
{
    if (token == TOKEN_HOPELESS)
        return false;
    if (token == TOKEN_END) {
        if (scan->wanted != WANTED_NOTHING)
            fault(scan, scan->begin, "syntax",
                N_("the file ends too early; a quotation mark, ] or } is missing"));
        return false;
    }
    if (scan->wanted == WANTED_NOTHING) {
        fault(scan, scan->begin, "syntax", N_("the file should end here; remove what follows"));
        return false;
    }
    if (token == TOKEN_MARK)
        return take_mark(scan, scan->text[scan->begin]);
    if (scan->depth == 0) {
        not_json(scan);
        return false;
    }
    take_text(scan, token);
    return true;
}

void json_faults(const char *text, size_t length, struct findings *faults)
{
    struct scan scan = {.text = text, .length = length, .faults = faults};
    scan.wanted = WANTED_VALUE;
    if (!text_is_utf8(text, length))
        return;
    while (scan.faults->count < JSON_FAULTS_MAX && take_token(&scan, next_token(&scan)))
        continue;
}
