#include "cmd/ui/medium_example.h"

#include "base/system/mounted.h"
#include "base/system/place.h"

#include <string.h>

static const char IN_TEXTS[] = "/media/usb";

void medium_example_put(struct buffer *out, const char *text)
{
    const char *here = mounted_example();
    bool whole = place_separates(here[strlen(here) - 1]);
    const char *next;
    while ((next = strstr(text, IN_TEXTS)) != NULL) {
        buffer_append(out, text, (size_t)(next - text));
        buffer_text(out, here);
        text = next + sizeof IN_TEXTS - 1;
        text += whole && *text == '/';
    }
    buffer_text(out, text);
}
