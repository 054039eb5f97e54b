/* The newer card of a party whose card is trusted, lying beside a bundle that it has sealed: it is
 * offered with the words that take it, and not taken. */
#ifndef CMD_UI_RENEWED_CARD_H
#define CMD_UI_RENEWED_CARD_H

#include "cmd/ui/app.h"
#include "format/keydir.h"

#include <stddef.h>

/* Looks at the *.card files of the bundle's directory for the newest one that follows a trusted
 * card in its series and is signed with its key (card_open_successor), and says so on standard
 * error. What else lies there is passed over. */
void renewed_card_offer(
    struct app *app, const char *bundle, const struct keydir_trusted *trusted, size_t count);

#endif
