/* The cards of a folder, by the ending of their names. */
#ifndef CMD_UI_CARD_NAMES_H
#define CMD_UI_CARD_NAMES_H

#include "base/list.h"

#include <stddef.h>

/* Adds the paths of the files in a folder whose names end in ".card", in the order of their bytes,
 * at most so many; none that may not be shown, nor of a folder that cannot be read. Release with
 * list_free_texts. */
struct list card_names(const char *folder, size_t most); /* of char *, owned */

#endif
