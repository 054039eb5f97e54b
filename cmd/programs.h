/* The two programs, as data: their subcommands stand in sigill.c and sigill_msb.c. What they are run
 * by, and what tells of them (tools/manual.c), reads the same. */
#ifndef CMD_PROGRAMS_H
#define CMD_PROGRAMS_H

#include "cmd/ui/app.h"

extern const struct program sigill_program;
extern const struct program sigill_msb_program;

#endif
