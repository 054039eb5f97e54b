#include "report/cell.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

struct cell cell_none(void)
{
    return (struct cell){.kind = CELL_NONE};
}

struct cell cell_text(const char *text)
{
    return (struct cell){.kind = CELL_TEXT, .text = text};
}

struct cell cell_number(uint64_t value)
{
    return (struct cell){.kind = CELL_NUMBER, .value = value};
}

struct cell cell_part(enum cell_kind kind, uint64_t value, uint64_t whole)
{
    return (struct cell){.kind = (uint8_t)kind, .value = value, .whole = (uint32_t)whole};
}

unsigned cell_percent(uint64_t part, uint64_t whole)
{
    return whole == 0 ? 0 : (unsigned)((200 * part + whole) / (2 * whole));
}

void cell_percent_text(char text[CELL_PERCENT_SIZE], uint64_t part, uint64_t whole)
{
    unsigned percent = cell_percent(part, whole);
    if (percent == 0 && part > 0 && whole > 0)
        text_copy(text, CELL_PERCENT_SIZE, "<1 %");
    else
        (void)snprintf(text, CELL_PERCENT_SIZE, "%u %%", percent);
}

bool cell_share(const struct cell *cell, char text[CELL_PERCENT_SIZE])
{
    cell_percent_text(text, cell->value, cell->whole);
    return cell->kind == CELL_NUMBER && cell->whole > 0;
}

void cell_put(struct buffer *out, const struct cell *cell)
{
    char share[CELL_PERCENT_SIZE];
    switch ((enum cell_kind)cell->kind) {
    case CELL_NONE:
    case CELL_BAR:
        break;
    case CELL_TEXT:
        buffer_text(out, cell->text);
        break;
    case CELL_NUMBER:
        buffer_printf(out, "%" PRIu64, cell->value);
        break;
    case CELL_LACKS:
        if (cell->value > 0)
            buffer_printf(out, "+%" PRIu64, cell->value);
        break;
    case CELL_OF:
        buffer_printf(out, "%" PRIu64 "/%" PRIu32, cell->value, cell->whole);
        break;
    case CELL_SHARE:
        cell_percent_text(share, cell->value, cell->whole);
        buffer_text(out, cell->whole > 0 ? share : "");
        break;
    case CELL_SMALL:
        buffer_text(out, CELL_SMALL_TEXT);
        break;
    case CELL_HIDDEN:
        buffer_text(out, CELL_HIDDEN_TEXT);
        break;
    }
}
