/* Libraries that only some runs need: they are loaded when these runs begin, not whenever a program
 * starts, for which each costs time, and most those that drag others along.
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

/* The same of the one that reads the parts of a workbook, of the one that writes workbooks, and of
 * the one that makes QR codes. */
enum status late_expat(struct error *err) MUST_USE;
enum status late_xlsxwriter(struct error *err) MUST_USE;
enum status late_qrencode(struct error *err) MUST_USE;

#endif
