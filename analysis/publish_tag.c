#include "analysis/publish_tag.h"

#include "analysis/publish_digest.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- values ---- */

static const char *value_of(const char *name, const struct population_entry *listed)
{
    const char *value = listed == NULL ? NULL : population_value(listed, name);
    return value == NULL ? "" : value;
}

/* Where the value stands; values, if it is new. */
static size_t find_value(const struct publish_tag *tag, const char *text)
{
    size_t place = 0;
    while (place < tag->values && strcmp(tag->value[place].text, text) != 0)
        place++;
    return place;
}

size_t publish_tag_place(const struct publish_tag *tag, const struct member *member)
{
    return find_value(tag, value_of(tag->name, member->listed));
}

/* By text, the empty one last. */
static int compare_values(const void *one, const void *other)
{
    const struct publish_tag_value *a = one;
    const struct publish_tag_value *b = other;
    bool a_lacks = a->text[0] == '\0';
    bool b_lacks = b->text[0] == '\0';
    return a_lacks != b_lacks ? a_lacks - b_lacks : strcmp(a->text, b->text);
}

static enum status add_values(
    const struct collection *collection, struct publish_tag *tag, struct error *err)
{
    for (size_t i = 0; i < collection->populations; i++) {
        const char *text = value_of(tag->name, &collection->population[i]);
        size_t place = find_value(tag, text);
        if (place < tag->values)
            continue;
        if (place == PUBLISH_TAG_VALUES)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "--tag %s: the tag has more than %d values in the population list of the round %s, "
                "those who lack it counted as one; to publish by it, put values together in a "
                "column of the list",
                tag->name, PUBLISH_TAG_VALUES, collection->round.id);
        tag->value[tag->values++].text = text;
    }
    return STATUS_OK;
}

static void count_members(const struct collection *collection, bool late, struct publish_tag *tag)
{
    const struct selection selection = {.late = late};
    for (size_t i = 0; i < collection->members; i++) {
        if (collection_selects(&selection, &collection->member[i]))
            tag->value[publish_tag_place(tag, &collection->member[i])].members++;
    }
}

enum status publish_tag_load(const struct collection *collection, const char *name, bool late,
    struct publish_tag *out, struct error *err)
{
    *out = (struct publish_tag){.name = name};
    TRY(add_values(collection, out, err));
    if (out->values == 0 || (out->values == 1 && out->value[0].text[0] == '\0'))
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "--tag %s: nobody in the population list of the round %s has this tag; look at the "
            "columns of the list that was imported",
            name, collection->round.id);
    qsort(out->value, out->values, sizeof out->value[0], compare_values);
    count_members(collection, late, out);
    return STATUS_OK;
}

/* ---- what may be published ---- */

static enum status judge_values(const struct collection *collection, const struct publish_tag *tag,
    unsigned least, struct error *err)
{
    for (size_t i = 0; i < tag->values; i++) {
        const struct publish_tag_value *value = &tag->value[i];
        if (value->members >= least)
            continue;
        if (value->text[0] == '\0')
            return error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
                "--tag %s is not published: of those in the population list of the round %s who "
                "lack the tag %u are counted, and at least %u are needed, for what is published of "
                "all and of the values tells of them; complete the list, or put values together",
                tag->name, collection->round.id, value->members, least);
        return error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
            "--tag %s is not published: of those with the value %s %u are counted, and at least %u "
            "of each value are needed; put values together in a column of the population list",
            tag->name, value->text, value->members, least);
    }
    return STATUS_OK;
}

/* The groups, as those of the unions. */
struct tag_groups {
    size_t place[EDITION_GROUPS_MAX]; /* by place in the edition */
    const char *name[PUBLISH_UNIONS_GROUPS];
    size_t groups;
    size_t small; /* where those too small stand; groups, where nothing of them is published */
};

/* Groups that show nothing by themselves stand together behind the others, unless they are too few
 * for that as well. */
static struct tag_groups place_groups(
    const struct collection *collection, const struct selection *selection, unsigned least)
{
    const struct edition *edition = collection->edition;
    struct tag_groups placed = {0};
    unsigned members[EDITION_GROUPS_MAX] = {0};
    unsigned small = 0;
    for (size_t i = 0; i < collection->members; i++) {
        if (collection_selects(selection, &collection->member[i]))
            members[edition_find_group(edition, collection->member[i].group)]++;
    }
    for (size_t i = 0; i < edition->groups; i++) {
        bool shown = members[i] >= least;
        small += shown ? 0 : members[i];
        placed.place[i] = shown ? placed.groups : SIZE_MAX;
        if (shown)
            placed.name[placed.groups++] = edition->group[i].id;
    }
    placed.small = placed.groups;
    placed.groups += small >= least ? 1 : 0;
    return placed;
}

static void fill_unions(const struct collection *collection, const struct publish_tag *tag,
    const struct selection *selection, const struct tag_groups *placed,
    struct publish_unions *unions)
{
    *unions = (struct publish_unions){.values = tag->values, .groups = placed->groups};
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        if (!collection_selects(selection, member))
            continue;
        size_t value = publish_tag_place(tag, member);
        size_t group = placed->place[edition_find_group(collection->edition, member->group)];
        if (group == SIZE_MAX)
            group = placed->small;
        if (group < unions->groups)
            unions->count[value][group]++;
        else
            unions->outside[value]++;
    }
}

static void add_name(struct buffer *out, const char *name)
{
    buffer_text(out, out->length == 0 ? "" : ", ");
    buffer_text(out, name);
}

/* Who lacks the tag, and the groups that are too small, have a sign. */
static void list_pair(const struct publish_tag *tag, const struct tag_groups *placed,
    const struct publish_unions_pair *pair, struct buffer *values, struct buffer *groups)
{
    for (size_t i = 0; i < tag->values; i++) {
        if ((pair->values >> i & 1) != 0)
            add_name(values, tag->value[i].text[0] == '\0' ? "-" : tag->value[i].text);
    }
    for (size_t i = 0; i < placed->groups; i++) {
        if ((pair->groups >> i & 1) != 0)
            add_name(groups, i == placed->small ? "..." : placed->name[i]);
    }
}

static enum status refuse_pair(const struct publish_tag *tag, const struct tag_groups *placed,
    const struct publish_unions_pair *pair, struct error *err)
{
    struct buffer values = {0};
    struct buffer groups = {0};
    list_pair(tag, placed, pair, &values, &groups);
    enum status status = error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
        "--tag %s is not published: its values (%s) and the groups (%s) differ by %u "
        "organisations, of whom the difference of what is published of both would tell; put other "
        "values together in a column of the population list (\"-\" stands for those who lack the "
        "tag, \"...\" for the groups that are too small)",
        tag->name, buffer_string(&values), buffer_string(&groups), pair->apart);
    buffer_free(&values);
    buffer_free(&groups);
    return status;
}

enum status publish_tag_judge(const struct collection *collection, const struct publish_tag *tag,
    bool late, unsigned least, struct error *err)
{
    const struct selection selection = {.late = late};
    struct publish_unions unions;
    TRY(judge_values(collection, tag, least, err));
    struct tag_groups placed = place_groups(collection, &selection, least);
    fill_unions(collection, tag, &selection, &placed, &unions);
    struct publish_unions_pair pair = publish_unions_nearest(&unions);
    if (pair.apart > 0 && pair.apart < least)
        return refuse_pair(tag, &placed, &pair, err);
    return STATUS_OK;
}

/* ---- which it was ---- */

void publish_tag_digest(const struct collection *collection, const struct publish_tag *tag,
    bool late, char hex[PUBLISH_SET_SIZE])
{
    const struct selection selection = {.late = late};
    struct publish_digest digest;
    publish_digest_begin(&digest);
    publish_digest_word(&digest, tag->name);
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        if (!collection_selects(&selection, member))
            continue;
        publish_digest_word(&digest, member->number);
        publish_digest_word(&digest, value_of(tag->name, member->listed));
    }
    publish_digest_end(&digest, hex);
}
