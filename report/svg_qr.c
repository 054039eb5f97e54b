#include "report/svg_qr.h"

#include "base/memory.h"

#include <errno.h>
#include <qrencode.h>
#include <stdlib.h>

enum { QUIET = 4, TENTHS = 10, MODULE_IS_DARK = 1 };

/* Each run of dark modules of a row as one rectangle of the path. */
static void put_row(struct buffer *out, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width; x++) {
        int from = x;
        while (x < width && (row[x] & MODULE_IS_DARK) != 0)
            x++;
        if (x > from)
            buffer_printf(out, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
    }
}

void svg_qr(struct buffer *out, const struct svg_words *words, const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (code == NULL && errno == ENOMEM)
        memory_exhausted();
    if (code == NULL)
        abort(); /* a text outside the bounds of this function */
    long size = (long)(code->width + 2 * QUIET) * TENTHS;
    svg_begin(out, "qr", words, size, size);
    svg_rect(out, "plate", 0, 0, size, size);
    buffer_text(out, "<path class=\"dark\" d=\"");
    for (int y = 0; y < code->width; y++)
        put_row(out, code->data + (size_t)y * (size_t)code->width, code->width, y);
    buffer_text(out, "\"/>\n");
    svg_end(out);
    QRcode_free(code);
}
