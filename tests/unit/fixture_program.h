/* A small program that needs nothing else to run: no loader, no library, no file. Whether a process
 * can be hindered from executing it is thereby not a matter of what it could read. */
#ifndef FIXTURE_PROGRAM_H
#define FIXTURE_PROGRAM_H

#include <stdbool.h>

/* What it ends with. Before that it says to descriptor SANDBOX_SOCKET
 * (base/system/sandbox_linux.h), if that is a socket, that the bundle is damaged, as a worker does,
 * with calls that a worker may make. */
#define FIXTURE_PROGRAM_ENDS 77

/* Writes it into a file and makes that executable. false if that fails, or on another machine than
 * x86-64. */
bool fixture_program_write(int fd);

#endif
