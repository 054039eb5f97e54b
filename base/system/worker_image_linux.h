/* The new image of this program that forks workers (base/system/worker_linux.h). */
#ifndef BASE_SYSTEM_WORKER_IMAGE_LINUX_H
#define BASE_SYSTEM_WORKER_IMAGE_LINUX_H

/* Executes this program anew in this process, with these arguments (worker_source_start), without
 * an environment and with no descriptors but the socket, which becomes WORKER_SOCKET, and standard
 * error; standard input and output are the end of a pipe that nobody writes into. Neither /proc nor
 * /dev need be there. Ends the process with WORKER_UNABLE if it cannot be, with STATUS_FAILED for
 * want of memory. */
_Noreturn void worker_image_execute(
    int socket, const char *word, const char *language, const char *more);

#endif
