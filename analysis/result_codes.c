#include "analysis/result_codes.h"

#include "analysis/collection.h"
#include "base/memory.h"
#include "base/text_fold.h"
#include "format/coded_texts.h"
#include "format/findings.h"

#include <stdlib.h>
#include <string.h>

const struct coded_text *result_codes_row(
    const struct texts *texts, const struct coded_texts *coded, size_t member, size_t background)
{
    const struct texts_member *one = &texts->member[member];
    const struct coded_text *row = coded_texts_find(coded, background, one->number);
    bool same = row != NULL && result_texts_tells(one, background) &&
                coded_text_is_of(row, one->text[background]);
    return same ? row : NULL;
}

/* ---- counting ---- */

static bool is_of_group(const struct texts_member *member, int group)
{
    return group < 0 || member->place == group;
}

static struct code_count *count_of_code(struct codes_question *question, const char *code)
{
    struct code_count *known = question->codes.items;
    for (size_t i = 0; i < question->codes.count; i++) {
        if (text_same_folded(known[i].code, code))
            return &known[i];
    }
    struct code_count *count = list_add(&question->codes);
    count->code = code;
    return count;
}

static void count_text(const struct codes *codes, struct codes_question *question,
    const struct texts_member *member, const struct coded_text *row)
{
    char *const *code = row == NULL ? NULL : row->codes.items;
    size_t count = row == NULL ? 0 : row->codes.count;
    for (size_t i = 0; i < codes->groups; i++) {
        if (!is_of_group(member, codes->group[i]))
            continue;
        question->told[i]++;
        question->coded[i] += count > 0;
        for (size_t k = 0; k < count; k++)
            count_of_code(question, code[k])->count[i]++;
    }
}

/* The last group's counts decide: they stand first, for qsort has no context. */
struct code_order {
    size_t count;
    struct code_count counted;
};

static int compare_code_order(const void *a, const void *b)
{
    const struct code_order *one = a;
    const struct code_order *other = b;
    if (one->count != other->count)
        return one->count < other->count ? 1 : -1;
    return strcmp(one->counted.code, other->counted.code);
}

static void sort_codes(struct codes_question *question, size_t last)
{
    struct code_count *code = question->codes.items;
    size_t count = question->codes.count;
    struct code_order *order = memory_new(count, sizeof *order);
    for (size_t i = 0; i < count; i++)
        order[i] = (struct code_order){code[i].count[last], code[i]};
    qsort(order, count, sizeof *order, compare_code_order);
    for (size_t i = 0; i < count; i++)
        code[i] = order[i].counted;
    free(order);
}

static void count_question(const struct texts *texts, const struct coded_texts *coded,
    size_t background, struct codes *out)
{
    struct codes_question *question = &out->question[out->questions++];
    *question = (struct codes_question){
        .background = background, .codes = {.size = sizeof(struct code_count)}};
    for (size_t i = 0; i < texts->members; i++) {
        if (result_texts_tells(&texts->member[i], background))
            count_text(
                out, question, &texts->member[i], result_codes_row(texts, coded, i, background));
    }
    sort_codes(question, out->groups - 1);
}

/* ---- what is no longer so ---- */

static void judge_row(const struct collection *collection, const struct texts *texts,
    const struct coded_text *row, struct codes *out, struct findings *findings)
{
    const struct member *counted = collection_find(collection, row->number);
    const struct texts_member *member = counted == NULL ? NULL : result_texts_find(texts, counted);
    const char *topic = texts->scope.edition->background[row->background].topic;
    if (member == NULL && counted != NULL)
        out->others++;
    else if (member == NULL)
        findings_add_at(findings, row->place, FINDING_ERROR, 0, "codes-gone",
            "%s has no submission in the round any more, and its codes are not counted: %s",
            row->number, topic);
    else if (!result_texts_tells(member, row->background))
        findings_add_at(findings, row->place, FINDING_ERROR, 0, "codes-gone",
            "the text of %s is gone since, and its codes are not counted: %s", row->number, topic);
    else if (!coded_text_is_of(row, member->text[row->background]))
        findings_add_at(findings, row->place, FINDING_ERROR, 0, "codes-changed",
            "the text of %s has changed since, and its codes are not counted; read it anew: %s",
            row->number, topic);
}

/* ---- the whole ---- */

void result_codes(const struct collection *collection, const struct texts *texts,
    const struct coded_texts *coded, struct codes *out, struct findings *findings)
{
    *out = (struct codes){.scope = texts->scope};
    out->groups = result_scope_groups(&texts->scope, out->group);
    for (size_t i = 0; i < texts->scope.edition->backgrounds; i++) {
        if (result_texts_asks(texts->scope.edition, i))
            count_question(texts, coded, i, out);
    }
    for (size_t i = 0; i < coded->rows.count; i++) {
        const struct coded_text *row = coded_texts_at(coded, i);
        if (row->codes.count > 0)
            judge_row(collection, texts, row, out, findings);
    }
}

void result_codes_free(struct codes *codes)
{
    for (size_t i = 0; i < codes->questions; i++)
        free(codes->question[i].codes.items);
    *codes = (struct codes){0};
}
