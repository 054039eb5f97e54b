/* How wide and how high what the user reads on is. */
#ifndef CMD_UI_SCREEN_H
#define CMD_UI_SCREEN_H

#include <stddef.h>

/* The columns that lines are broken at: those of the terminal that a descriptor is, at most
 * LAYOUT_WIDTH, at least 20; the environment variable COLUMNS says otherwise, whatever the
 * descriptor is. 0 if it is no terminal and COLUMNS says nothing. */
size_t screen_columns(int fd);

/* The lines of the terminal that a descriptor is; 0 if it is none, or they are not known. */
size_t screen_lines(int fd);

#endif
