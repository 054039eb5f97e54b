#include "format/sheet_format.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { CODE_MAX = 255 };

static const struct sheet_format PLAIN = {.decimals = UINT8_MAX};

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
    struct sheet_format *format;
};

/* What is only shown must not look like a digit of the number, nor hang on it. */
static void read_shown(struct section *section, const char *code, const char *after)
{
    bool bracket = *code == '[' && code[1] != '\0';
    int letter = tolower((unsigned char)code[1]);
    bool time = strchr("hms", letter) != NULL &&
                (code[2] == ']' || tolower((unsigned char)code[2]) == letter);
    if (bracket && (strchr("<>=", letter) != NULL || time))
        section->format->other = true;
    for (; !bracket && *code != '_' && *code != '*' && code < after; code++)
        section->format->other = section->format->other || isdigit((unsigned char)*code);
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
}

/* A letter of its own: places for digits, the point, commas between places; else something is done
 * with the number. */
static void read_letter(struct section *section, const char *code)
{
    if (is_place(*code))
        read_place(section, *code);
    else if (*code == '.')
        section->point = true;
    else if (*code == ',' ? !is_place(code[1]) : isalnum((unsigned char)*code) || *code == '%')
        section->format->other = true;
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
    struct sheet_format format = {0}, unused = {0};
    struct section first = {.format = &format}, second = {.format = &unused};
    struct section third = {.format = &unused};
    if (strnlen(code, CODE_MAX + 1) > CODE_MAX)
        return (struct sheet_format){.other = true};
    format.day = code_is_day(code);
    const char *rest = read_section(&first, code);
    rest = rest == NULL ? NULL : read_section(&second, rest);
    if (rest != NULL)
        (void)read_section(&third, rest);
    format.other = format.other || !first.any;
    format.hides_zero = rest == NULL ? !first.zero : !third.zero;
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

static bool is_marked(const char *shown)
{
    return *shown == '%' ||
           ((*shown == 'E' || *shown == 'e') && (shown[1] == '+' || shown[1] == '-'));
}

static const char *last_of(const char *text, const char *letters)
{
    const char *last = NULL;
    while ((text = strpbrk(text, letters)) != NULL)
        last = text++;
    return last;
}

/* The digits of the number, one by one; in front of them there may be zeros, and behind its last
 * decimal. */
bool sheet_text_shows(const char *shown, const char *number)
{
    const char *point = last_of(shown, ".,");
    bool any = false;
    number += *number == '-';
    for (; *shown != '\0'; shown++) {
        if (is_marked(shown))
            return false;
        if (!isdigit((unsigned char)*shown) || (!any && *shown == '0' && *number != '0'))
            continue;
        any = true;
        number += *number == '.';
        if (*number == *shown)
            number++;
        else if (*number != '\0' || *shown != '0' || point == NULL || shown < point)
            return false;
    }
    return any && *number == '\0';
}
