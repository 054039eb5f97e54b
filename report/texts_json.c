/* The JSON of report/texts.h. */
#include "base/text.h"
#include "format/edition.h"
#include "report/json_parts.h"
#include "report/scope.h"
#include "report/texts.h"

static json_t *tally_json(const struct texts *texts, int group)
{
    const struct edition *edition = texts->scope.edition;
    struct texts_tally tally;
    json_t *told = json_object();
    json_t *participants = json_object();
    result_texts_tally(texts, group, &tally);
    for (size_t i = 0; i < edition->backgrounds; i++) {
        if (result_texts_asks(edition, i))
            (void)json_object_set_new(
                told, edition->background[i].id, json_integer((json_int_t)tally.text[i]));
    }
    for (size_t i = 0; i < edition->roles; i++)
        (void)json_object_set_new(
            participants, edition->role[i].id, json_integer((json_int_t)tally.role[i]));
    return json_pack("{s:s?, s:I, s:o, s:o, s:I, s:I}", "group",
        group < 0 ? NULL : edition->group[group].id, "n", (json_int_t)tally.members, "told", told,
        "participants", participants, "security_role", (json_int_t)tally.security_role, "approved",
        (json_int_t)tally.approved);
}

static json_t *approval_json(const struct texts_member *member)
{
    if (member->approved_by[0] == '\0' && member->approval_role[0] == '\0' &&
        member->approval_date[0] == '\0' && member->approval_reference[0] == '\0')
        return json_null();
    return json_pack("{s:s, s:s, s:s, s:s}", "by", member->approved_by, "role",
        member->approval_role, "date", member->approval_date, "reference",
        member->approval_reference);
}

static json_t *member_json(const struct edition *edition, const struct texts_member *member)
{
    char id[2 * TEXTS_ID_SIZE + 1];
    json_t *told = json_object();
    json_t *participants = json_array();
    hex_encode(id, member->id, TEXTS_ID_SIZE);
    for (size_t i = 0; i < edition->backgrounds; i++) {
        if (result_texts_asks(edition, i))
            (void)json_object_set_new(
                told, edition->background[i].id, json_parts_sure(json_string(member->text[i])));
    }
    for (size_t i = 0; i < edition->roles; i++) {
        if ((member->roles >> i & 1) != 0)
            json_parts_append(participants, json_string(edition->role[i].id));
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:o}", "number", member->number,
        "organisation", member->name, "group", member->group, "submission", id, "texts", told,
        "participants", participants, "security_role", member->security_role ? 1 : 0, "approval",
        approval_json(member));
}

json_t *texts_json(const struct texts *texts)
{
    int group[SCOPE_GROUPS_MAX];
    size_t count = result_scope_groups(&texts->scope, group);
    json_t *groups = json_array();
    json_t *organisations = json_array();
    for (size_t i = 0; i < count; i++)
        json_parts_append(groups, tally_json(texts, group[i]));
    for (size_t i = 0; i < texts->members; i++)
        json_parts_append(organisations, member_json(texts->scope.edition, &texts->member[i]));
    return json_parts_joined(
        scope_json(&texts->scope), json_pack("{s:I, s:o, s:o}", "n", (json_int_t)texts->members,
                                       "groups", groups, "organisations", organisations));
}
