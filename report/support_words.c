#include "report/support_words.h"

#include "report/support_choice.h"

const char *support_words_section(const struct catalog *catalog, enum support_section section)
{
    switch (section) {
    case SUPPORT_START:
        return tr(catalog, "Starting points");
    case SUPPORT_CATALOGUE:
        return tr(catalog, "Support that is offered");
    case SUPPORT_NETWORK:
        return tr(catalog, "Networks");
    case SUPPORT_EARLIER:
        return tr(catalog, "Earlier support; some of it may be gone");
    }
    return "";
}

const char *support_words_category(const struct catalog *catalog, enum support_category category)
{
    switch (category) {
    case SUPPORT_ANY_CATEGORY:
        return "";
    case SUPPORT_REPORTS:
        return tr(catalog, "reports");
    case SUPPORT_TRAINING:
        return tr(catalog, "training");
    case SUPPORT_GUIDANCE:
        return tr(catalog, "guidance");
    case SUPPORT_MEASURING:
        return tr(catalog, "measuring tools");
    case SUPPORT_BUSINESS:
        return tr(catalog, "support in the work");
    case SUPPORT_CONTACTS:
        return tr(catalog, "contacts");
    }
    return "";
}

const char *support_words_level(const struct catalog *catalog, enum support_level level)
{
    switch (level) {
    case SUPPORT_ANY_LEVEL:
        return "";
    case SUPPORT_BASIC:
        return tr(catalog, "basic level");
    case SUPPORT_ADVANCED:
        return tr(catalog, "advanced level");
    case SUPPORT_MANAGEMENT:
        return tr(catalog, "management level");
    }
    return "";
}

const char *support_words_cost(const struct catalog *catalog, enum support_cost cost)
{
    switch (cost) {
    case SUPPORT_COST_UNSAID:
        return "";
    case SUPPORT_FREE:
        return tr(catalog, "free of charge");
    case SUPPORT_PAID:
        return tr(catalog, "costs money");
    }
    return "";
}

void support_words_name(struct buffer *out, const struct support_item *item)
{
    buffer_text(out, item->name);
    if (item->issuer[0] != '\0' && item->year != 0)
        buffer_printf(out, " (%s, %u)", item->issuer, item->year);
    else if (item->issuer[0] != '\0')
        buffer_printf(out, " (%s)", item->issuer);
    else if (item->year != 0)
        buffer_printf(out, " (%u)", item->year);
}

void support_words_kind(
    struct buffer *out, const struct catalog *catalog, const struct support_item *item)
{
    const char *const words[] = {support_words_category(catalog, item->category),
        support_words_level(catalog, item->level), support_words_cost(catalog, item->cost)};
    const char *between = "";
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (words[i][0] == '\0')
            continue;
        buffer_printf(out, "%s%s", between, words[i]);
        between = ", ";
    }
}

static void append_name(struct buffer *out, const struct support_item *item, bool first)
{
    buffer_text(out, first ? "" : "; ");
    support_words_name(out, item);
}

void support_words_of_section(
    struct buffer *out, const struct support *support, enum support_section section)
{
    bool first = true;
    for (size_t i = 0; i < support->items; i++) {
        if (support->item[i].section != section)
            continue;
        append_name(out, &support->item[i], first);
        first = false;
    }
}

void support_words_for(struct buffer *out, const struct support *support,
    const struct edition *edition, const struct score *score, unsigned question)
{
    const struct support_item *item[SUPPORT_CHOICE_MAX];
    size_t items = support_choice(support, edition, score, question, item);
    for (size_t i = 0; i < items; i++)
        append_name(out, item[i], i == 0);
}

void support_words_more(
    struct buffer *out, const struct catalog *catalog, const struct support *support)
{
    buffer_printf(out,
        tr(catalog, "That is some of the %zu kinds of support in the catalogue: `sigill support` "
                    "shows all, with --area or --question those for one."),
        support->items);
}
