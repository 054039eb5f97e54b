/* What a worker begins with. */
#include "base/system/channel.h"
#include "base/system/channel_windows.h"
#include "base/system/confinement_windows.h"
#include "base/system/descriptor.h"
#include "base/system/worker_windows.h"

#include <fcntl.h>
#include <io.h>

static int take_handle(DWORD which)
{
    return _open_osfhandle((intptr_t)GetStdHandle(which), _O_RDONLY | _O_BINARY);
}

static enum status refuse_confinement(struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "the process that reads bundles cannot be confined here");
}

/* What is handed on comes from the process that this one works for. */
static bool learn_handed(const struct worker_work *work, void *context)
{
    int handed = take_handle(STD_ERROR_HANDLE);
    bool learned = handed >= 0 && work->learn(context, handed);
    if (handed >= 0)
        (void)descriptor_close(handed);
    return learned;
}

/* Until here nothing of the file was read. */
static enum status serve_confined(const struct worker_work *work, void *context,
    const struct worker_order *order, int channel, struct error *err)
{
    struct worker_answer answer = {.lacking = CONFINEMENT_LACKS_TOKEN};
    if (confinement_enter())
        answer.lacking = confinement_lacking(&order->limits);
    if (!channel_send(channel, &answer, sizeof answer, CHANNEL_NO_DEADLINE) ||
        (answer.lacking & ~(uint32_t)CONFINEMENT_LACKS_INTEGRITY) != 0)
        return refuse_confinement(err);
    if (order->kind < 0)
        return STATUS_OK;
    int file = take_handle(STD_OUTPUT_HANDLE);
    if (file < 0)
        return refuse_confinement(err);
    work->serve(context, order->kind, file, channel);
    return STATUS_OK;
}

enum status worker_serve(const struct worker_work *work, void *context, struct error *err)
{
    struct worker_order order;
    int channel = channel_of_handle(GetStdHandle(STD_INPUT_HANDLE));
    if (!channel_receive(channel, &order, sizeof order, CHANNEL_NO_DEADLINE) ||
        (order.handed != 0 && !learn_handed(work, context)) ||
        (order.kind >= 0 && !work->prepare(order.kind)))
        return refuse_confinement(err);
    return serve_confined(work, context, &order, channel, err);
}
