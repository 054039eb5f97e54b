/* Libraries that only some runs need, and that drag many others along: they are loaded when these
 * runs begin, not whenever a program starts.
 *
 * The code calls their functions as always. A program that is linked late (the Makefile's LATE) has
 * in their place what tools/late makes: for each a jump to where the library has it, which is known
 * once it is loaded. Before that a call ends the process. Where they are linked as all others are,
 * as in the tests' own programs, there is nothing to load and these functions succeed.
 *
 * To be called before the process is confined, and before a worker is: afterwards no file can be
 * opened. Once is enough; a second time does nothing. */
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include "base/error.h"

/* The library that reads containers and workbooks. STATUS_FAILED, REASON_NOT_FOUND if it cannot be
 * loaded. */
enum status late_archive(struct error *err) MUST_USE;

/* The same of the one that writes workbooks. */
enum status late_xlsxwriter(struct error *err) MUST_USE;

#endif
