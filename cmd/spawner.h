/* sigill-msb started by itself as the spawner of workers; no subcommand for people. */
#ifndef CMD_SPAWNER_H
#define CMD_SPAWNER_H

#include <stdbool.h>

/* Whether these are the arguments of a spawner: SPAWNER_WORD first. */
bool spawner_is_asked_for(int argc, char **argv);

/* Its whole main: argv[2] is the language, argv[3], if there, the file of a further edition.
 * Returns an exit status. */
int spawner_main(int argc, char **argv);

#endif
