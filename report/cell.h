/* A cell of a table (report/table.h), and the sign of each kind: the one place where it is decided
 * how a number, a share, a small count or a hidden figure looks to people. */
#ifndef REPORT_CELL_H
#define REPORT_CELL_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>

#define CELL_SMALL_TEXT "<3"
#define CELL_HIDDEN_TEXT "–"

enum cell_kind {
    CELL_NONE,   /* there is no such figure: nothing */
    CELL_TEXT,   /* as it is */
    CELL_NUMBER, /* its share of whole may stand beside it, unless whole is 0 */
    CELL_LACKS,  /* "+2", so many are lacking; nothing for 0 */
    CELL_OF,     /* "7/26", value of whole */
    CELL_SHARE,  /* "27 %", value of whole in whole percent, a half upwards */
    CELL_BAR,    /* drawn as long as value is of whole */
    CELL_SMALL,  /* "<3", one or two */
    CELL_HIDDEN, /* "–", not shown: it would reveal something small */
};

/* A share of whole 0 is nothing. */
struct cell {
    uint8_t kind;   /* enum cell_kind */
    uint32_t whole; /* of CELL_SMALL and CELL_HIDDEN too, if a share would stand beside a number */
    uint64_t value;
    const char *text; /* of CELL_TEXT; borrowed */
};

struct cell cell_none(void);
struct cell cell_text(const char *text);
struct cell cell_number(uint64_t value);
struct cell cell_part(enum cell_kind kind, uint64_t value, uint64_t whole);

/* The cell's sign; a bar and a share beside a number are the writers' own matter. */
void cell_put(struct buffer *out, const struct cell *cell);

/* "27 %", as cell_percent has it; "<1 %" for what is not 0 and would be "0 %". */
#define CELL_PERCENT_SIZE 32
void cell_percent_text(char text[CELL_PERCENT_SIZE], uint64_t part, uint64_t whole);

/* The share that stands beside a number, so written; false if there is none. */
bool cell_share(const struct cell *cell, char text[CELL_PERCENT_SIZE]);

/* part of whole in whole percent, a half upwards; 0 of 0 is 0. */
unsigned cell_percent(uint64_t part, uint64_t whole);

#endif
