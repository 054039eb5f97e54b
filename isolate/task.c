#include "isolate/task.h"

#include "base/late.h"
#include "base/system/descriptor.h"
#include "format/archive_walk.h"
#include "format/sheet_read.h"
#include "isolate/handed_editions.h"
#include "isolate/serve.h"
#include "isolate/serve_container.h"
#include "isolate/serve_kit.h"
#include "isolate/serve_workbook.h"

static bool uses_archive(int kind)
{
    return kind == TASK_CONTAINER || kind == TASK_WORKBOOK;
}

static bool load(int kind, bool *any)
{
    *any = uses_archive(kind);
    if (kind == TASK_WORKBOOK)
        return sheet_load(NULL) == STATUS_OK;
    return !*any || late_archive(NULL) == STATUS_OK;
}

static bool learn(void *context, int file)
{
    return handed_editions_read(file, context, NULL) == STATUS_OK;
}

/* What libarchive asks of the system for the first time is asked before the process is confined. */
static bool prepare(int kind)
{
    return !uses_archive(kind) || archive_walk_prepare();
}

static bool limit_container(int container, struct worker_limits *limits)
{
    uint64_t size;
    if (!descriptor_size(container, &size))
        return false;
    uint64_t counted = size < TASK_CONTAINER_SIZE ? size : TASK_CONTAINER_SIZE;
    limits->memory = TASK_CONTAINER_MEMORY;
    limits->seconds = TASK_CONTAINER_SECONDS + counted / TASK_CONTAINER_BYTES_PER_SECOND;
    return true;
}

static bool limit(int kind, int file, struct worker_limits *limits)
{
    switch (kind) {
    case TASK_CONTAINER:
        return limit_container(file, limits);
    case TASK_WORKBOOK:
        *limits = (struct worker_limits){TASK_WORKBOOK_MEMORY, TASK_WORKBOOK_SECONDS};
        return true;
    case TASK_KIT:
        *limits = (struct worker_limits){TASK_KIT_MEMORY, TASK_KIT_SECONDS};
        return true;
    default:
        *limits = (struct worker_limits){TASK_BUNDLE_MEMORY, TASK_BUNDLE_SECONDS};
        return true;
    }
}

static void serve(void *context, int kind, int file, int channel)
{
    if (kind == TASK_CONTAINER)
        serve_container(file, channel);
    else if (kind == TASK_WORKBOOK)
        serve_workbook(file, channel);
    else if (kind == TASK_KIT)
        serve_kit(file, channel);
    else
        serve_requests(file, channel, context);
}

const struct worker_work task_work = {
    .load = load,
    .learn = learn,
    .prepare = prepare,
    .limit = limit,
    .serve = serve,
};
