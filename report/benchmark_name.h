/* What a benchmark is called in a sentence. */
#ifndef REPORT_BENCHMARK_NAME_H
#define REPORT_BENCHMARK_NAME_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

/* Appends "Typkommun (169 organisations)", "the benchmark of the 30 best of the group Kommun (30
 * organisations)". group: an id of the edition; NULL: all groups. best: 0 for all of them. */
void benchmark_name(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const char *group, unsigned best, unsigned long members);

#endif
