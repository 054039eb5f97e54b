#include "report/svg.h"

#include "report/html_page.h"

#include <stdint.h>

/* report/svg.css, with a NUL behind it. */
extern const unsigned char embedded_svg_css[];

void svg_style(struct buffer *out)
{
    buffer_text(out, (const char *)embedded_svg_css);
}

/* ---- numbers ---- */

void svg_length(struct buffer *out, long tenths)
{
    unsigned long size = tenths < 0 ? 0UL - (unsigned long)tenths : (unsigned long)tenths;
    buffer_printf(out, "%s%lu", tenths < 0 ? "-" : "", size / 10);
    if (size % 10 != 0)
        buffer_printf(out, ".%lu", size % 10);
}

#define ONE ((int64_t)1 << 30) /* numbers below are in units of 2^-30 */
#define HALF_PI INT64_C(1686629713)

static int64_t times(int64_t a, int64_t b)
{
    return a * b / ONE;
}

/* The sine of an angle from 0 to a quarter of a turn, by its series up to the 11th power: wrong by
 * less than 10^-7. */
static int64_t sine(int64_t angle)
{
    int64_t square = times(angle, angle);
    int64_t sum = ONE;
    for (int64_t n = 10; n >= 2; n -= 2)
        sum = ONE - times(square, sum) / (n * (n + 1));
    return times(angle, sum);
}

long svg_sin(unsigned part, unsigned whole, long factor)
{
    unsigned quarters = 4 * (part % whole);
    unsigned rest = quarters % whole;
    unsigned quarter = quarters / whole;
    if (quarter % 2 == 1)
        rest = whole - rest;
    int64_t value = sine(HALF_PI * rest / whole) * factor;
    int64_t rounded = (value < 0 ? value - ONE / 2 : value + ONE / 2) / ONE;
    return (long)(quarter >= 2 ? -rounded : rounded);
}

long svg_cos(unsigned part, unsigned whole, long factor)
{
    return svg_sin(4 * (part % whole) + whole, 4 * whole, factor);
}

/* ---- shapes ---- */

/* NAME="NUMBER" with a space before it. */
static void length_of(struct buffer *out, const char *name, long tenths)
{
    buffer_printf(out, " %s=\"", name);
    svg_length(out, tenths);
    buffer_text(out, "\"");
}

static void put_size(struct buffer *out, long width, long height)
{
    buffer_text(out, " viewBox=\"0 0 ");
    svg_length(out, width);
    buffer_text(out, " ");
    svg_length(out, height);
    buffer_text(out, "\"");
    length_of(out, "width", width);
    length_of(out, "height", height);
}

static void open_sized(struct buffer *out, const char *class, long width, long height)
{
    html_add(out, "<svg class=\"%s\"", class);
    put_size(out, width, height);
}

/* Ends the tag of an image with what those get who do not see it. */
static void put_words(struct buffer *out, const struct svg_words *words)
{
    if (words->title == NULL) {
        buffer_text(out, " aria-hidden=\"true\">\n");
        return;
    }
    html_add(out,
        " role=\"img\" aria-labelledby=\"%s-title %s-desc\">\n<title id=\"%s-title\">%s</title>\n"
        "<desc id=\"%s-desc\">%s</desc>\n",
        words->id, words->id, words->id, words->title, words->id, words->desc);
}

void svg_begin(
    struct buffer *out, const char *class, const struct svg_words *words, long width, long height)
{
    open_sized(out, class, width, height);
    put_words(out, words);
}

void svg_begin_file(struct buffer *out, const struct svg_words *words, long width, long height)
{
    buffer_text(out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
    put_size(out, width, height);
    put_words(out, words);
}

void svg_begin_wide(
    struct buffer *out, const char *class, const struct svg_words *words, unsigned height)
{
    html_add(out, "<svg class=\"%s\" width=\"100%%\" height=\"%u\"", class, height);
    put_words(out, words);
}

void svg_percentage(struct buffer *out, const char *name, size_t thousandths)
{
    buffer_printf(out, " %s=\"", name);
    svg_length(out, (long)thousandths);
    buffer_text(out, "%\"");
}

void svg_begin_silent(struct buffer *out, const char *class, long width, long height)
{
    open_sized(out, class, width, height);
    buffer_text(out, " aria-hidden=\"true\">\n");
}

void svg_end(struct buffer *out)
{
    buffer_text(out, "</svg>\n");
}

void svg_line(struct buffer *out, const char *class, long x1, long y1, long x2, long y2)
{
    html_add(out, "<line class=\"%s\"", class);
    length_of(out, "x1", x1);
    length_of(out, "y1", y1);
    length_of(out, "x2", x2);
    length_of(out, "y2", y2);
    buffer_text(out, "/>\n");
}

void svg_rect(struct buffer *out, const char *class, long x, long y, long width, long height)
{
    html_add(out, "<rect class=\"%s\"", class);
    length_of(out, "x", x);
    length_of(out, "y", y);
    length_of(out, "width", width);
    length_of(out, "height", height);
    buffer_text(out, "/>\n");
}

void svg_ring(struct buffer *out, const char *class, long x, long y, long radius)
{
    html_add(out, "<circle class=\"%s\"", class);
    length_of(out, "cx", x);
    length_of(out, "cy", y);
    length_of(out, "r", radius);
    buffer_text(out, "/>\n");
}

/* One stroke of the path: the part of the line x + y = sum that is within the rectangle. */
static void stroke(struct buffer *out, long x, long y, long width, long height, long sum)
{
    long from = sum > height ? sum - height : 0;
    long to = sum < width ? sum : width;
    buffer_text(out, "M");
    svg_length(out, x + from);
    buffer_text(out, " ");
    svg_length(out, y + sum - from);
    buffer_text(out, "L");
    svg_length(out, x + to);
    buffer_text(out, " ");
    svg_length(out, y + sum - to);
}

void svg_hatched(struct buffer *out, const char *class, long x, long y, long width, long height)
{
    svg_rect(out, class, x, y, width, height);
    html_add(out, "<path class=\"%s\" d=\"", class);
    for (long sum = 30; sum < width + height; sum += 50)
        stroke(out, x, y, width, height, sum);
    buffer_text(out, "\"/>\n");
}

void svg_label(
    struct buffer *out, const char *class, long x, long y, enum svg_anchor anchor, const char *text)
{
    static const char *const NAMES[] = {"start", "middle", "end"};
    html_add(out, "<text class=\"%s\" text-anchor=\"%s\"", class, NAMES[anchor]);
    length_of(out, "x", x);
    length_of(out, "y", y);
    html_add(out, ">%s</text>\n", text);
}

void svg_mark(struct buffer *out, const char *class, enum svg_mark mark, long x, long y)
{
    if (mark == SVG_SQUARE) {
        svg_rect(out, class, x - 28, y - 28, 56, 56);
    } else if (mark == SVG_TRIANGLE) {
        html_add(out, "<path class=\"%s\" d=\"M", class);
        svg_length(out, x);
        buffer_text(out, " ");
        svg_length(out, y - 45);
        buffer_text(out, "l4.4 7.6h-8.8z\"/>\n");
    } else {
        html_add(out, "<circle class=\"%s\" r=\"3.5\"", class);
        length_of(out, "cx", x);
        length_of(out, "cy", y);
        buffer_text(out, "/>\n");
    }
}
