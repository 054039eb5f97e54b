#include "format/json_spot.h"

#include <string.h>

struct json_spot json_spot_at(const char *text, size_t offset)
{
    struct json_spot spot = {1, 1};
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n')
            spot = (struct json_spot){spot.line + 1, 1};
        else
            spot.column += ((unsigned char)text[i] & 0xC0U) != 0x80;
    }
    return spot;
}

/* A text that Jansson has accepted, and how far it was read. */
struct walk {
    const char *text;
    size_t length;
    size_t at;
};

/* To the next character that is part of a value, over white space and what stands between. */
static void walk_to_token(struct walk *walk)
{
    while (walk->at < walk->length && strchr(" \t\r\n,:", walk->text[walk->at]) != NULL)
        walk->at++;
}

static bool walk_on(struct walk *walk, char close)
{
    walk_to_token(walk);
    return walk->at < walk->length && walk->text[walk->at] != close;
}

static void walk_over_string(struct walk *walk)
{
    for (walk->at++; walk->at < walk->length && walk->text[walk->at] != '"'; walk->at++)
        walk->at += walk->text[walk->at] == '\\';
    walk->at++;
}

static void walk_over_value(struct walk *walk)
{
    size_t depth = 0;
    do {
        walk_to_token(walk);
        if (walk->at >= walk->length)
            return;
        char first = walk->text[walk->at];
        if (first == '"')
            walk_over_string(walk);
        else if (first == '{' || first == '[')
            walk->at++, depth++;
        else if (first == '}' || first == ']')
            walk->at++, depth -= depth > 0;
        else
            while (walk->at < walk->length && strchr(" \t\r\n,:]}", walk->text[walk->at]) == NULL)
                walk->at++;
    } while (depth > 0);
}

/* From the beginning of an object to that of its member's value. */
static bool walk_to_member(struct walk *walk, const char *key)
{
    size_t size = strlen(key);
    for (walk->at++; walk_on(walk, '}'); walk_over_value(walk)) {
        size_t begin = walk->at + 1;
        walk_over_string(walk);
        bool found = walk->at == begin + size + 1 && walk->at <= walk->length &&
                     memcmp(walk->text + begin, key, size) == 0;
        walk_to_token(walk);
        if (found)
            return true;
    }
    return false;
}

static bool walk_to_element(struct walk *walk, size_t index)
{
    for (walk->at++; walk_on(walk, ']'); walk_over_value(walk)) {
        if (index-- == 0)
            return true;
    }
    return false;
}

/* False if it was not found: then the walk stands at the nearest value around it. */
static bool walk_to_place(struct walk *walk, const struct json_place *place)
{
    if (place->parent == NULL) {
        walk_to_token(walk);
        return true;
    }
    if (!walk_to_place(walk, place->parent))
        return false;
    size_t around = walk->at;
    if (place->key != NULL ? walk_to_member(walk, place->key) : walk_to_element(walk, place->index))
        return true;
    walk->at = around;
    return false;
}

struct json_spot json_spot_of(const struct json_place *place, const char *text, size_t length)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct walk walk = {text, length, 0};
    if (length >= sizeof mark - 1 && memcmp(text, mark, sizeof mark - 1) == 0) {
        walk.text += sizeof mark - 1;
        walk.length -= sizeof mark - 1;
    }
    (void)walk_to_place(&walk, place);
    return json_spot_at(walk.text, walk.at);
}
