/* The new image of this program that a spawner is (isolate/spawner.h). */
#ifndef ISOLATE_SPAWNER_IMAGE_H
#define ISOLATE_SPAWNER_IMAGE_H

/* Executes this program anew in this process, as spawner_main wants it, without an environment and
 * with no descriptors but the socket, which becomes SPAWNER_SOCKET, and standard error; standard
 * input and output are the end of a pipe that nobody writes into. word and language: as
 * spawner_start. Neither /proc nor /dev need be there. Ends the process with SPAWNER_UNABLE if it
 * cannot be, with STATUS_FAILED for want of memory. */
_Noreturn void spawner_execute(int socket, const char *word, const char *language);

#endif
