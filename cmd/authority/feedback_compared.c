#include "cmd/authority/feedback_compared.h"

#include "report/benchmark_name.h"

static void catch_up_with(struct feedback_compared *out, const struct edition *edition,
    const struct compare_side *own, const struct answer_set *theirs, const char *of)
{
    struct difference *lacking = &out->lacking[out->catch_ups];
    difference_find(&edition->model, own->answers, theirs, lacking);
    out->catch_up[out->catch_ups] = (struct json_catch_up){
        .of = of, .name = buffer_string(&out->name[out->catch_ups]), .difference = lacking};
    out->catch_ups++;
}

static void catch_up_with_group(struct app *app, const struct edition *edition,
    const struct compare_side *own, struct feedback_compared *out)
{
    for (size_t i = 0; out->shown != NULL && i < out->shown->count; i++) {
        const struct published_benchmark *one = &out->shown->one[i];
        benchmark_name(&out->name[out->catch_ups], app->catalog, edition, one->group, one->best,
            one->benchmark.members);
        catch_up_with(out, edition, own, &one->benchmark.answers, one->best > 0 ? "best" : "group");
    }
}

static void compare_with_before(const struct feedback_groups *groups, const struct member *member,
    const struct compare_side *own, struct feedback_compared *out)
{
    const struct feedback_earlier *earlier =
        feedback_groups_before(groups, member->number, &out->answers);
    if (earlier == NULL)
        return;
    out->round = earlier->collection.round.id;
    score_compute(&earlier->collection.edition->model, &out->answers, &out->score);
    out->before = (struct compare_side){&out->answers, &out->score};
    if (earlier->since != NULL)
        out->editions = (struct compare_editions){earlier->since, out->before, *own};
}

void feedback_compare(struct app *app, const struct edition *edition,
    const struct feedback_groups *groups, const struct target *target, const struct member *member,
    const struct compare_side *own, struct feedback_compared *out)
{
    int group = edition_find_group(edition, member->group);
    *out = (struct feedback_compared){.shown = group < 0 ? NULL : &groups->shown[group]};
    catch_up_with_group(app, edition, own, out);
    if (target != NULL) {
        buffer_text(&out->name[out->catch_ups], target->name);
        catch_up_with(out, edition, own, &target->set, "target");
    }
    compare_with_before(groups, member, own, out);
    result_exchange(&edition->model, &groups->consenting, member, own->score, &out->exchange);
}

void feedback_compared_free(struct feedback_compared *compared)
{
    for (unsigned i = 0; i < HTML_CATCH_UPS_MAX; i++)
        buffer_free(&compared->name[i]);
}

static const char *label_of(
    struct app *app, const struct edition *edition, const struct published_benchmark *one)
{
    const char *typical = edition_typical(edition, one->group);
    if (one->best > 0)
        return text_of(app, "Benchmark of the best");
    return typical != NULL ? typical : text_of(app, "The group's benchmark");
}

void feedback_compared_show(
    struct app *app, const struct feedback_compared *compared, struct html_organisation *page)
{
    const struct benchmarks *shown = compared->shown;
    for (size_t i = 0; shown != NULL && i < shown->count; i++)
        page->reference[page->references++] = (struct score_reference){
            .label = label_of(app, page->edition, &shown->one[i]),
            .score = &shown->one[i].benchmark.score,
            .benchmark = &shown->one[i],
        };
    for (unsigned i = 0; i < compared->catch_ups; i++)
        page->catch_up[page->catch_ups++] =
            (struct html_catch_up){compared->catch_up[i].name, compared->catch_up[i].difference};
    if (compared->round != NULL) {
        page->before = &compared->before;
        page->before_editions = compared->editions.succession == NULL ? NULL : &compared->editions;
        page->before_round = compared->round;
    }
    page->exchange = &compared->exchange;
}
