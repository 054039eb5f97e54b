/* What workers are made for, what each may have, and what it does (base/system/worker.h). But for
 * a bundle's none ever gets a key (S13). */
#ifndef ISOLATE_TASK_H
#define ISOLATE_TASK_H

#include "base/system/worker.h"

enum task { TASK_BUNDLE, TASK_CONTAINER, TASK_WORKBOOK, TASK_KIT };

/* A bundle or a card (isolate/serve.h). */
#define TASK_BUNDLE_MEMORY (UINT64_C(192) << 20) /* bytes */
#define TASK_BUNDLE_SECONDS 300                  /* of the processor */

/* A container (isolate/serve_container.h): how many seconds depends on its size, which costs a
 * stranger nothing where it is sparse and so counts to a limit. */
#define TASK_CONTAINER_MEMORY (UINT64_C(256) << 20)
#define TASK_CONTAINER_SECONDS 30 /* and one for each */
#define TASK_CONTAINER_BYTES_PER_SECOND (UINT64_C(4) << 20)
#define TASK_CONTAINER_SIZE (UINT64_C(4) << 30)

/* A workbook, whatever its size (isolate/serve_workbook.h). */
#define TASK_WORKBOOK_MEMORY (UINT64_C(256) << 20)
#define TASK_WORKBOOK_SECONDS 20

/* A kit, of 10 MiB at most (isolate/serve_kit.h). */
#define TASK_KIT_MEMORY (UINT64_C(256) << 20)
#define TASK_KIT_SECONDS 20

/* The context is struct editions, those that the workers know; what is handed on are those of
 * isolate/handed_editions.h. */
extern const struct worker_work task_work;

#endif
