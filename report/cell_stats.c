#include "report/cell_stats.h"

struct cell cell_stats(const struct stats_cell *figure, const struct stats_cell *whole)
{
    static const enum cell_kind KINDS[] = {
        [STATS_NUMBER] = CELL_NUMBER,
        [STATS_SMALL] = CELL_SMALL,
        [STATS_HIDDEN] = CELL_HIDDEN,
        [STATS_NONE] = CELL_NONE,
    };
    bool shared = whole != NULL && whole->show == STATS_NUMBER;
    return cell_part(KINDS[figure->show], figure->value, shared ? whole->value : 0);
}

struct cell cell_stats_share(const struct stats_share *share)
{
    bool known = share->part.show == STATS_NUMBER && share->whole.show == STATS_NUMBER;
    return known ? cell_part(CELL_SHARE, share->part.value, share->whole.value) : cell_none();
}
