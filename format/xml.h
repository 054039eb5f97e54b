/* XML as workbooks use it, on expat: no document type, so no entity beyond the five predefined, and
 * limits on what is within each other and on the length of a tag (SHEET_XML, SHEET_DTD,
 * SHEET_DEPTH, SHEET_TAG).
 *
 * A reader declares which elements it knows, and within which; all others are passed over with all
 * that is in them. */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "format/package.h"
#include "format/sheet_fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define XML_DEPTH_MAX 64
#define XML_TAG_MAX ((size_t)1 << 20) /* bytes of one tag, comment or the like */

/* A namespace and the letter that stands for it here; several may have one letter. A list ends with
 * a URI of NULL. */
struct xml_space {
    const char *uri;
    char letter;
};

enum { XML_DOCUMENT = 0 }; /* what the outermost element is in */

/* An element of this name, in the place `within`, is in the place `place`; text: its text is of
 * interest. A list ends with a name of NULL. */
struct xml_rule {
    uint8_t within;
    char space;
    const char *name;
    uint8_t place; /* 1 to 254 */
    bool text;
};

struct xml_attributes;

/* The value of an attribute, until the handler returns; NULL if it is not there. space: 0 for one
 * without a prefix. */
const char *xml_attribute(const struct xml_attributes *attributes, char space, const char *name);

struct xml_reader {
    const struct xml_space *spaces;
    const struct xml_rule *rules;
    /* Each may be NULL. */
    enum status (*begin)(void *context, uint8_t place, const struct xml_attributes *attributes,
        enum sheet_fault *why);
    enum status (*text)(
        void *context, uint8_t place, const char *text, size_t length, enum sheet_fault *why);
    enum status (*end)(void *context, uint8_t place, enum sheet_fault *why);
    void *context;
};

/* Reads a part of a package. Faults are those of package_read, those above, and the reader's own.
 */
enum status xml_read_part(struct package *package, const char *part,
    const struct xml_reader *reader, enum sheet_fault *why) MUST_USE;

#endif
