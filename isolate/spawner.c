#include "isolate/spawner.h"

#include "base/memory.h"
#include "base/system/channel.h"
#include "base/system/descriptor.h"
#include "crypto/secret.h"
#include "format/json.h"
#include "isolate/handed_editions.h"
#include "isolate/task.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum status spawner_serve(struct editions *editions, struct error *err)
{
    json_object_seed(0);
    return worker_serve(&task_work, editions, err);
}

bool spawner_is_asked_for(int argc, char **argv)
{
    return argc >= 3 && strcmp(argv[1], SPAWNER_WORD) == 0;
}

int spawner_main(char **argv)
{
    struct editions editions = {0};
    struct error err;
    error_init(&err, catalog_for(strcmp(argv[2], "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_SWEDISH));
    json_start();
    memory_words(NULL, ""); /* whoever started this process says it */
    enum status status = STATUS_OK;
    TRY_OUT(secret_start(&err));
    TRY_OUT(editions_load(NULL, &editions, &err));
    TRY_OUT(spawner_serve(&editions, &err));
out:
    if (status != STATUS_OK)
        (void)fprintf(stderr, "%s\n", err.text);
    editions_free(&editions);
    return status == STATUS_OK ? STATUS_OK : WORKER_UNABLE;
}

static enum status refuse_workers(struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "the confined process that reads bundles could not be started; ask whoever runs this "
        "machine to allow %s (--allow-no-sandbox reads them without that protection)",
        tr(err == NULL ? NULL : err->catalog, worker_source_needs()));
}

static enum status refuse_without_libraries(struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
        "the libraries that read workbooks and containers (libarchive, libexpat) cannot be loaded; "
        "install the packages that have them again");
}

static enum status refuse_system(struct error *err)
{
    return error_system(err, "a process to read bundles cannot be started");
}

enum status spawner_start(
    const char *word, const char *language, struct spawner *spawner, struct error *err)
{
    *spawner = SPAWNER_NONE;
#ifdef SPAWNER_INSIDE
    /* Sanitizers make calls that no worker may make: their builds work in this process. */
    *spawner = SPAWNER_UNPROTECTED;
    return STATUS_OK;
#endif
    int64_t deadline = channel_clock() + SPAWNER_PATIENCE;
    spawner->patience = SPAWNER_PATIENCE;
    spawner->source = worker_source_start(SPAWNER_WORD, language, word, &task_work, deadline);
    if (spawner->source != NULL)
        return STATUS_OK;
    return errno != 0 ? refuse_system(err) : refuse_workers(err);
}

void spawner_stop(struct spawner *spawner)
{
    worker_source_stop(spawner->source);
    *spawner = SPAWNER_NONE;
}

enum status spawner_tell(
    const struct spawner *spawner, const struct editions *editions, struct error *err)
{
    int memory = -1;
    if (spawner->source == NULL)
        return STATUS_OK;
    TRY(handed_editions_write(editions, &memory, err));
    if (memory < 0)
        return STATUS_OK;
    bool told = worker_source_tell(spawner->source, memory, channel_clock() + spawner->patience);
    (void)descriptor_close(memory);
    return told ? STATUS_OK : refuse_workers(err);
}

static enum status start_worker(const struct spawner *spawner, enum task task, int file,
    int *channel, int *process, struct error *err)
{
    if (spawner->source == NULL)
        return refuse_workers(err);
    int64_t deadline = channel_clock() + spawner->patience;
    switch (worker_make(spawner->source, (int)task, file, deadline, process, channel)) {
    case WORKER_MADE:
        return STATUS_OK;
    case WORKER_LACKS_LIBRARY:
        return refuse_without_libraries(err);
    case WORKER_NO_CHANNEL:
        return refuse_system(err);
    default:
        return refuse_workers(err);
    }
}

enum status spawner_worker(
    const struct spawner *spawner, int bundle, int *channel, int *process, struct error *err)
{
    return start_worker(spawner, TASK_BUNDLE, bundle, channel, process, err);
}

enum status spawner_container_worker(
    const struct spawner *spawner, int container, int *channel, int *process, struct error *err)
{
    return start_worker(spawner, TASK_CONTAINER, container, channel, process, err);
}

enum status spawner_workbook_worker(
    const struct spawner *spawner, int workbook, int *channel, int *process, struct error *err)
{
    return start_worker(spawner, TASK_WORKBOOK, workbook, channel, process, err);
}

enum status spawner_kit_worker(
    const struct spawner *spawner, int kit, int *channel, int *process, struct error *err)
{
    return start_worker(spawner, TASK_KIT, kit, channel, process, err);
}
