#include "format/csv_formula.h"

#include <string.h>

static const char SEPARATORS[] = ",;\t|\r\n";
static const char PASSED_OVER[] = " \"'";
static const char SIGNS[] = "=+-@";
static const char DIGITS[] = "0123456789";
enum { PART_MAX = 4 };
static const char *const WIDE_SIGNS[] = {
    "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

/* Whether a cell could begin here. */
enum place { AT_START, BEHIND_SEPARATOR, WITHIN };

static enum place place_behind(enum place place, char byte)
{
    if (strchr(SEPARATORS, byte) != NULL)
        return BEHIND_SEPARATOR;
    return strchr(PASSED_OVER, byte) != NULL ? place : WITHIN;
}

/* Whether the text is two numbers of at most four digits, with what divides the parts of a date
 * between, and nothing more: "10-19". A date of three parts is one, and may be taken for one. */
static bool is_taken_for_day(const char *text)
{
    size_t first = strspn(text, DIGITS);
    if (first == 0 || first > PART_MAX || text[first] == '\0' || strchr("-/.", text[first]) == NULL)
        return false;
    const char *second = text + first + 1;
    size_t length = strspn(second, DIGITS);
    return length > 0 && length <= PART_MAX &&
           second[length + strspn(second + length, " ")] == '\0';
}

/* Whether a formula, or what would become a date, begins with what stands there. */
static bool is_sign(enum place place, const char *text)
{
    if (*text == '\0' || place == WITHIN)
        return false;
    if (place == AT_START && is_taken_for_day(text))
        return true;
    if (strchr(SIGNS, *text) != NULL || (place == AT_START && (*text == '\t' || *text == '\r')))
        return true;
    for (size_t i = 0; i < sizeof WIDE_SIGNS / sizeof WIDE_SIGNS[0]; i++) {
        if (strncmp(text, WIDE_SIGNS[i], strlen(WIDE_SIGNS[i])) == 0)
            return true;
    }
    return false;
}

void csv_formula_put(struct buffer *out, const char *text)
{
    enum place place = AT_START;
    for (; *text != '\0'; text++) {
        buffer_text(out, is_sign(place, text) ? "'" : "");
        buffer_append(out, text, 1);
        place = place_behind(place, *text);
    }
}

void csv_formula_take(char *field)
{
    enum place place = AT_START;
    char *to = field;
    for (const char *from = field; *from != '\0'; from++) {
        if (*from == '\'' && is_sign(place, from + 1))
            continue;
        *to++ = *from;
        place = place_behind(place, *from);
    }
    *to = '\0';
}
