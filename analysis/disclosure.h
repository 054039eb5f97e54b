/* What of a table of counts may be published, so that nobody can work out a count of one or two
 * organisations, nor anything of a group that is too small.
 *
 * A table counts each organisation of each group in exactly one column, such as its level. The
 * sizes of the groups are public (the response rate shows them), and so is this rule; whoever
 * reads sees every row, the row "all" that sums them, and every sum of columns that
 * disclosure_sum shows.
 *
 * The rule
 * 1. A group of fewer than `least` members shows nothing.
 * 2. In every other row a count of 0 is shown, and a count of 1 or 2 is marked as fewer than
 *    three. Let there be p marked counts, S their sum. If p < S < 2p nothing more of the row is
 *    hidden. Else counts of 3 or more are hidden too, in column order, up to the first j-th where
 *    T, the sum of all that is hidden by then, is more than 2p + 3j. If there is no such, and all
 *    M of them are hidden, T must be 2p + 3M at least; else, and where there is none to hide, the
 *    row is withheld: nothing of it is shown, not even which counts are small.
 * 3. A column of "all" is shown only where every group that shows something shows it, and where
 *    it would be shown of the row that the groups too small make together, treated by 2. If that
 *    row has 1 to least - 1 members, or all its members in one column, "all" shows nothing. If
 *    "all" consists of one such row only it is marked as that row is.
 * 4. A sum of columns is shown where the reader can work it out from 1 to 3 anyhow: of what is
 *    hidden in a row it holds all or nothing; for "all", in each of the rows that it consists of.
 *
 * Why it suffices
 * - By 3 and 4 "all" says only what follows from its rows one by one. So a reader knows of each
 *   row its size and its form (what is shown, marked and hidden), and nothing else: any row of
 *   the same size and form may stand in for the true one, whatever the other rows.
 * - Row with p < S < 2p: any p ones and twos of the sum S give the same form, and each cell is 1
 *   in some of them and 2 in others.
 * - Row with j others hidden: let all p be 1, or let all be 2; let the first j - 1 others be 3,
 *   and the j-th what is left. T > 2p + 3j (or T >= 2p + 3M where all are hidden) leaves it 3 or
 *   more in both cases, and before it the sums are p + 3i and 2p + 3i, too little to stop at. So
 *   both rows have the form of the true one, and each marked cell is 1 in one and 2 in the other.
 * - Withheld row: it has M = 0 and S = p or S = 2p, or M > 0, S = p and fewer than 2p + 3M
 *   members. That does not depend on the order of the columns: any other order of its counts is
 *   withheld too, so each cell may have the count of any other. If all counts are equal another
 *   row is withheld too: of n ones (n >= 5), n - 3 ones, a 3 and zeros; of k twos (k >= 3), k - 1
 *   ones and k + 1.
 * - Groups too small: suppose even that the row they make together were known. It has members of
 *   two groups at least, as each has fewer than `least`, and in two columns at least. So for each
 *   cell of a small group, in a column that is not 0 for all of them, two members can change
 *   places, one of the group and one not, one of that column and one not: nothing but a 0 is
 *   certain.
 *
 * What it does not cover: tables that have organisations in common are protected one by one.
 * Where one table's counts are sums of another's (levels, and levels by role), make one table of
 * the finer columns and show the coarser ones by disclosure_sum. Groups must not overlap. Whoever
 * knows an organisation's answers from elsewhere may work out more. */
#ifndef ANALYSIS_DISCLOSURE_H
#define ANALYSIS_DISCLOSURE_H

#include <stdbool.h>
#include <stdint.h>

#define DISCLOSURE_GROUPS_MAX 16
#define DISCLOSURE_COLUMNS_MAX 32 /* as a bit mask: the first column is bit 0 */
#define DISCLOSURE_LEAST 5        /* members of a group that shows anything; never fewer */

/* A single count, such as the yes-answers to a question, is a table of two columns: those counted
 * and all others. The members of all groups together must fit an unsigned. */
struct disclosure_table {
    unsigned groups;  /* 1 to DISCLOSURE_GROUPS_MAX */
    unsigned columns; /* 1 to DISCLOSURE_COLUMNS_MAX */
    unsigned count[DISCLOSURE_GROUPS_MAX][DISCLOSURE_COLUMNS_MAX];
};

struct disclosure_row {
    unsigned members; /* the sum of the row */
    bool shown;       /* false: too small, nothing of it is shown */
    uint32_t hidden;  /* columns whose count is not shown */
    uint32_t fewer;   /* those of them that are marked as fewer than three */
};

struct disclosure {
    unsigned groups;
    struct disclosure_row row[DISCLOSURE_GROUPS_MAX + 1]; /* row[groups] is "all" */
    struct disclosure_row small; /* what the groups too small make together; never shown as a row */
};

enum disclosure_kind {
    DISCLOSURE_SHOWN,
    DISCLOSURE_FEWER,  /* one or two: "<3" */
    DISCLOSURE_HIDDEN, /* it would reveal another count */
};

struct disclosure_value {
    uint8_t kind;   /* enum disclosure_kind */
    unsigned count; /* 0 unless shown */
};

/* Fills all of *out. least below DISCLOSURE_LEAST counts as that. */
void disclosure_protect(
    const struct disclosure_table *table, unsigned least, struct disclosure *out);

/* What may be published of a cell. out is what disclosure_protect made of the same table; row
 * table->groups is "all". row <= table->groups, column < table->columns. */
struct disclosure_value disclosure_cell(const struct disclosure_table *table,
    const struct disclosure *out, unsigned row, unsigned column);

/* What may be published of the sum of some columns (a bit mask) of a row, such as all levels above
 * one; of a single column the same as of the cell, but never marked as fewer than three. */
struct disclosure_value disclosure_sum(const struct disclosure_table *table,
    const struct disclosure *out, unsigned row, uint32_t columns);

/* Whether a figure that the whole row adds up to, such as its points, may be published: the row
 * shows something, and subtracting the other rows from "all" leaves no small group. A figure of one
 * member, such as the highest points, may never be. */
bool disclosure_figure(const struct disclosure *out, unsigned row);

#endif
