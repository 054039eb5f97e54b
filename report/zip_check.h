/* Whether a ZIP archive of XML parts is whole: for what a library has written and not looked at. */
#ifndef REPORT_ZIP_CHECK_H
#define REPORT_ZIP_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if the bytes are an archive (APPNOTE.TXT 6.3, without ZIP64) whose directory is at its end,
 * and every part inflates to the size and CRC that it tells and ends with the end tag of the
 * element that it begins with. */
bool zip_is_whole_xml(const uint8_t *bytes, size_t length);

#endif
