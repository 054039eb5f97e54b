#include "isolate/workbook.h"

#include "format/sheet_read.h"
#include "isolate/client.h"
#include "isolate/wire.h"

#include <string.h>

/* Milliseconds for the reading: a worker has less of the processor (isolate/task.h). */
enum { PATIENCE_TO_READ = 30000 };

/* The worker died, was late, or said what it must not. */
static enum status refuse_workbook_worker(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_WORKER_FAILED,
        "the process that reads the workbook did not come to its end and was ended; close other "
        "programs and try again; if it comes again the workbook may be hostile: ask whoever made "
        "it, and copy the answers into a new form");
}

static enum status take_workbook_verdict(
    int socket, int64_t deadline, struct buffer *message, struct error *err)
{
    struct wire_verdict verdict;
    if (wire_expect(socket, WIRE_VERDICT, sizeof verdict, deadline, message, NULL) != STATUS_OK ||
        message->length != sizeof verdict)
        return refuse_workbook_worker(err);
    memcpy(&verdict, message->data, sizeof verdict);
    return verdict.status == STATUS_OK ? STATUS_OK : sheet_fault_say(verdict.reason, err);
}

/* Records that are not in order, or too many, were not made by a reader of ours. */
static enum status take_cells(int socket, int64_t deadline, struct buffer *message,
    struct sheet_cells *cells, struct error *err)
{
    enum sheet_fault why;
    enum wire_kind kind = WIRE_BYTES;
    while (kind == WIRE_BYTES) {
        if (wire_receive(socket, WIRE_CELLS, deadline, &kind, message, NULL) != STATUS_OK ||
            (kind == WIRE_BYTES) != (message->length > 0) ||
            (kind != WIRE_BYTES && kind != WIRE_END) ||
            sheet_cells_take(cells, message->data, message->length, &why) != STATUS_OK)
            return refuse_workbook_worker(err);
    }
    return STATUS_OK;
}

enum status workbook_take(
    int socket, uint64_t size, int64_t deadline, struct sheet_cells *cells, struct error *err)
{
    struct buffer message = {0};
    enum status status = STATUS_OK;
    if (wire_send(socket, WIRE_WORKBOOK, &size, sizeof size, deadline, NULL) != STATUS_OK)
        TRY_OUT(refuse_workbook_worker(err));
    TRY_OUT(take_workbook_verdict(socket, deadline, &message, err));
    status = take_cells(socket, deadline, &message, cells, err);
out:
    buffer_free(&message);
    return status;
}

static enum status read_inside(int fd, uint64_t size, struct sheet_cells *cells, struct error *err)
{
    enum sheet_fault why = SHEET_GOOD;
    if (sheet_read(fd, size, cells, &why) == STATUS_OK)
        return STATUS_OK;
    return sheet_fault_say((unsigned)why, err);
}

enum status workbook_read(const struct spawner *spawner, int fd, uint64_t size,
    struct sheet_cells *cells, struct error *err)
{
    struct client worker = CLIENT_NONE;
    int64_t deadline = channel_clock() + spawner->patience + PATIENCE_TO_READ;
    *cells = SHEET_CELLS_NONE;
    if (spawner->inside)
        return read_inside(fd, size, cells, err);
    TRY(spawner_workbook_worker(spawner, fd, &worker.socket, &worker.process, err));
    enum status status = workbook_take(worker.socket, size, deadline, cells, err);
    client_end(&worker);
    return status;
}
