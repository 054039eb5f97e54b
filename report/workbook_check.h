/* Whether a workbook is whole: for what a library has written and not looked at. */
#ifndef REPORT_WORKBOOK_CHECK_H
#define REPORT_WORKBOOK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if the bytes are a zip archive of at least one part, and every part inflates to the size and
 * CRC that it says and ends with the end tag of the element that it begins with. */
bool workbook_is_whole(const uint8_t *bytes, size_t length);

#endif
