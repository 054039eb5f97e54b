/* Text that may be longer than the screen. */
#ifndef CMD_UI_PAGER_H
#define CMD_UI_PAGER_H

#include "base/buffer.h"
#include "cmd/ui/app.h"

/* Prints text for people to standard output (app_show). On a terminal with fewer lines than it has,
 * page by page: the reader goes on with Enter, or ends with q. */
void pager_show(struct app *app, const struct buffer *text);

/* Waits until the user has read what stands in a window that goes with the program. */
void pager_await_end(struct app *app);

#endif
