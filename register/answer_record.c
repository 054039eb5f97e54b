#include "register/answer_record.h"

#include "scoring/question.h"

#include <sodium.h>
#include <string.h>

enum {
    DAY_LENGTH = DAY_SIZE - 1,
    AT_FROM = ANSWER_RECORD_BINDING_SIZE,
    AT_TO = AT_FROM + DAY_LENGTH,
    AT_ROLES = AT_TO + DAY_LENGTH, /* 4 bytes, little-endian */
    AT_CONSENTS = AT_ROLES + 4,
    AT_ANSWERS = AT_CONSENTS + 1,
    NO_BITS = 3, /* of an answer's first byte: its no, */
    ASSESSMENT_SHIFT = 2,
    ASSESSMENT_BITS = 3, /* its assessment, */
    YES_BIT = 16,        /* and whether there was a yes */
    COVERED_SIZE = ORGANISATION_NUMBER_SIZE - 1,
};

/* ---- what it is of ---- */

static uint8_t *bind_bytes(uint8_t *place, const void *bytes, size_t length)
{
    memcpy(place, bytes, length);
    return place + length;
}

static uint8_t *bind_number(uint8_t *place, int64_t number)
{
    for (size_t i = 0; i < 8; i++)
        *place++ = (uint8_t)((uint64_t)number >> (8 * i));
    return place;
}

static uint8_t *bind_text(uint8_t *place, const char *text)
{
    return bind_bytes(place, text, strlen(text) + 1);
}

/* Each part with its NUL or of fixed length, the ids last: no two rows give the same bytes. */
void answer_record_bind(const struct submission *row, uint8_t binding[ANSWER_RECORD_BINDING_SIZE])
{
    uint8_t bytes[8 + 8 + MANIFEST_NUMBER_SIZE + MANIFEST_WORD_SIZE + MANIFEST_ID_SIZE +
                  2 * FINGERPRINT_SIZE + 2 * MANIFEST_DIGEST_SIZE + sizeof row->supersedes.id];
    uint8_t *end = bind_number(bytes, row->created);
    end = bind_number(end, row->imported);
    end = bind_text(end, row->number);
    end = bind_text(end, row->edition);
    end = bind_bytes(end, row->id, MANIFEST_ID_SIZE);
    end = bind_bytes(end, row->sender.bytes, FINGERPRINT_SIZE);
    end = bind_bytes(end, row->edition_digest, MANIFEST_DIGEST_SIZE);
    end = bind_bytes(end, row->manifest_digest, MANIFEST_DIGEST_SIZE);
    end = bind_bytes(end, row->sealed.bytes, FINGERPRINT_SIZE);
    end = bind_bytes(end, row->supersedes.id, (size_t)row->supersedes.count * MANIFEST_ID_SIZE);
    (void)crypto_generichash(
        binding, ANSWER_RECORD_BINDING_SIZE, bytes, (size_t)(end - bytes), NULL, 0);
}

/* ---- answers ---- */

/* The bytes of what was chosen: a step, a bit for each option, or a value. */
static size_t chosen_size(const struct model_question *question)
{
    if (question_traits(question)->valued)
        return sizeof(uint32_t);
    return question_traits(question)->single ? 1 : (question->options + 7u) / 8;
}

size_t answer_record_answers_size(const struct edition *edition)
{
    size_t size = 0;
    for (unsigned i = 0; i < edition->model.questions; i++)
        size += 1 + chosen_size(&edition->model.question[i]);
    return size;
}

static bool put_answer(
    const struct model_question *question, const struct answer *answer, struct buffer *out)
{
    const struct question_traits *kind = question_traits(question);
    uint32_t chosen = kind->valued ? answer->value : kind->single ? answer->step : answer->options;
    size_t size = 1 + chosen_size(question);
    if (answer->unknown_option || answer->no > NO_BITS || answer->assessment > ASSESSMENT_BITS ||
        !question_offers(question, answer))
        return false;
    uint8_t *bytes = buffer_reserve(out, size);
    bytes[0] = (uint8_t)(answer->no | answer->assessment << ASSESSMENT_SHIFT |
                         (answer->yes ? YES_BIT : 0));
    for (size_t i = 1; i < size; i++, chosen >>= 8)
        bytes[i] = (uint8_t)chosen;
    out->length += size;
    return true;
}

bool answer_record_put_answers(
    const struct edition *edition, const struct answer_set *answers, struct buffer *out)
{
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (!put_answer(&edition->model.question[i], &answers->answer[i], out))
            return false;
    }
    return true;
}

void answer_record_answers(
    const struct edition *edition, const uint8_t *bytes, struct answer_set *out)
{
    for (unsigned i = 0; i < edition->model.questions; i++) {
        const struct model_question *question = &edition->model.question[i];
        size_t size = chosen_size(question);
        uint8_t form = *bytes++;
        uint32_t chosen = 0;
        for (size_t byte = 0; byte < size; byte++)
            chosen |= (uint32_t)*bytes++ << (8 * byte);
        const struct question_traits *kind = question_traits(question);
        out->answer[i] = (struct answer){
            .yes = (form & YES_BIT) != 0,
            .no = form & NO_BITS,
            .assessment = (form >> ASSESSMENT_SHIFT) & ASSESSMENT_BITS,
            .step = kind->single ? (uint8_t)chosen : 0,
            .options = kind->single || kind->valued ? 0 : chosen,
            .value = kind->valued ? chosen : 0,
        };
    }
}

/* ---- the whole ---- */

static uint32_t roles_of(const struct edition *edition, const struct answers *answers)
{
    uint32_t roles = 0;
    for (uint32_t i = 0; i < answers->participants; i++) {
        int role = edition_find_role(edition, answers->participant[i]);
        if (role >= 0)
            roles |= UINT32_C(1) << role;
    }
    return roles;
}

static void put_label(struct buffer *out, const char *text)
{
    uint8_t length = (uint8_t)strlen(text);
    buffer_append(out, &length, 1);
    buffer_append(out, text, length);
}

/* How many are answered for, and the number of each, or zeros. */
static void put_covered(struct buffer *out, const struct answers_organisation *organisation)
{
    uint8_t count = (uint8_t)organisation->covers;
    buffer_append(out, &count, 1);
    for (uint32_t i = 0; i < organisation->covers; i++) {
        char number[ORGANISATION_NUMBER_SIZE] = "";
        if (organisation->covered[i].number[0] != '\0')
            memcpy(number, organisation->covered[i].number, sizeof number);
        buffer_append(out, number, COVERED_SIZE);
    }
}

void answer_record_covered(
    const struct answer_record *record, unsigned place, char number[ORGANISATION_NUMBER_SIZE])
{
    memcpy(number, record->covered + (size_t)place * COVERED_SIZE, COVERED_SIZE);
    number[COVERED_SIZE] = '\0';
}

bool answer_record_encode(const struct submission *row, const struct edition *edition,
    const struct answers *answers, const char *name, const char *group, struct buffer *out)
{
    size_t before = out->length;
    uint32_t roles = roles_of(edition, answers);
    uint8_t head[AT_ANSWERS] = {0};
    answer_record_bind(row, head);
    memcpy(head + AT_FROM, answers->period_from, DAY_LENGTH);
    memcpy(head + AT_TO, answers->period_to, DAY_LENGTH);
    for (size_t i = 0; i < 4; i++)
        head[AT_ROLES + i] = (uint8_t)(roles >> (8 * i));
    head[AT_CONSENTS] = answers_consent(edition, answers, ANSWERS_COMPARISON) ? 1 : 0;
    buffer_append(out, head, sizeof head);
    if (!answer_record_put_answers(edition, &answers->set, out)) {
        out->length = before;
        return false;
    }
    put_label(out, name);
    put_label(out, group);
    put_covered(out, &answers->organisation);
    return true;
}

static void make_witness(const uint8_t binding[ANSWER_RECORD_BINDING_SIZE],
    const struct buffer *json, const struct buffer *signature,
    uint8_t witness[ANSWER_RECORD_WITNESS_SIZE])
{
    uint8_t bytes[ANSWER_RECORD_BINDING_SIZE + 2 * MANIFEST_DIGEST_SIZE];
    uint8_t *end = bind_bytes(bytes, binding, ANSWER_RECORD_BINDING_SIZE);
    (void)crypto_generichash(end, MANIFEST_DIGEST_SIZE, json->data, json->length, NULL, 0);
    end += MANIFEST_DIGEST_SIZE;
    (void)crypto_generichash(
        end, MANIFEST_DIGEST_SIZE, signature->data, signature->length, NULL, 0);
    (void)crypto_generichash(witness, ANSWER_RECORD_WITNESS_SIZE, bytes, sizeof bytes, NULL, 0);
}

void answer_record_add_witness(
    const struct buffer *json, const struct buffer *signature, struct buffer *record)
{
    uint8_t witness[ANSWER_RECORD_WITNESS_SIZE];
    make_witness(record->data, json, signature, witness);
    buffer_append(record, witness, sizeof witness);
}

void answer_record_add_mac(const struct file_mac *mac, struct buffer *record)
{
    buffer_append(record, mac, sizeof *mac);
}

/* What an import adds: nothing, a witness, or both. */
static bool is_added(size_t length)
{
    return length == 0 || length == ANSWER_RECORD_WITNESS_SIZE ||
           length == ANSWER_RECORD_WITNESS_SIZE + sizeof(struct file_mac);
}

bool answer_record_is_same(const uint8_t *bytes, size_t length, const struct buffer *made)
{
    return made->length > 0 && length >= made->length && is_added(length - made->length) &&
           memcmp(bytes, made->data, made->length) == 0;
}

bool answer_record_has_witness(const uint8_t *bytes, size_t length, const struct buffer *made,
    const struct buffer *json, const struct buffer *signature)
{
    uint8_t witness[ANSWER_RECORD_WITNESS_SIZE];
    if (!answer_record_is_same(bytes, length, made) || length == made->length)
        return false;
    make_witness(made->data, json, signature, witness);
    return memcmp(bytes + made->length, witness, sizeof witness) == 0;
}

/* Takes a text from its length on; false if it is longer than its field or than what there is. */
static bool take_label(const uint8_t **bytes, size_t *length, char *text, size_t size)
{
    if (*length == 0 || **bytes >= size || **bytes >= *length)
        return false;
    size_t taken = **bytes;
    memcpy(text, *bytes + 1, taken);
    text[taken] = '\0';
    *bytes += 1 + taken;
    *length -= 1 + taken;
    return true;
}

static void take_day(char day[DAY_SIZE], const uint8_t *bytes)
{
    memcpy(day, bytes, DAY_LENGTH);
    day[DAY_LENGTH] = '\0';
}

bool answer_record_decode(
    const struct edition *edition, const uint8_t *bytes, size_t length, struct answer_record *out)
{
    size_t fixed = AT_ANSWERS + answer_record_answers_size(edition);
    if (length < fixed)
        return false;
    out->edition = edition;
    take_day(out->from, bytes + AT_FROM);
    take_day(out->to, bytes + AT_TO);
    out->roles = 0;
    for (size_t i = 0; i < 4; i++)
        out->roles |= (uint32_t)bytes[AT_ROLES + i] << (8 * i);
    out->consents = bytes[AT_CONSENTS] == 1;
    out->answers = bytes + AT_ANSWERS;
    const uint8_t *label = bytes + fixed;
    size_t rest = length - fixed;
    if (!take_label(&label, &rest, out->name, sizeof out->name) ||
        !take_label(&label, &rest, out->group, sizeof out->group) || rest == 0)
        return false;
    out->covers = label[0];
    out->covered = label + 1;
    size_t listed = 1 + (size_t)out->covers * COVERED_SIZE;
    if (out->covers > ANSWERS_COVERS_MAX || rest < listed || !is_added(rest - listed))
        return false;
    size_t mac = listed + ANSWER_RECORD_WITNESS_SIZE;
    out->mac = rest > mac ? label + mac : NULL;
    return true;
}
