/* A catalogue of support: what is accepted stands within its bounds, serves only what the edition
 * has, and is shown and chosen from whole. */
#include "base/text.h"
#include "format/support.h"
#include "report/layout.h"
#include "report/line_break.h"
#include "report/support_choice.h"
#include "report/support_list.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void look_at_item(const struct support *support, const struct support_item *item)
{
    const struct model *model = &fuzz_edition()->model;
    fuzz_require(item->source < support->documents && item->description[0] != '\0');
    fuzz_require(text_is_plain(item->name, strlen(item->name), false));
    fuzz_require(item->areas >> model->areas == 0);
    for (unsigned i = model->questions; i < MODEL_QUESTIONS_MAX; i++)
        fuzz_require(!support_serves(item, i));
    fuzz_require(item->section != SUPPORT_CATALOGUE ||
                 (item->category != SUPPORT_ANY_CATEGORY && item->level != SUPPORT_ANY_LEVEL));
}

static void look_at_choice(const struct support *support, const struct score *score)
{
    const struct edition *edition = fuzz_edition();
    const struct support_item *item[SUPPORT_CHOICE_MAX];
    for (unsigned i = 0; i < edition->model.questions; i++) {
        size_t items = support_choice(support, edition, score, i, item);
        fuzz_require(items <= SUPPORT_CHOICE_MAX);
        for (size_t j = 0; j < items; j++)
            fuzz_require(support_serves(item[j], i));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct support_wanted all = {.area = -1, .question = -1};
    const struct answer_set nothing = {0};
    struct score score;
    struct support *support;
    struct buffer text = {0}, shown = {0};
    if (support_load(fuzz_edition(), data, size, "input", &support, NULL) != STATUS_OK)
        return 0;
    score_compute(&fuzz_edition()->model, &nothing, &score);
    fuzz_require(support->items > 0 && support->items <= SUPPORT_ITEMS_MAX);
    for (size_t i = 0; i < support->items; i++)
        look_at_item(support, &support->item[i]);
    look_at_choice(support, &score);
    fuzz_require(support_list_count(support, &all) == support->items);
    support_list_text(&text, NULL, fuzz_edition(), support, &all);
    line_break(&shown, buffer_string(&text), text.length, LAYOUT_WIDTH);
    fuzz_require(text_is_plain(buffer_string(&shown), shown.length, true));
    json_decref(support_list_json(fuzz_edition(), support, &all));
    buffer_free(&shown);
    buffer_free(&text);
    support_free(support);
    return 0;
}
