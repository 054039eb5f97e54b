#include "format/sheet_format.h"

#include "format/sheet_parts.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { CODE_MAX = 255 };

static const struct sheet_format PLAIN = {.decimals = UINT8_MAX};

/* ---- signs ---- */

/* Of a hundred, of a thousand. */
static bool is_share(const char *text)
{
    return *text == '%' || sheet_text_begins(text, "‰");
}

/* Behind a letter it is a hyphen. */
static bool is_minus(const char *text, bool in_word)
{
    return (*text == '-' && !in_word) || sheet_text_begins(text, "−");
}

/* Whether it makes one digit and the next two numbers, or a number with decimals. Of what is not
 * ASCII there are too many blanks to tell. */
static bool is_parting(char letter)
{
    return (unsigned char)letter < 0x80 && letter != '\'' && !isspace((unsigned char)letter);
}

/* ---- codes ---- */

/* Passes over what a code only shows: text in quotes, a letter behind a backslash, colours and
 * languages in brackets. */
static const char *skip_shown(const char *code)
{
    const char *end = NULL;
    if (*code == '"')
        end = strchr(code + 1, '"');
    else if (*code == '[')
        end = strchr(code, ']');
    else if ((*code == '\\' || *code == '_' || *code == '*') && code[1] != '\0')
        end = code + 1;
    return end == NULL ? code : end + 1;
}

static bool code_is_day(const char *code)
{
    bool month = false, hour = false;
    while (*code != '\0') {
        const char *after = skip_shown(code);
        if (after != code) {
            code = after;
            continue;
        }
        int letter = tolower((unsigned char)*code++);
        if (letter == 'y' || letter == 'd')
            return true;
        month = month || letter == 'm';
        hour = hour || letter == 'h' || letter == 's';
    }
    return month && !hour;
}

/* One section of a code, while it is read. */
struct section {
    bool any;  /* it has a place for digits, */
    bool zero; /* and one that shows a 0 */
    bool point;
    bool parted;  /* what parts digits is shown behind a place */
    bool in_word; /* a letter was shown last */
    struct sheet_format *format;
};

/* What is only shown must not look like a digit of the number or like its sign, nor stand between
 * its digits. */
static void read_shown_letter(struct section *section, const char *shown)
{
    if (isdigit((unsigned char)*shown) || is_share(shown) || is_minus(shown, section->in_word))
        section->format->other = true;
    section->parted = section->parted || (section->any && is_parting(*shown));
    section->in_word = isalpha((unsigned char)*shown);
}

/* What the number hangs on, a time, or a currency, of which the name is shown: "[$kr-41D]". */
static void read_bracket(struct section *section, const char *code)
{
    int letter = tolower((unsigned char)code[1]);
    bool time = strchr("hms", letter) != NULL &&
                (code[2] == ']' || tolower((unsigned char)code[2]) == letter);
    if (strchr("<>=", letter) != NULL || time)
        section->format->other = true;
    for (code += 2; letter == '$' && *code != '-' && *code != ']'; code++)
        read_shown_letter(section, code);
}

/* A text, or a letter, which may fill the cell; behind _ stands one whose width is left blank. */
static void read_shown(struct section *section, const char *code, const char *after)
{
    const char *end = *code == '"' ? after - 1 : after;
    section->in_word = false;
    if (*code == '[')
        read_bracket(section, code);
    else if (*code != '_')
        for (code++; code < end; code++)
            read_shown_letter(section, code);
}

static bool is_place(char letter)
{
    return letter == '0' || letter == '#' || letter == '?';
}

static void read_place(struct section *section, char letter)
{
    section->any = true;
    section->zero = section->zero || letter == '0';
    section->format->decimals += section->point;
    section->format->other = section->format->other || section->parted;
    section->in_word = false;
}

/* A letter of its own: places for digits, the point, commas between places, signs that are shown;
 * else something is done with the number. */
static void read_letter(struct section *section, const char *code)
{
    if (is_place(*code))
        read_place(section, *code);
    else if (*code == '.')
        section->point = true;
    else if (*code == ',' ? !is_place(code[1]) : isalpha((unsigned char)*code) != 0)
        section->format->other = true;
    else if (*code != ',')
        read_shown_letter(section, code);
}

/* Reads to the end of the section, and gives what stands behind it. */
static const char *read_section(struct section *section, const char *code)
{
    static const char general[] = "general";
    while (*code != '\0' && *code != ';') {
        const char *after = skip_shown(code);
        if (after != code) {
            read_shown(section, code, after);
            code = after;
        } else if (*code == '@' || strncasecmp(code, general, sizeof general - 1) == 0) {
            section->any = section->zero = true;
            section->format->decimals = UINT8_MAX;
            code += *code == '@' ? 1 : sizeof general - 1;
        } else {
            read_letter(section, code++);
        }
    }
    return *code == ';' ? code + 1 : NULL;
}

/* The first section is of all numbers, or of those that no other one is of; the third of 0. */
struct sheet_format sheet_format_of_code(const char *code)
{
    struct sheet_format format = {0}, below = {0}, of_zero = {0};
    struct section first = {.format = &format}, second = {.format = &below};
    struct section third = {.format = &of_zero};
    if (strnlen(code, CODE_MAX + 1) > CODE_MAX)
        return (struct sheet_format){.other = true};
    format.day = code_is_day(code);
    const char *rest = read_section(&first, code);
    rest = rest == NULL ? NULL : read_section(&second, rest);
    if (rest != NULL)
        (void)read_section(&third, rest);
    format.other = format.other || format.day || !first.any;
    format.hides_zero = rest == NULL ? !first.zero : of_zero.other || !third.zero;
    return format;
}

struct sheet_format sheet_format_built_in(unsigned number)
{
    static const struct {
        unsigned number;
        const char *code;
    } codes[] = {{1, "0"}, {2, "0.00"}, {3, "#,##0"}, {4, "#,##0.00"}, {5, "0"}, {6, "0"},
        {7, "0.00"}, {8, "0.00"}, {9, "0%"}, {10, "0.00%"}, {11, "0.00E+00"}, {12, "# ?/?"},
        {13, "# \?\?/\?\?"}, {18, "h:mm"}, {19, "h:mm:ss"}, {20, "h:mm"}, {21, "h:mm:ss"},
        {37, "#,##0"}, {38, "#,##0"}, {39, "#,##0.00"}, {40, "#,##0.00"}, {41, "#,##0"},
        {42, "#,##0"}, {43, "#,##0.00"}, {44, "#,##0.00"}, {45, "mm:ss"}, {46, "[h]:mm:ss"},
        {47, "mm:ss.0"}, {48, "##0.0E+0"}};
    struct sheet_format format = PLAIN;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i].number == number)
            format = sheet_format_of_code(codes[i].code);
    }
    format.day = (number >= 14 && number <= 17) || number == 22 || (number >= 27 && number <= 31) ||
                 number == 36 || (number >= 50 && number <= 54) || number == 57 || number == 58;
    format.other = format.other || format.day;
    return format;
}

bool sheet_format_shows(const struct sheet_format *format, const char *number)
{
    const char *point = strchr(number, '.');
    size_t decimals = point == NULL ? 0 : strlen(point + 1);
    return !format->other && decimals <= format->decimals &&
           !(format->hides_zero && strcmp(number, "0") == 0);
}

/* ---- texts ---- */

/* What a cell shows, while it is read beside its number. */
struct shown_text {
    const char *left; /* of the number */
    bool below;       /* it is below 0 */
    bool any;         /* a digit of it was read: zeros may stand in front of that */
    bool point;       /* that of its decimals, behind which more zeros may stand */
    bool digits;      /* any digit was read, */
    char mark;        /* and behind the last one what parts digits; '\0' for nothing */
    bool in_word;     /* a letter was read last */
};

/* What stands in front of a digit: the number's point, a mark between thousands, or nothing. */
static bool take_mark(struct shown_text *text, const char *digit)
{
    char mark = text->mark;
    text->mark = '\0';
    if (mark == '\0')
        return *text->left != '.';
    if ((mark != '.' && mark != ',') || text->point || !text->any)
        return false;
    text->point = *text->left == '.' || *text->left == '\0';
    text->left += *text->left == '.';
    return text->point || strspn(digit, "0123456789") == 3;
}

static bool take_digit(struct shown_text *text, char digit)
{
    if (!text->any && digit == '0' && *text->left != '0')
        return true;
    text->any = true;
    if (*text->left != digit)
        return *text->left == '\0' && digit == '0' && text->point;
    text->left++;
    return true;
}

static bool take_shown(struct shown_text *text, const char *shown)
{
    if (isdigit((unsigned char)*shown)) {
        text->in_word = false;
        text->digits = true;
        return take_mark(text, shown) && take_digit(text, *shown);
    }
    if (is_share(shown) || (!text->below && is_minus(shown, text->in_word)))
        return false;
    text->in_word = isalpha((unsigned char)*shown);
    if (text->digits && is_parting(*shown))
        text->mark = *shown;
    return true;
}

bool sheet_text_shows(const char *shown, const char *number)
{
    bool below = *number == '-';
    struct shown_text text = {.left = number + below, .below = below};
    for (; *shown != '\0'; shown++) {
        if (!take_shown(&text, shown))
            return false;
    }
    return text.any && *text.left == '\0';
}
