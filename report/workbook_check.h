/* Whether a workbook is whole: for what a library has written and not looked at. */
#ifndef REPORT_WORKBOOK_CHECK_H
#define REPORT_WORKBOOK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if the bytes are a zip archive of at least one part, and every part inflates to the size and
 * CRC that it says and is well-formed XML. A part is not held, but read as it is inflated. */
bool workbook_is_whole(const uint8_t *bytes, size_t length);

#endif
