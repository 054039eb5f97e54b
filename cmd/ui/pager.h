/* Text that may be longer than the screen. */
#ifndef CMD_UI_PAGER_H
#define CMD_UI_PAGER_H

#include "base/buffer.h"
#include "cmd/ui/app.h"

/* Prints text for people to standard output (app_show). On a terminal with fewer lines than it has,
 * page by page: the reader goes on with Enter, or ends with q. */
void pager_show(struct app *app, const struct buffer *text);

#endif
