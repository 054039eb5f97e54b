#include "format/fields.h"

#include <string.h>

/* ---- numbers ---- */

uint64_t fields_number(const void *number, size_t size)
{
    uint8_t one = 0;
    uint16_t two = 0;
    uint32_t four = 0;
    uint64_t eight = 0;
    switch (size) {
    case sizeof one:
        memcpy(&one, number, sizeof one);
        return one;
    case sizeof two:
        memcpy(&two, number, sizeof two);
        return two;
    case sizeof four:
        memcpy(&four, number, sizeof four);
        return four;
    default:
        memcpy(&eight, number, sizeof eight);
        return eight;
    }
}

void fields_set_number(void *number, size_t size, uint64_t value)
{
    const uint8_t one = (uint8_t)value;
    const uint16_t two = (uint16_t)value;
    const uint32_t four = (uint32_t)value;
    switch (size) {
    case sizeof one:
        memcpy(number, &one, sizeof one);
        break;
    case sizeof two:
        memcpy(number, &two, sizeof two);
        break;
    case sizeof four:
        memcpy(number, &four, sizeof four);
        break;
    default:
        memcpy(number, &value, sizeof value);
        break;
    }
}

/* ---- one field ---- */

static void walk_text(const struct fields *fields, const char **text)
{
    fields->text(fields->context, text);
}

static void walk_number(const struct fields *fields, void *number, size_t size)
{
    fields->number(fields->context, number, size);
}

/* count numbers of size bytes each. */
static void walk_numbers(const struct fields *fields, void *numbers, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++)
        walk_number(fields, (char *)numbers + i * size, size);
}

/* ---- an edition ---- */

static void walk_model_question(const struct fields *fields, struct model_question *question)
{
    walk_number(fields, &question->id, sizeof question->id);
    walk_number(fields, &question->section, sizeof question->section);
    walk_number(fields, &question->kind, sizeof question->kind);
    walk_number(fields, &question->options, sizeof question->options);
    walk_number(fields, &question->offers_none, sizeof question->offers_none);
    walk_number(fields, &question->offers_partly, sizeof question->offers_partly);
    walk_number(fields, &question->asked_if, sizeof question->asked_if);
    walk_number(fields, &question->validates, sizeof question->validates);
    walk_number(fields, &question->asked_options, sizeof question->asked_options);
    walk_number(fields, &question->validates_options, sizeof question->validates_options);
    walk_number(fields, &question->least, sizeof question->least);
    walk_number(fields, &question->most, sizeof question->most);
}

static void walk_model_level(const struct fields *fields, struct model_level *level)
{
    walk_number(fields, &level->sections, sizeof level->sections);
    walk_number(fields, &level->min_points_each, sizeof level->min_points_each);
    walk_number(fields, &level->min_total, sizeof level->min_total);
    walk_number(fields, &level->max_uncertain_percent, sizeof level->max_uncertain_percent);
}

static void walk_model_field(const struct fields *fields, struct model_field *field)
{
    walk_number(fields, &field->question, sizeof field->question);
    walk_number(fields, &field->follow_up, sizeof field->follow_up);
    walk_number(fields, &field->maturity, sizeof field->maturity);
}

static void walk_model(const struct fields *fields, struct model *model)
{
    walk_number(fields, &model->questions, sizeof model->questions);
    walk_number(fields, &model->levels, sizeof model->levels);
    walk_number(fields, &model->areas, sizeof model->areas);
    walk_number(fields, &model->fields, sizeof model->fields);
    walk_number(fields, &model->target, sizeof model->target);
    for (size_t i = 0; i < model->questions; i++)
        walk_model_question(fields, &model->question[i]);
    for (size_t i = 0; i < model->levels; i++)
        walk_model_level(fields, &model->level[i]);
    for (size_t i = 0; i < model->fields; i++)
        walk_model_field(fields, &model->field[i]);
    for (size_t i = 0; i < model->areas; i++) {
        struct model_area *area = &model->area[i];
        walk_numbers(fields, area->options, model->questions, sizeof area->options[0]);
        walk_numbers(fields, area->gate_from, model->questions, sizeof area->gate_from[0]);
    }
}

static void walk_people(const struct fields *fields, struct edition *edition)
{
    walk_number(fields, &edition->groups, sizeof edition->groups);
    for (size_t i = 0; i < edition->groups; i++) {
        walk_text(fields, &edition->group[i].id);
        walk_text(fields, &edition->group[i].name);
        walk_text(fields, &edition->group[i].typical);
    }
    walk_number(fields, &edition->markings, sizeof edition->markings);
    for (size_t i = 0; i < edition->markings; i++)
        walk_text(fields, &edition->marking[i]);
    walk_number(fields, &edition->roles, sizeof edition->roles);
    for (size_t i = 0; i < edition->roles; i++) {
        walk_text(fields, &edition->role[i].id);
        walk_text(fields, &edition->role[i].name);
        walk_number(fields, &edition->role[i].security, sizeof edition->role[i].security);
    }
    walk_number(fields, &edition->backgrounds, sizeof edition->backgrounds);
    for (size_t i = 0; i < edition->backgrounds; i++) {
        struct edition_background *background = &edition->background[i];
        walk_text(fields, &background->id);
        walk_text(fields, &background->topic);
        walk_text(fields, &background->text);
        walk_number(fields, &background->consent, sizeof background->consent);
    }
}

static void walk_questions(const struct fields *fields, struct edition *edition)
{
    for (size_t i = 0; i < edition->model.questions; i++) {
        struct edition_question *question = &edition->question[i];
        walk_text(fields, &question->topic);
        walk_text(fields, &question->text);
        walk_text(fields, &question->help);
        walk_text(fields, &question->unit);
        for (size_t j = 0; j < edition->model.question[i].options; j++)
            walk_text(fields, &question->option[j]);
    }
}

static void walk_areas(const struct fields *fields, struct edition *edition)
{
    for (size_t i = 0; i < edition->model.areas; i++) {
        struct edition_area *area = &edition->area[i];
        walk_text(fields, &area->id);
        walk_text(fields, &area->name);
        walk_text(fields, &area->description);
        walk_text(fields, &area->source);
        walk_number(fields, &edition->area_points[i], sizeof edition->area_points[i]);
    }
}

static void walk_lists(const struct fields *fields, struct cooperate_limits *even)
{
    walk_number(fields, &even->from, sizeof even->from);
    walk_number(fields, &even->from_of, sizeof even->from_of);
    walk_number(fields, &even->to, sizeof even->to);
    walk_number(fields, &even->to_of, sizeof even->to_of);
}

void fields_of_edition(struct edition *edition, const struct fields *fields)
{
    const char **const texts[] = {&edition->opens, &edition->closes, &edition->title,
        &edition->about, &edition->period, &edition->no, &edition->no_none, &edition->no_partly,
        &edition->no_source, &edition->sure, &edition->unsure};
    walk_numbers(fields, edition->id, sizeof edition->id, sizeof edition->id[0]);
    walk_numbers(fields, edition->digest, sizeof edition->digest, sizeof edition->digest[0]);
    walk_model(fields, &edition->model);
    walk_number(fields, &edition->points, sizeof edition->points);
    walk_number(fields, &edition->measures, sizeof edition->measures);
    walk_number(fields, &edition->period_months, sizeof edition->period_months);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        walk_text(fields, texts[i]);
    for (size_t i = 0; i < MODEL_SECTIONS_MAX; i++)
        walk_text(fields, &edition->section[i]);
    for (size_t i = 0; i < edition->model.fields; i++)
        walk_text(fields, &edition->field_id[i]);
    walk_people(fields, edition);
    walk_questions(fields, edition);
    walk_areas(fields, edition);
    walk_lists(fields, &edition->even);
}

/* ---- a catalogue of support ---- */

static void walk_support_item(const struct fields *fields, struct support_item *item)
{
    walk_text(fields, &item->id);
    walk_text(fields, &item->name);
    walk_text(fields, &item->issuer);
    walk_text(fields, &item->description);
    walk_number(fields, &item->section, sizeof item->section);
    walk_number(fields, &item->category, sizeof item->category);
    walk_number(fields, &item->level, sizeof item->level);
    walk_number(fields, &item->cost, sizeof item->cost);
    walk_number(fields, &item->year, sizeof item->year);
    walk_number(fields, &item->source, sizeof item->source);
    walk_number(fields, &item->judged, sizeof item->judged);
    walk_number(fields, &item->areas, sizeof item->areas);
    walk_numbers(fields, item->questions, sizeof item->questions / sizeof item->questions[0],
        sizeof item->questions[0]);
}

void fields_of_support(struct support *support, const struct fields *fields)
{
    walk_text(fields, &support->id);
    walk_text(fields, &support->edition);
    walk_text(fields, &support->title);
    walk_text(fields, &support->about);
    walk_number(fields, &support->documents, sizeof support->documents);
    for (size_t i = 0; i < support->documents; i++) {
        struct support_document *document = &support->document[i];
        walk_text(fields, &document->id);
        walk_text(fields, &document->name);
        walk_text(fields, &document->issuer);
        walk_text(fields, &document->published);
    }
    walk_number(fields, &support->items, sizeof support->items);
    for (size_t i = 0; i < support->items; i++)
        walk_support_item(fields, &support->item[i]);
}

/* ---- a table ---- */

static void take_text(void *context, const char **text)
{
    struct fields_table *rest = context;
    *text = rest->texts;
    rest->texts += strlen(rest->texts) + 1;
}

static void take_number(void *context, void *number, size_t size)
{
    struct fields_table *rest = context;
    fields_set_number(number, size, *rest->numbers++);
}

struct fields fields_from_table(struct fields_table *rest)
{
    return (struct fields){take_text, take_number, rest};
}
