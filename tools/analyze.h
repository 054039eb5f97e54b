/* For the analyzers alone (`make analyze`), put in front of every file: they look at one file at a
 * time and do not know that the functions which say why something failed never return STATUS_OK.
 * The two files that define these functions say so with ANALYZE_DEFINES. */
#ifndef TOOLS_ANALYZE_H
#define TOOLS_ANALYZE_H

#ifndef ANALYZE_DEFINES

#include "base/error.h"
#include "format/json.h"

#define error_set(err, status, ...) ((void)(error_set)(err, status, __VA_ARGS__), (status))
#define error_system(...) ((void)(error_system)(__VA_ARGS__), STATUS_FAILED)
#define json_refuse(...) ((void)(json_refuse)(__VA_ARGS__), STATUS_REFUSED)

#endif

#endif
