/* What is wrong with what stands at a place, as `check` judges it. */
#include "cmd/ui/answering_parts.h"

#include <string.h>

/* Of the head each sentence begins with the name of the member; one about the whole, such as
 * "period: …", is about each part. */
static bool is_about_place(const struct answering *answering, const struct answering_place *place,
    const struct finding *finding)
{
    size_t length = strcspn(finding->text, ":[");
    if (place->form == FORM_QUESTION)
        return finding->question == answering->edition->model.question[place->question].id;
    return finding->question == 0 && length > 0 &&
           strncmp(place->where, finding->text, length) == 0 &&
           (place->where[length] == '\0' || place->where[length] == '.');
}

const struct finding *answering_wrong_at(const struct answering *answering, size_t number)
{
    struct answering_place place = answering_place(answering, number);
    if (answering_is_blank(answering, number))
        return NULL;
    for (size_t i = 0; i < answering->findings.count; i++) {
        const struct finding *finding = &answering->findings.list[i];
        if (finding->severity == FINDING_ERROR && is_about_place(answering, &place, finding))
            return finding;
    }
    return NULL;
}

const struct finding *answering_doubtful_at(const struct answering *answering, size_t number)
{
    struct answering_place place = answering_place(answering, number);
    for (size_t i = 0; i < answering->days.count; i++) {
        if (is_about_place(answering, &place, &answering->days.list[i]))
            return &answering->days.list[i];
    }
    return NULL;
}

size_t answering_first_wrong(const struct answering *answering)
{
    size_t end = answering_places(answering) - 1;
    for (size_t i = 0; i < end; i++) {
        if (answering_wrong_at(answering, i) != NULL)
            return i;
    }
    return end;
}

/* A last day that is long past may be meant, and is only said to be so. */
size_t answering_first_doubtful(const struct answering *answering)
{
    static const char last_day[] = "period.to:";
    size_t end = answering_places(answering) - 1;
    for (size_t i = 0; i < end; i++) {
        const struct finding *finding = answering_doubtful_at(answering, i);
        if (finding != NULL && strncmp(finding->text, last_day, sizeof last_day - 1) != 0)
            return i;
    }
    return end;
}

void answering_say_wrong(struct answering *answering, size_t number)
{
    const struct finding *wrong = answering_wrong_at(answering, number);
    const struct finding *doubtful = answering_doubtful_at(answering, number);
    if (wrong != NULL)
        talk_say(&answering->talk, wrong->text);
    if (doubtful != NULL)
        talk_say(&answering->talk, doubtful->text);
}
