/* The parts of the tables of a compilation, for compilation_tables alone. */
#ifndef REPORT_COMPILATION_TABLES_PARTS_H
#define REPORT_COMPILATION_TABLES_PARTS_H

#include "report/compilation_tables.h"

/* What the functions below all need. */
struct compiling {
    struct report *report;
    const struct catalog *catalog;
    const struct compilation *compilation;
    const struct edition *edition;
    unsigned numbered; /* tables that have a number so far */
};

/* A further table with the next number before its title, and its file's name. */
struct table *compiling_numbered(struct compiling *compiling, const char *title);

/* One without a number. file is borrowed. */
struct table *compiling_plain(struct compiling *compiling, const char *title, const char *file);

/* What a group is called in titles. */
const char *compiling_group_name(
    const struct compiling *compiling, const struct compilation_group *group);

/* Below a table that shows a group's benchmarks: what must be known of them. */
void compiling_note_benchmarks(
    struct compiling *compiling, struct table *table, const struct compilation_group *group);

/* Whether a group is all together beside others. */
bool compiling_is_sum(const struct compiling *compiling, const struct compilation_group *group);

/* The sections. */
void compiling_results(struct compiling *compiling);
void compiling_areas(struct compiling *compiling);
void compiling_model(struct compiling *compiling);

#endif
