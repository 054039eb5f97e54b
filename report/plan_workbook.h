/* A plan of measures as a workbook, to be filled in: who is responsible, when it starts, how many
 * hours and what cost, and how far it has come; sums that follow what is typed. Its form:
 * docs/format.md, "A plan". format/plan.h reads it. */
#ifndef REPORT_PLAN_WORKBOOK_H
#define REPORT_PLAN_WORKBOOK_H

#include "base/error.h"
#include "base/list.h"
#include "base/messages.h"
#include "format/answers.h"

#include <stdint.h>

struct plan_workbook {
    const struct edition *edition;
    const struct catalog *catalog;
    const struct answers *answers; /* that the plan is made from */
    const struct list *measures;   /* report/plan_measures.h */
    int64_t made;
};

/* Makes it as the file path, its parts in the directory meanwhile. STATUS_FAILED, REASON_IO_ERROR
 * if it could not be written, not always known: see workbook_library_end. */
enum status plan_workbook_write(const struct plan_workbook *plan, const char *directory,
    const char *path, struct error *err) MUST_USE;

#endif
