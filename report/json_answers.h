/* Results about one or two answer sets as JSON. The keys are a contract: more may come, none is
 * renamed (docs/json.md; that of a comparison stands below). All give a new reference. */
#ifndef REPORT_JSON_ANSWERS_H
#define REPORT_JSON_ANSWERS_H

#include "format/edition.h"
#include "format/findings.h"
#include "report/compare.h"
#include "scoring/answered.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#include <jansson.h>

/* {"errors":[{"question","code","message","cell"}],"warnings":[…]}; "question" is null for what is
 * not about a question, "cell" ("Svar!D47") for what is not about a cell of a workbook. */
json_t *json_findings(const struct findings *findings);

/* {"answered":{"answered","of","sections":[{"section","answered","of"}]}}: how many questions. */
json_t *json_answered(const struct answered *answered);

/* {"edition","level","points","measures","unsure","areas":[{"id","points","max","level"}],
 * "standing":[…],"questions":[{"id","status","points","assessment"}]}; "assessment" is null if
 * there is none. */
json_t *json_score(const struct edition *edition, const struct score *score);

/* {"from","to","steps":[{"question","why":"minimum"|"total","add","topic","areas":[ids]}],"count",
 * "measures","resolve_unsure"}; areas as report/question_areas.h has them. */
json_t *json_gap(const struct edition *edition, const struct gap *gap);

/* {"edition","from":{"level","points","measures","unsure","standing"},"to":{…},
 * "areas":[{"id","max","from":{"points","level"},"to":{…}}],
 * "questions":[{"id","from":{"status","points","assessment"},"to":{…},"added":[…],"removed":[…]}]}:
 * every area, only the questions that changed; added and removed are the options of a checklist. */
json_t *json_compare(
    const struct edition *edition, const struct compare_side *from, const struct compare_side *to);

#endif
