#include "isolate/serve_workbook.h"

#include "base/buffer.h"
#include "base/undo.h"
#include "format/sheet_read.h"
#include "isolate/wire.h"

#include <string.h>

static bool workbook_send(int socket, enum wire_kind kind, const void *bytes, size_t length)
{
    return wire_send(socket, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL) == STATUS_OK;
}

static bool workbook_verdict(int socket, enum status status, enum sheet_fault why)
{
    struct wire_verdict verdict = {(uint32_t)status, (uint32_t)why};
    return workbook_send(socket, WIRE_VERDICT, &verdict, sizeof verdict);
}

/* A workbook that needs more memory than there is ends the process (base/system/allocator_linux.c):
 * that is said first. */
static void say_no_memory_for_workbook(void *context)
{
    const int *socket = context;
    (void)workbook_verdict(*socket, STATUS_REFUSED, SHEET_MEMORY);
}

static void send_cells(int socket, const struct sheet_cells *cells)
{
    struct buffer part = {0};
    size_t place = 0;
    bool sent = true;
    while (sent && sheet_cells_give(cells, &place, WIRE_PART, &part)) {
        sent = workbook_send(socket, WIRE_BYTES, part.data, part.length);
        part.length = 0;
    }
    if (sent)
        (void)workbook_send(socket, WIRE_END, NULL, 0);
    buffer_free(&part);
}

static void reply_workbook(int workbook, int socket, uint64_t size)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    enum sheet_fault why = SHEET_GOOD;
    enum status status = sheet_read(workbook, size, &cells, &why);
    if (workbook_verdict(socket, status, why) && status == STATUS_OK)
        send_cells(socket, &cells);
    sheet_cells_free(&cells);
}

void serve_workbook(int workbook, int socket)
{
    struct buffer request = {0};
    enum wire_kind kind = WIRE_END;
    uint64_t size;
    struct undo *undo = undo_add(say_no_memory_for_workbook, &socket);
    if (wire_receive(socket, WIRE_REQUEST_MAX, CHANNEL_NO_DEADLINE, &kind, &request, NULL) ==
            STATUS_OK &&
        kind == WIRE_WORKBOOK && request.length == sizeof size) {
        memcpy(&size, request.data, sizeof size);
        reply_workbook(workbook, socket, size);
    }
    undo_drop(undo);
    buffer_free(&request);
}
