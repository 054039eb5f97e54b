/* QR codes (ISO/IEC 18004), computed by libqrencode and drawn here. */
#ifndef REPORT_SVG_QR_H
#define REPORT_SVG_QR_H

#include "report/svg.h"

#define SVG_QR_TEXT_MAX 500 /* bytes; ours: what a hand scanner reads from paper */

/* The text as a QR code of error correction level M, with the quiet zone of four modules that a
 * scanner needs: an image of the class "qr", one unit a module. text: 1 to SVG_QR_TEXT_MAX bytes.
 */
void svg_qr(struct buffer *out, const struct svg_words *words, const char *text);

#endif
